import type { Account, Call } from './account';
import { awsPartitionOf } from './partition';

/** A call that an AWS service makes inside the account: it sends no request, is not recorded and emits no event. */
export function internalCall(account: Account, region: string, service: string): Call {
  return {
    account,
    region,
    now: account.clock.now(),
    identity: {
      type: 'AWSService',
      principalId: service,
      arn: `arn:${awsPartitionOf(account.region)}:iam::${account.accountId}:${service}`,
      accountId: account.accountId,
    },
    state: (slot) => account.store.current(slot, region),
  };
}
