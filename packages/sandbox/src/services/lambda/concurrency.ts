import type {
  Concurrency,
  DeleteFunctionConcurrencyRequest,
  GetFunctionConcurrencyRequest,
  GetFunctionConcurrencyResponse,
  PutFunctionConcurrencyRequest,
} from '@aws-sdk/client-lambda';
import type { Call } from '../../account/account';
import { awsPartitionOf } from '../../account/partition';
import { AwsError } from '../../protocol/aws-error';
import { lambda as refusals } from '../../refusals/lambda';
import { refused } from '../../refusals/refusal';
import { findFunction } from './find-function';
import { LAMBDA_SLOT } from './state';

/** Reservations count against the quota, but do not change how many environments a running function has. */
export function putConcurrency(
  { FunctionName = '', ReservedConcurrentExecutions: amount = 0 }: PutFunctionConcurrencyRequest,
  call: Call,
): Concurrency {
  const { name } = changeable(FunctionName, call);
  if (amount < 0)
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${amount}' at 'reservedConcurrentExecutions' failed to satisfy constraint: Member must have value greater than or equal to 0`,
    );
  reserveConcurrency(call, name, amount);
  return { ReservedConcurrentExecutions: amount };
}

/** Returns an empty result for a function without a reservation. */
export function getConcurrency(
  { FunctionName = '' }: GetFunctionConcurrencyRequest,
  call: Call,
): GetFunctionConcurrencyResponse {
  const { name } = findFunction(FunctionName, undefined, call);
  const amount = call.state(LAMBDA_SLOT).reserved.get(name);
  return amount === undefined ? {} : { ReservedConcurrentExecutions: amount };
}

export function deleteConcurrency(
  { FunctionName = '' }: DeleteFunctionConcurrencyRequest,
  call: Call,
): object {
  reserveConcurrency(call, changeable(FunctionName, call).name, undefined);
  return {};
}

/** A function that nobody else is changing. @throws AwsError otherwise */
function changeable(functionName: string, call: Call): { readonly name: string } {
  const { name } = findFunction(functionName, undefined, call);
  if ((call.state(LAMBDA_SLOT).changingUntil.get(name) ?? 0) > call.now) {
    const { region, account } = call;
    const arn = `arn:${awsPartitionOf(region)}:lambda:${region}:${account.accountId}:function:${name}`;
    throw refused(refusals.updateInProgress, { function: arn });
  }
  return { name };
}

/**
 * Reserves concurrency for a function, or releases it (`undefined`).
 * @throws AwsError if less than the minimum would remain: 100, or the whole quota of an account with less
 */
export function reserveConcurrency(call: Call, functionName: string, amount: number | undefined): void {
  const { reserved } = call.state(LAMBDA_SLOT);
  const others = new Map([...reserved].filter(([name]) => name !== functionName));
  const quota = call.account.quotas.lambdaConcurrency;
  const least = Math.min(100, quota);
  if (amount !== undefined && quota - totalReserved(others) - amount < least)
    throw refused(refusals.concurrencyFloor, { least: String(least) });
  if (amount === undefined) reserved.delete(functionName);
  else reserved.set(functionName, amount);
}

export function totalReserved(reserved: ReadonlyMap<string, number>): number {
  return [...reserved.values()].reduce((sum, one) => sum + one, 0);
}
