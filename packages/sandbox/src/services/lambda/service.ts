import type { GetAccountSettingsResponse } from '@aws-sdk/client-lambda';
import type { Call } from '../../account/account';
import { lambda as refusals } from '../../refusals/lambda';
import type { Service } from '../service';
import { deleteConcurrency, getConcurrency, putConcurrency, totalReserved } from './concurrency';
import { getFunction } from './get-function';
import { invoke } from './invoke';
import { LAMBDA_SLOT } from './state';

/** The modelled part of Lambda's API: concurrency and invocations. CloudFormation creates the functions. */
export const LAMBDA: Service = {
  name: 'lambda',
  eventSource: 'lambda',
  protocol: 'rest-json',
  sdk: () => import('@aws-sdk/client-lambda'),
  throttled: { code: 'TooManyRequestsException', status: 429, says: refusals.tooManyRequests.says },
  denied: { code: 'AccessDeniedException', status: 403 },
  slot: LAMBDA_SLOT,
  operations: {
    GetAccountSettings: accountSettings,
    PutFunctionConcurrency: putConcurrency,
    GetFunctionConcurrency: getConcurrency,
    DeleteFunctionConcurrency: deleteConcurrency,
    GetFunction: getFunction,
    Invoke: invoke,
  },
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
      UnreservedConcurrentExecutions: ConcurrentExecutions - totalReserved(reserved),
    },
    AccountUsage: { TotalCodeSize: 0, FunctionCount: 0 },
  };
}
