import type { Context } from 'aws-lambda';
import { BadInputError } from '../core/model/bad-input';
import type { Place } from '../core/model/resource';

/** The account and Region that a function runs in, from its own ARN: saves a call to STS. */
export function functionPlace({ invokedFunctionArn }: Pick<Context, 'invokedFunctionArn'>): Place {
  const [, , , region, account] = invokedFunctionArn.split(':');
  if (region === undefined || account === undefined)
    throw new BadInputError(
      'Lambda context',
      'invokedFunctionArn',
      `${invokedFunctionArn} is not a function's ARN`,
    );
  return { account, region };
}
