import type {
  CreateLogGroupRequest,
  DeleteLogGroupRequest,
  DeleteRetentionPolicyRequest,
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse,
  DescribeSubscriptionFiltersRequest,
  DescribeSubscriptionFiltersResponse,
  PutRetentionPolicyRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Call } from '../../account/account';
import { awsPartitionOf } from '../../account/partition';
import { AwsError } from '../../protocol/aws-error';
import type { Service } from '../service';
import { defined, given } from '../members';
import { page } from '../pages';
import { type LogGroup, LOGS_SLOT } from './state';

/** Log groups by name. They contain no log events and have no subscriptions. */
export const LOGS: Service = {
  name: 'logs',
  eventSource: 'logs',
  protocol: 'json-1.1',
  sdk: () => import('@aws-sdk/client-cloudwatch-logs'),
  throttled: { code: 'ThrottlingException', status: 400 },
  denied: { code: 'AccessDeniedException', status: 400 },
  slot: LOGS_SLOT,
  operations: {
    CreateLogGroup: createLogGroup,
    DeleteLogGroup: deleteLogGroup,
    DescribeLogGroups: describeLogGroups,
    PutRetentionPolicy: putRetention,
    DeleteRetentionPolicy: deleteRetention,
    DescribeSubscriptionFilters: describeFilters,
  },
};

export function createLogGroup({ logGroupName }: CreateLogGroupRequest, call: Call): object {
  const name = given(logGroupName);
  const { groups } = call.state(LOGS_SLOT);
  if (!/^[\w./#-]{1,512}$/.test(name))
    throw new AwsError(
      'InvalidParameterException',
      `1 validation error detected: Value '${name}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+`,
    );
  if (groups.has(name))
    throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
  const arn = `arn:${awsPartitionOf(call.region)}:logs:${call.region}:${call.account.accountId}:log-group:${name}`;
  groups.set(name, { name, arn, createdAt: call.now, retentionInDays: undefined });
  return {};
}

export function deleteLogGroup({ logGroupName }: DeleteLogGroupRequest, call: Call): object {
  find(call, logGroupName);
  call.state(LOGS_SLOT).groups.delete(given(logGroupName));
  return {};
}

export function putRetention(input: PutRetentionPolicyRequest, call: Call): object {
  find(call, input.logGroupName).retentionInDays = input.retentionInDays;
  return {};
}

function deleteRetention({ logGroupName }: DeleteRetentionPolicyRequest, call: Call): object {
  find(call, logGroupName).retentionInDays = undefined;
  return {};
}

function describeLogGroups(input: DescribeLogGroupsRequest, call: Call): DescribeLogGroupsResponse {
  const named = [...call.state(LOGS_SLOT).groups.values()]
    .filter(({ name }) => name.startsWith(input.logGroupNamePrefix ?? ''))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const { items, next } = page(
    named,
    input.limit ?? 50,
    input.nextToken,
    () => new AwsError('InvalidParameterException', 'The specified nextToken is invalid.'),
  );
  const logGroups = items.map(({ name, arn, createdAt, retentionInDays }) =>
    defined({
      logGroupName: name,
      arn: `${arn}:*`,
      logGroupArn: arn,
      creationTime: createdAt,
      retentionInDays,
      metricFilterCount: 0,
      storedBytes: 0,
    }),
  );
  return defined({ logGroups, nextToken: next });
}

function describeFilters(
  { logGroupName }: DescribeSubscriptionFiltersRequest,
  call: Call,
): DescribeSubscriptionFiltersResponse {
  find(call, logGroupName);
  return { subscriptionFilters: [] };
}

function find(call: Call, name: string | undefined): LogGroup {
  const group = call.state(LOGS_SLOT).groups.get(given(name));
  if (group === undefined)
    throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  return group;
}
