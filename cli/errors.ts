import { messageOf } from '../adapters/errors';
import { BadInputError } from '../core/model/bad-input';
import { type Failure, FailureError } from '../core/model/failure';
import type { Io } from './io';
import { type GivenOptions, pasteable } from './output/commands';
import { printable } from './output/printable';

/** What a person sees of an error: what is wrong, where, and what to do next. The stack only with PALISADE_DEBUG=1. */
export function errorText(error: unknown, io: Pick<Io, 'env' | 'program'>, given: GivenOptions = {}): string {
  const stack = io.env['PALISADE_DEBUG'] === '1' && error instanceof Error ? `\n${error.stack ?? ''}` : '';
  return `palisade: ${printable(pasteable(errorMessage(error), io, given))}${stack}\n`;
}

function errorMessage(error: unknown): string {
  if (error instanceof BadInputError) return withAdvice(error.message, adviceOnInput(error));
  if (error instanceof FailureError) return withAdvice(error.message, adviceOnFailure(error.failure));
  return `unexpected error: ${messageOf(error)}\nPALISADE_DEBUG=1 shows where it happened.`;
}

function withAdvice(message: string, advice: string | undefined): string {
  return advice === undefined ? message : `${message}\n${advice}`;
}

function adviceOnInput({ source }: BadInputError): string | undefined {
  if (source === 'AWS credentials')
    return 'Give --profile, set the variables of the AWS SDK, or scan an export with --from.';
  return undefined;
}

function adviceOnFailure({ kind, code, call, deniedBy }: Failure): string | undefined {
  switch (kind) {
    case 'transient':
      return code.startsWith('E')
        ? 'AWS could not be reached: check the network, the Region, the proxy and AWS_ENDPOINT_URL; or scan an export with --from.'
        : 'Try again in a moment.';
    case 'throttled':
    case 'busy':
      return 'Try again in a moment.';
    case 'denied':
      return deniedBy === undefined
        ? 'The credentials lack this permission.'
        : `It is refused by ${deniedBy}: no permission of these credentials would help.`;
    case 'gone':
      return call.startsWith('dynamodb:')
        ? "This account and Region have no such table: give the deployed Palisade's with --table (output TableName of its stack)."
        : undefined;
    case 'conflict':
    case 'limit':
    case 'unmodifiable':
    case 'invalid':
    case 'unexpected':
      return undefined;
  }
}
