import { switchParameter } from '../../adapters/switch/ssm';
import { BadInputError } from '../../core/model/bad-input';
import { FailureError } from '../../core/model/failure';
import type { Place } from '../../core/model/resource';
import { switchByHand, placeText } from './text';

/**
 * Runs `work`.
 * @throws BadInputError, with a command that somebody else can type, when AWS refuses or does not answer
 */
export async function orByHand<T>(
  command: string,
  value: string,
  place: Place,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const who =
      error.failure.kind === 'denied'
        ? 'Somebody with ssm:PutParameter on it can do the same, without reading it:'
        : 'The same without Palisade:';
    throw new BadInputError(command, '', `${error.message}\n${who}\n${switchByHand(value, place)}`);
  }
}

/** The error for an account and Region without a switch. */
export function noSwitch(command: string, place: Place): BadInputError {
  return new BadInputError(
    command,
    '',
    `there is no switch (SSM parameter ${switchParameter}) in ${placeText(place)}: no Palisade is deployed there, and one whose switch is gone changes nothing; --region names another Region`,
  );
}
