import { type Check, type Diagnosis, diagnosed } from '../check';

/** Concurrent executions that the functions reserve in total; a test compares it with the template. */
export const reservedInAll = 14;

const raise =
  '`aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000`';

/**
 * Lambda refuses a reservation that would leave fewer than 100 executions to other functions (Lambda developer guide,
 * "Configuring reserved concurrency"). New accounts have a quota of 10 or 50, so they cannot reserve any.
 */
export const concurrencyCheck: Check = ({ clients, stack }) =>
  diagnosed('concurrency', async () => {
    const { GetAccountSettingsCommand } = await import('@aws-sdk/client-lambda');
    const { AccountLimit } = await (await clients.lambda()).send(new GetAccountSettingsCommand({}));
    const { ConcurrentExecutions: quota, UnreservedConcurrentExecutions: unreserved } = AccountLimit ?? {};
    if (quota === undefined || unreserved === undefined)
      throw new Error('GetAccountSettings returned no concurrency');
    return [stack === undefined ? before(quota, unreserved) : after(quota)];
  });

function before(quota: number, unreserved: number): Diagnosis {
  const least = Math.min(100, quota);
  if (unreserved - reservedInAll >= least)
    return {
      id: 'concurrency',
      condition: 'good',
      says: `Lambda can reserve ${reservedInAll} of ${unreserved} concurrent executions for the functions`,
    };
  return {
    id: 'concurrency',
    condition: 'note',
    says: `the functions reserve ${reservedInAll} concurrent executions, but ${unreserved} are not reserved and ${least} must stay so: a deployment works without, and reserves them once the quota allows it`,
    remedy: `Raise the quota of ${quota}: ${raise}`,
  };
}

/** Without a reservation, the functions share the account's concurrency with all others. */
function after(quota: number): Diagnosis {
  if (quota >= 100)
    return {
      id: 'concurrency',
      condition: 'good',
      says: `Lambda runs up to ${quota} functions concurrently in this Region`,
    };
  return {
    id: 'concurrency',
    condition: 'note',
    says: `Lambda runs no more than ${quota} functions concurrently in this Region, Palisade's and all others: work waits when others are busy`,
    remedy: `${raise}; the hourly sweep then reserves what the functions need.`,
  };
}
