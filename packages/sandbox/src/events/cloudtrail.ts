import type { Account, AccountEvent } from '../account/account';
import type { PendingCall } from '../account/calls';
import type { UserIdentity } from '../account/identity';
import type { AwsError } from '../protocol/aws-error';
import type { Operation } from '../protocol/operation';
import type { Service } from '../services/service';
import { trailParameters, trailResponse } from './parameters';
import { globalRegionOf } from '../account/partition';

interface CallOutcome {
  readonly account: Account;
  readonly service: Service;
  readonly operation: Operation;
  readonly call: PendingCall;
  readonly identity: UserIdentity;
  readonly error: AwsError | undefined;
  readonly output: unknown;
  readonly requestId: string;
}

/**
 * The management event of a write call, as CloudTrail delivers it through EventBridge. Calls to global services (IAM,
 * Route 53) are recorded in only one Region of the partition.
 */
export function managementEvent(
  outcome: CallOutcome,
): Pick<AccountEvent, 'source' | 'detail-type' | 'region' | 'resources' | 'detail'> {
  const { account, service, operation, call, identity, error, output, requestId } = outcome;
  const region =
    service.slot.scope === 'global' ? globalRegionOf(account.region, service.eventSource) : call.region;
  return {
    source: `aws.${service.eventSource}`,
    'detail-type': 'AWS API Call via CloudTrail',
    region,
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: identity,
      eventTime: isoSeconds(call.time),
      eventSource: `${service.eventSource}.amazonaws.com`,
      eventName: operation.name,
      awsRegion: region,
      sourceIPAddress: '127.0.0.1',
      userAgent: call.userAgent ?? 'unknown',
      ...(error === undefined
        ? {}
        : {
            errorCode: service.protocol === 'ec2' ? `Client.${error.code}` : error.code,
            errorMessage: error.message,
          }),
      requestParameters: trailParameters(service, operation, call.input),
      responseElements: error === undefined ? trailResponse(service, operation, output, requestId) : null,
      requestID: requestId,
      eventID: account.ids.uuid(),
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: account.accountId,
      eventCategory: 'Management',
    },
  };
}

/** `2026-11-22T04:50:00Z`: the precision of CloudTrail and EventBridge. */
export function isoSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
