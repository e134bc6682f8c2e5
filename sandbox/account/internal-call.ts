import type { Account, Call } from './account';

/** A call that an AWS service makes inside the account: no request, no record, no event. */
export function internalCall(account: Account, region: string, service: string): Call {
  return {
    account,
    region,
    now: account.clock.now(),
    identity: {
      type: 'AWSService',
      principalId: service,
      arn: `arn:aws:iam::${account.accountId}:${service}`,
      accountId: account.accountId,
    },
    state: (slot) => account.store.current(slot, region),
  };
}
