import { Route53Client, type Route53ClientConfig } from '@aws-sdk/client-route-53';
import { AwsRestJsonProtocol } from '@aws-sdk/core/protocols';
import { commandOf, type Member, schemasOf, speakingTo } from '../route53/family';

// Of Route 53 Profiles' API (botocore's model of 2018-05-10, botocore 1.43.11): the operations that the sandbox has.

const { structure, list, operation, error } = schemasOf('route53profiles');

interface Made {
  readonly Id: string;
  readonly Name: string;
  readonly OwnerId: string;
  readonly Status: string;
  readonly CreationTime: Date;
  readonly ModificationTime: Date;
}

export interface Profile extends Made {
  readonly Arn: string;
  readonly ClientToken: string;
  readonly ShareStatus: string;
}

export interface ProfileAssociation extends Made {
  readonly ProfileId: string;
  /** The VPC. */
  readonly ResourceId: string;
}

export interface ProfileResourceAssociation extends Made {
  readonly ProfileId: string;
  readonly ResourceArn: string;
  readonly ResourceType: string;
  readonly ResourceProperties?: string | undefined;
}

export interface CreateProfileRequest {
  readonly Name: string;
  readonly ClientToken: string;
}

export interface AssociateProfileRequest {
  readonly Name: string;
  readonly ProfileId: string;
  readonly ResourceId: string;
}

export interface AssociateResourceRequest {
  readonly Name: string;
  readonly ProfileId: string;
  readonly ResourceArn: string;
  readonly ResourceProperties?: string;
}

export interface ListRequest {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

const made = { Id: 0, Name: 0, OwnerId: 0, Status: 0, CreationTime: 4, ModificationTime: 4 } as const;
const profile = structure('Profile', { ...made, Arn: 0, ClientToken: 0, ShareStatus: 0 });
const association = structure('ProfileAssociation', { ...made, ProfileId: 0, ResourceId: 0 });
const resource = structure('ProfileResourceAssociation', {
  ...made,
  ProfileId: 0,
  ResourceArn: 0,
  ResourceType: 0,
  ResourceProperties: 0,
});
const inQuery = (type: 0 | 1, name: string): Member => [type, { httpQuery: name }];
const page = { MaxResults: inQuery(1, 'maxResults'), NextToken: inQuery(0, 'nextToken') };

export const ResourceNotFound$ = error('ResourceNotFoundException');
export const ResourceExists$ = error('ResourceExistsException');
export const Conflict$ = error('ConflictException');
export const InvalidParameter$ = error('InvalidParameterException');
export const InvalidNextToken$ = error('InvalidNextTokenException');

export const CreateProfile$ = operation(
  'CreateProfile',
  ['POST', '/profile'],
  structure('CreateProfileRequest', { Name: 0, ClientToken: 0 }, 2),
  structure('CreateProfileResponse', { Profile: profile }),
);
export const AssociateProfile$ = operation(
  'AssociateProfile',
  ['POST', '/profileassociation'],
  structure('AssociateProfileRequest', { Name: 0, ProfileId: 0, ResourceId: 0 }, 3),
  structure('AssociateProfileResponse', { ProfileAssociation: association }),
);
export const AssociateResourceToProfile$ = operation(
  'AssociateResourceToProfile',
  ['POST', '/profileresourceassociation'],
  structure(
    'AssociateResourceToProfileRequest',
    { Name: 0, ProfileId: 0, ResourceArn: 0, ResourceProperties: 0 },
    3,
  ),
  structure('AssociateResourceToProfileResponse', { ProfileResourceAssociation: resource }),
);
export const ListProfileAssociations$ = operation(
  'ListProfileAssociations',
  ['GET', '/profileassociations'],
  structure('ListProfileAssociationsRequest', {
    ...page,
    ProfileId: inQuery(0, 'profileId'),
    ResourceId: inQuery(0, 'resourceId'),
  }),
  structure('ListProfileAssociationsResponse', {
    ProfileAssociations: list('ProfileAssociations', association),
    NextToken: 0,
  }),
);
export const ListProfileResourceAssociations$ = operation(
  'ListProfileResourceAssociations',
  ['GET', '/profileresourceassociations/profileid/{ProfileId}'],
  structure('ListProfileResourceAssociationsRequest', { ProfileId: [0, { httpLabel: 1 }], ...page }, 1),
  structure('ListProfileResourceAssociationsResponse', {
    ProfileResourceAssociations: list('ProfileResourceAssociations', resource),
    NextToken: 0,
  }),
);

export class CreateProfileCommand extends commandOf<CreateProfileRequest, { readonly Profile: Profile }>(
  CreateProfile$,
) {}
export class AssociateProfileCommand extends commandOf<
  AssociateProfileRequest,
  { readonly ProfileAssociation: ProfileAssociation }
>(AssociateProfile$) {}
export class AssociateResourceToProfileCommand extends commandOf<
  AssociateResourceRequest,
  { readonly ProfileResourceAssociation: ProfileResourceAssociation }
>(AssociateResourceToProfile$) {}
export class ListProfileAssociationsCommand extends commandOf<
  ListRequest & { readonly ProfileId?: string; readonly ResourceId?: string },
  { readonly ProfileAssociations: readonly ProfileAssociation[]; readonly NextToken?: string }
>(ListProfileAssociations$) {}
export class ListProfileResourceAssociationsCommand extends commandOf<
  ListRequest & { readonly ProfileId: string },
  {
    readonly ProfileResourceAssociations: readonly ProfileResourceAssociation[];
    readonly NextToken?: string;
  }
>(ListProfileResourceAssociations$) {}

export class Route53ProfilesClient extends Route53Client {
  constructor(config: Route53ClientConfig) {
    super(speakingTo('route53profiles', AwsRestJsonProtocol, config));
  }
}
