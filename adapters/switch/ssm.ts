import type { SSMClient } from '@aws-sdk/client-ssm';
import { whySwitchedOff } from '../../core/enforcement/switched-off';
import { messageOf } from '../errors';

/** The switch of a Palisade that was deployed from our template. */
export const switchParameter = '/palisade/switch';

interface Clients {
  readonly ssm: () => Promise<SSMClient>;
}

/**
 * Reads the switch of all actions, an SSM parameter that must have the value `on`. Any other value, a missing parameter
 * and one that cannot be read stop everything, because acting needs an explicit permission.
 *
 * Every answer comes from a read that began after the question, so nothing is done after the switch is turned off.
 * Callers who ask during a read share the next one: many simultaneous findings cost Parameter Store one call after
 * another.
 * @returns the implementation of `Ports.stopped`: the reason why actions are off, or `undefined`
 */
export function ssmSwitch(clients: Clients, parameter: string): () => Promise<string | undefined> {
  return sharedReads(() => read(clients, parameter));
}

/** Whether a value of the parameter allows Palisade to act. */
export function isOn(value: string | undefined): boolean {
  return value?.trim().toLowerCase() === 'on';
}

async function read({ ssm }: Clients, Name: string): Promise<string | undefined> {
  const { GetParameterCommand, ParameterNotFound } = await import('@aws-sdk/client-ssm');
  try {
    const { Parameter } = await (await ssm()).send(new GetParameterCommand({ Name }));
    return isOn(Parameter?.Value)
      ? undefined
      : whySwitchedOff(`SSM parameter ${Name} is ${Parameter?.Value?.trim() ?? ''}`);
  } catch (error) {
    const because =
      error instanceof ParameterNotFound ? 'does not exist' : `cannot be read: ${messageOf(error)}`;
    return whySwitchedOff(`the switch, SSM parameter ${Name}, ${because}`);
  }
}

/** Wraps `work` so that each call gets a run that began after the call; calls made during a run share the next one. */
function sharedReads<T>(work: () => Promise<T>): () => Promise<T> {
  let current: Promise<T> | undefined;
  let next: Promise<T> | undefined;
  const begin = (): Promise<T> => {
    next = undefined;
    const begun = work().finally(() => {
      if (current === begun) current = undefined;
    });
    current = begun;
    return begun;
  };
  return () => {
    if (current === undefined) return begin();
    return (next ??= current.then(begin, begin));
  };
}
