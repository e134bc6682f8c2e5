import type {
  CreateAppRequest,
  CreateAppResponse,
  CreateUserProfileRequest,
  CreateUserProfileResponse,
  DeleteAppRequest,
  DescribeUserProfileRequest,
  DescribeUserProfileResponse,
  ListAppsRequest,
  ListAppsResponse,
  ListUserProfilesRequest,
  ListUserProfilesResponse,
} from '@aws-sdk/client-sagemaker';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { defined, given } from '../members';
import { page } from '../pages';
import { findDomain } from './domains';
import { notFound, SAGEMAKER_SLOT, validation, type AppRecord, type UserProfile } from './state';
import { awsPartitionOf } from '../../account/partition';

export function createUserProfile(input: CreateUserProfileRequest, call: Call): CreateUserProfileResponse {
  const { detail } = findDomain(call, input.DomainId);
  const name = given(input.UserProfileName);
  const { profiles } = call.state(SAGEMAKER_SLOT);
  if (profiles.some((profile) => profile.DomainId === detail.DomainId && profile.UserProfileName === name)) {
    throw new AwsError('ResourceInUse', `User profile ${name} already exists in ${detail.DomainId}`);
  }
  const prefix = `arn:${awsPartitionOf(call.region)}:sagemaker:${call.region}:${call.account.accountId}`;
  const arn = `${prefix}:user-profile/${detail.DomainId}/${name.toLowerCase()}`;
  profiles.push({
    DomainId: detail.DomainId,
    UserProfileName: name,
    UserProfileArn: arn,
    CreationTime: new Date(call.now),
    UserSettings: input.UserSettings,
  });
  return { UserProfileArn: arn };
}

export function listUserProfiles(input: ListUserProfilesRequest, call: Call): ListUserProfilesResponse {
  const matching = call
    .state(SAGEMAKER_SLOT)
    .profiles.filter(
      (profile) =>
        (input.DomainIdEquals === undefined || profile.DomainId === input.DomainIdEquals) &&
        profile.UserProfileName.includes(input.UserProfileNameContains ?? ''),
    );
  const { items, next } = page(matching, input.MaxResults ?? 10, input.NextToken, badToken);
  return defined({
    UserProfiles: items.map((profile) => ({
      DomainId: profile.DomainId,
      UserProfileName: profile.UserProfileName,
      Status: 'InService' as const,
      CreationTime: profile.CreationTime,
      LastModifiedTime: profile.CreationTime,
    })),
    NextToken: next,
  });
}

export function describeUserProfile(
  input: DescribeUserProfileRequest,
  call: Call,
): DescribeUserProfileResponse {
  const profile = findProfile(call, input.DomainId, input.UserProfileName);
  return defined({
    ...profile,
    Status: 'InService' as const,
    LastModifiedTime: profile.CreationTime,
  });
}

export function createApp(input: CreateAppRequest, call: Call): CreateAppResponse {
  const { detail } = findDomain(call, input.DomainId);
  const { apps } = call.state(SAGEMAKER_SLOT);
  if (input.UserProfileName !== undefined) findProfile(call, detail.DomainId, input.UserProfileName);
  if (apps.some((app) => isSame(app, input) && app.Status !== 'Deleted' && app.Status !== 'Failed')) {
    throw new AwsError('ResourceInUse', `App ${String(input.AppName)} already exists`);
  }
  const owner = (input.UserProfileName ?? input.SpaceName ?? '').toLowerCase();
  const type = given(input.AppType);
  const name = given(input.AppName);
  const prefix = `arn:${awsPartitionOf(call.region)}:sagemaker:${call.region}:${call.account.accountId}`;
  const arn = `${prefix}:app/${detail.DomainId}/${owner}/${type.toLowerCase()}/${name}`;
  apps.push({
    DomainId: detail.DomainId,
    UserProfileName: input.UserProfileName,
    SpaceName: input.SpaceName,
    AppType: type,
    AppName: name,
    AppArn: arn,
    CreationTime: new Date(call.now),
    Status: 'Pending',
  });
  settle(call, arn, 'Pending', 'InService');
  return { AppArn: arn };
}

export function listApps(input: ListAppsRequest, call: Call): ListAppsResponse {
  if (input.UserProfileNameEquals !== undefined && input.SpaceNameEquals !== undefined) {
    throw validation('Give UserProfileNameEquals or SpaceNameEquals, not both');
  }
  const matching = call
    .state(SAGEMAKER_SLOT)
    .apps.filter(
      (app) =>
        (input.DomainIdEquals === undefined || app.DomainId === input.DomainIdEquals) &&
        (input.UserProfileNameEquals === undefined || app.UserProfileName === input.UserProfileNameEquals) &&
        (input.SpaceNameEquals === undefined || app.SpaceName === input.SpaceNameEquals),
    );
  const { items, next } = page(matching, input.MaxResults ?? 10, input.NextToken, badToken);
  return defined({
    Apps: items.map(({ AppArn: _, ...app }) => defined(app)),
    NextToken: next,
  });
}

export function deleteApp(input: DeleteAppRequest, call: Call): void {
  const app = call
    .state(SAGEMAKER_SLOT)
    .apps.find((candidate) => isSame(candidate, input) && candidate.Status !== 'Deleted');
  if (app === undefined) throw notFound(`App ${String(input.AppName)} does not exist`);
  if (app.Status === 'Deleting') throw new AwsError('ResourceInUse', 'The app is already being deleted');
  app.Status = 'Deleting';
  settle(call, app.AppArn, 'Deleting', 'Deleted');
}

/** After `timings.app`, moves the newest app with this ARN from one status to the next. */
function settle(call: Call, arn: string, from: AppRecord['Status'], to: AppRecord['Status']): void {
  const { clock, store, timings } = call.account;
  const { region } = call;
  clock.after(
    timings.app,
    () => {
      const { apps } = store.current(SAGEMAKER_SLOT, region);
      const app = apps.findLast((candidate) => candidate.AppArn === arn && candidate.Status === from);
      if (app !== undefined) app.Status = to;
    },
    `${arn} from ${from} to ${to}`,
  );
}

function isSame(app: AppRecord, key: DeleteAppRequest | CreateAppRequest): boolean {
  return (
    app.DomainId === key.DomainId &&
    app.UserProfileName === key.UserProfileName &&
    app.SpaceName === key.SpaceName &&
    app.AppType === key.AppType &&
    app.AppName === key.AppName
  );
}

function findProfile(call: Call, domainId: string | undefined, name: string | undefined): UserProfile {
  const profile = call
    .state(SAGEMAKER_SLOT)
    .profiles.find((candidate) => candidate.DomainId === domainId && candidate.UserProfileName === name);
  if (profile === undefined) throw notFound(`User profile ${name} does not exist`);
  return profile;
}

function badToken(): AwsError {
  return validation('Invalid NextToken');
}
