import type { GetAccountSettingsResponse } from '@aws-sdk/client-lambda';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import type { Service } from '../service';
import { getFunction } from './get-function';
import { invoke } from './invoke';
import { LAMBDA_SLOT } from './state';

/** What of the API of Lambda is modelled: the account's concurrency, and invocations. Functions come from CloudFormation. */
export const LAMBDA: Service = {
  name: 'lambda',
  eventSource: 'lambda',
  protocol: 'rest-json',
  sdk: () => import('@aws-sdk/client-lambda'),
  throttled: { code: 'TooManyRequestsException', status: 429 },
  denied: { code: 'AccessDeniedException', status: 403 },
  slot: LAMBDA_SLOT,
  operations: { GetAccountSettings: accountSettings, GetFunction: getFunction, Invoke: invoke },
  dataOperations: new Set(['Invoke']),
};

function accountSettings(_input: unknown, call: Call): GetAccountSettingsResponse {
  const { reserved } = call.state(LAMBDA_SLOT);
  const ConcurrentExecutions = call.account.quotas.lambdaConcurrency;
  return {
    AccountLimit: {
      TotalCodeSize: 80_530_636_800,
      CodeSizeUnzipped: 262_144_000,
      CodeSizeZipped: 52_428_800,
      ConcurrentExecutions,
      UnreservedConcurrentExecutions: ConcurrentExecutions - total(reserved),
    },
    AccountUsage: { TotalCodeSize: 0, FunctionCount: 0 },
  };
}

/**
 * Reserves concurrency for a function, or gives it back.
 * @throws AwsError where too little would be left: 100, or all that an account with a low quota has
 */
export function reserveConcurrency(call: Call, functionName: string, amount: number | undefined): void {
  const { reserved } = call.state(LAMBDA_SLOT);
  const others = new Map([...reserved].filter(([name]) => name !== functionName));
  const quota = call.account.quotas.lambdaConcurrency;
  const least = Math.min(100, quota);
  if (amount !== undefined && quota - total(others) - amount < least)
    throw new AwsError(
      'InvalidParameterValueException',
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${least}].`,
    );
  if (amount === undefined) reserved.delete(functionName);
  else reserved.set(functionName, amount);
}

function total(reserved: ReadonlyMap<string, number>): number {
  return [...reserved.values()].reduce((sum, one) => sum + one, 0);
}
