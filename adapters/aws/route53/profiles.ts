import { AwsRestJsonProtocol } from '@aws-sdk/core/protocols';
import type { Route53ClientConfig } from '@aws-sdk/client-route-53';
import type { MetadataBearer, SchemaTraits } from '@smithy/types';
import { type SchemaMember, schemasOf } from './schemas';
import { commandsOf, serviceClient, type ServiceClient } from './service-client';

/** Route 53 Profiles: the two calls that are made of it. test/outside compares them with AWS's model. */
const namespace = 'route53profiles';
const { structure, list, operation } = schemasOf(namespace);

const get = (path: string): SchemaTraits => ({ http: ['GET', path, 200] });
/** A text or a number that is sent in the query. */
const inQuery = (type: 0 | 1, name: string): SchemaMember => [type, { httpQuery: name }];
/** `1` is the SDK's short form of the trait httpLabel. */
const inPath: SchemaMember = [0, 1];
const page = { MaxResults: inQuery(1, 'maxResults'), NextToken: inQuery(0, 'nextToken') };

export const listProfileAssociations = operation(
  'ListProfileAssociations',
  get('/profileassociations'),
  structure('ListProfileAssociationsRequest', { ...page, ResourceId: inQuery(0, 'resourceId') }),
  structure('ListProfileAssociationsResponse', {
    ProfileAssociations: list(
      'ProfileAssociations',
      structure('ProfileAssociation', {
        Id: 0,
        Name: 0,
        OwnerId: 0,
        ProfileId: 0,
        ResourceId: 0,
        Status: 0,
      }),
    ),
    NextToken: 0,
  }),
);

export const listProfileResourceAssociations = operation(
  'ListProfileResourceAssociations',
  get('/profileresourceassociations/profileid/{ProfileId}'),
  structure('ListProfileResourceAssociationsRequest', { ProfileId: inPath, ...page }),
  structure('ListProfileResourceAssociationsResponse', {
    ProfileResourceAssociations: list(
      'ProfileResourceAssociations',
      structure('ProfileResourceAssociation', {
        Id: 0,
        Name: 0,
        OwnerId: 0,
        ProfileId: 0,
        ResourceArn: 0,
        ResourceProperties: 0,
        ResourceType: 0,
        Status: 0,
      }),
    ),
    NextToken: 0,
  }),
);

interface Page {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** Which Profile is in effect in which VPC (`ResourceId`), as in ListProfileAssociations. */
export interface SdkProfileAssociation {
  readonly Id?: string;
  readonly Name?: string;
  readonly OwnerId?: string;
  readonly ProfileId?: string;
  readonly ResourceId?: string;
  readonly Status?: string;
}

interface AssociationsPage extends MetadataBearer {
  readonly ProfileAssociations?: readonly SdkProfileAssociation[];
  readonly NextToken?: string;
}

/** What a Profile brings to its VPCs, as in ListProfileResourceAssociations. */
export interface SdkProfileResource {
  readonly Id?: string;
  readonly Name?: string;
  readonly OwnerId?: string;
  readonly ProfileId?: string;
  readonly ResourceArn?: string;
  readonly ResourceProperties?: string;
  readonly ResourceType?: string;
  readonly Status?: string;
}

interface ResourcesPage extends MetadataBearer {
  readonly ProfileResourceAssociations?: readonly SdkProfileResource[];
  readonly NextToken?: string;
}

const command = commandsOf('Route53Profiles');

export class ListProfileAssociationsCommand extends command<
  Page & { readonly ResourceId?: string },
  AssociationsPage
>({}, () => [], 'ListProfileAssociations', listProfileAssociations) {}

export class ListProfileResourceAssociationsCommand extends command<
  Page & { readonly ProfileId: string },
  ResourcesPage
>({}, () => [], 'ListProfileResourceAssociations', listProfileResourceAssociations) {}

/** Creates a client of Route 53 Profiles. */
export function profilesClient(config: Route53ClientConfig): ServiceClient {
  return serviceClient(config, {
    serviceId: 'Route53Profiles',
    host: 'route53profiles',
    protocol: AwsRestJsonProtocol,
    protocolSettings: { defaultNamespace: namespace, version: '2018-05-10' },
  });
}
