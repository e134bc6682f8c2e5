import type { Call } from '../../account/account';
import { splitArn } from '../../account/arn';
import { awsPartitionOf } from '../../account/partition';
import { AwsError } from '../../protocol/aws-error';
import { EC2_SLOT } from '../ec2/state';
import { defined, given } from '../members';
import { page } from '../pages';
import type { Service } from '../service';
import type {
  AssociateProfileRequest,
  AssociateResourceRequest,
  CreateProfileRequest,
  ListRequest,
  Profile,
  ProfileAssociation,
  ProfileResourceAssociation,
} from './sdk';
import { ROUTE53PROFILES_SLOT } from './state';

export const ROUTE53PROFILES: Service = {
  name: 'route53profiles',
  eventSource: 'route53profiles',
  protocol: 'rest-json',
  sdk: () => import('./sdk'),
  throttled: { code: 'ThrottlingException', status: 400 },
  denied: { code: 'AccessDeniedException', status: 400 },
  slot: ROUTE53PROFILES_SLOT,
  operations: {
    CreateProfile: createProfile,
    AssociateProfile: associate,
    AssociateResourceToProfile: associateResource,
    ListProfileAssociations: listAssociations,
    ListProfileResourceAssociations: listResources,
  },
};

/**
 * UNVERIFIED: AWS's model does not list the types. This spelling of zones is in public scripts that compare with it,
 * the others are taken to be alike.
 */
const types: readonly (readonly [prefix: string, type: string])[] = [
  ['hostedzone/', 'PRIVATE_HOSTED_ZONE'],
  ['resolver-rule/', 'RESOLVER_RULE'],
  ['vpc-endpoint/', 'VPC_ENDPOINT'],
  ['firewall-rule-group/', 'FIREWALL_RULE_GROUP'],
  ['resolver-query-log-config/', 'RESOLVER_QUERY_LOG_CONFIG'],
];

function createProfile(input: CreateProfileRequest, call: Call): { readonly Profile: Profile } {
  const { account, region } = call;
  const id = `rp-${account.ids.lower(16)}`;
  const profile: Profile = {
    ...made(id, input.Name, call),
    Arn: `arn:${awsPartitionOf(region)}:route53profiles:${region}:${account.accountId}:profile/${id}`,
    ClientToken: input.ClientToken,
    ShareStatus: 'NOT_SHARED',
  };
  call.state(ROUTE53PROFILES_SLOT).profiles.set(id, profile);
  return { Profile: profile };
}

/** A VPC can have one Profile (API reference, AssociateProfile). */
function associate(
  { Name, ProfileId, ResourceId }: AssociateProfileRequest,
  call: Call,
): { readonly ProfileAssociation: ProfileAssociation } {
  requireProfile(ProfileId, call);
  if (!call.state(EC2_SLOT).vpcs.has(ResourceId)) throw notFound(`the VPC ${ResourceId}`);
  const { associations } = call.state(ROUTE53PROFILES_SLOT);
  if ([...associations.values()].some((other) => other.ResourceId === ResourceId))
    throw new AwsError('ConflictException', `${ResourceId} has a Profile already`);
  const association = {
    ...made(`rpassoc-${call.account.ids.lower(16)}`, Name, call),
    ProfileId,
    ResourceId,
  };
  associations.set(association.Id, association);
  return { ProfileAssociation: association };
}

function associateResource(
  { Name, ProfileId, ResourceArn, ResourceProperties }: AssociateResourceRequest,
  call: Call,
): { readonly ProfileResourceAssociation: ProfileResourceAssociation } {
  requireProfile(ProfileId, call);
  const { resource } = splitArn(ResourceArn);
  const type = types.find(([prefix]) => resource.startsWith(prefix))?.[1];
  if (type === undefined)
    throw new AwsError('InvalidParameterException', `${ResourceArn} is nothing that a Profile can have`);
  const association: ProfileResourceAssociation = defined({
    ...made(`rpr-${call.account.ids.lower(16)}`, Name, call),
    ProfileId,
    ResourceArn,
    ResourceType: type,
    ResourceProperties,
  });
  call.state(ROUTE53PROFILES_SLOT).resources.set(association.Id, association);
  return { ProfileResourceAssociation: association };
}

function listAssociations(
  input: ListRequest & { readonly ProfileId?: string; readonly ResourceId?: string },
  call: Call,
): object {
  const { ProfileId, ResourceId } = input;
  const { items, next } = paged(
    [...call.state(ROUTE53PROFILES_SLOT).associations.values()].filter(
      (one) =>
        (ProfileId === undefined || one.ProfileId === ProfileId) &&
        (ResourceId === undefined || one.ResourceId === ResourceId),
    ),
    input,
  );
  return defined({ ProfileAssociations: items, NextToken: next });
}

function listResources(input: ListRequest & { readonly ProfileId: string }, call: Call): object {
  const id = given(input.ProfileId);
  requireProfile(id, call);
  const { items, next } = paged(
    [...call.state(ROUTE53PROFILES_SLOT).resources.values()].filter(({ ProfileId }) => ProfileId === id),
    input,
  );
  return defined({ ProfileResourceAssociations: items, NextToken: next });
}

function requireProfile(id: string, call: Call): void {
  if (!call.state(ROUTE53PROFILES_SLOT).profiles.has(id)) throw notFound(`the Profile ${id}`);
}

function made(Id: string, Name: string, { account, now }: Call) {
  const time = new Date(now);
  return {
    Id,
    Name,
    OwnerId: account.accountId,
    Status: 'COMPLETE',
    CreationTime: time,
    ModificationTime: time,
  };
}

function paged<T>(items: readonly T[], { MaxResults = 100, NextToken }: ListRequest) {
  const refuse = () => new AwsError('InvalidNextTokenException', 'The token is not valid');
  return page(items, MaxResults, NextToken, refuse);
}

function notFound(what: string): AwsError {
  return new AwsError('ResourceNotFoundException', `There is no such resource: ${what}`);
}
