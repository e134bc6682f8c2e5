import { splitArn } from '../../account/arn';
import type {
  DescribeTrailsRequest,
  DescribeTrailsResponse,
  GetEventSelectorsRequest,
  GetEventSelectorsResponse,
  GetTrailStatusRequest,
  GetTrailStatusResponse,
} from '@aws-sdk/client-cloudtrail';
import type { Call } from '../../account/account';
import { cloudtrail } from '../../refusals/cloudtrail';
import { refused } from '../../refusals/refusal';
import type { Service } from '../service';
import { CLOUDTRAIL_SLOT, type Trail } from './state';

/** Trails come from the admin API. Events reach EventBridge whether or not there is a trail. */
export const CLOUDTRAIL: Service = {
  name: 'cloudtrail',
  eventSource: 'cloudtrail',
  protocol: 'json-1.1',
  sdk: () => import('@aws-sdk/client-cloudtrail'),
  throttled: { code: 'ThrottlingException', status: 400 },
  denied: { code: 'AccessDeniedException', status: 400 },
  slot: CLOUDTRAIL_SLOT,
  operations: {
    DescribeTrails: describeTrails,
    GetTrailStatus: trailStatus,
    GetEventSelectors: eventSelectors,
  },
};

function describeTrails(_input: DescribeTrailsRequest, call: Call): DescribeTrailsResponse {
  return {
    trailList: call
      .state(CLOUDTRAIL_SLOT)
      .trails.map(({ name, arn, isMultiRegion, homeRegion, isOrganizations }) => ({
        Name: name,
        TrailARN: arn,
        IsMultiRegionTrail: isMultiRegion,
        HomeRegion: homeRegion,
        IncludeGlobalServiceEvents: true,
        IsOrganizationTrail: isOrganizations,
      })),
  };
}

function trailStatus(input: GetTrailStatusRequest, call: Call): GetTrailStatusResponse {
  return { IsLogging: find(input.Name, call).isLogging };
}

function eventSelectors(input: GetEventSelectorsRequest, call: Call): GetEventSelectorsResponse {
  const { arn, readWriteType, includesManagementEvents } = find(input.TrailName, call);
  return {
    TrailARN: arn,
    EventSelectors: [
      { ReadWriteType: readWriteType, IncludeManagementEvents: includesManagementEvents, DataResources: [] },
    ],
  };
}

function find(name: string | undefined, call: Call): Trail {
  const found = call.state(CLOUDTRAIL_SLOT).trails.find((trail) => trail.name === name || trail.arn === name);
  const { accountId } = call.account;
  // A member account can list the organization's trail, but cannot find it by name.
  if (found === undefined || (found.isOrganizations && splitArn(found.arn).account !== accountId))
    throw refused(cloudtrail.organizationTrail, { trail: String(name), account: accountId });
  return found;
}
