import { splitArn } from '@palisade/iam';
import type { Context } from 'aws-lambda';
import { BadInputError } from '../core/model/bad-input';
import type { Place } from '../core/model/resource';

/** The account, Region and partition of a function, from its own ARN, which saves a call to STS. */
export function functionPlace({ invokedFunctionArn }: Pick<Context, 'invokedFunctionArn'>): Place {
  const { partition = '', region = '', account = '' } = splitArn(invokedFunctionArn) ?? {};
  if (partition === '' || region === '' || account === '')
    throw new BadInputError(
      'Lambda context',
      'invokedFunctionArn',
      `${invokedFunctionArn} is not a function's ARN`,
    );
  return { account, region, partition };
}
