import type { SSMClient } from '@aws-sdk/client-ssm';
import { whySwitchedOff } from '../../core/enforcement/switched-off';
import { messageOf } from '../errors';

/** The switch of a Palisade that is deployed from our template. */
export const switchParameter = '/palisade/switch';

interface Clients {
  readonly ssm: () => Promise<SSMClient>;
}

/**
 * The switch of all actions: an SSM parameter that has to say `on`. Any other value, a parameter that does not exist
 * and one that cannot be read stop everything, because nothing says that it may be done.
 *
 * No answer is older than its question, so that nothing is done after somebody has switched it off. Those who ask while
 * it is being read share the next read: many findings at a time cost Parameter Store one call after the other.
 * @returns what `Ports.stopped` is: the reason why actions are off, or `undefined`
 */
export function ssmSwitch(clients: Clients, parameter: string): () => Promise<string | undefined> {
  return sharedReads(() => read(clients, parameter));
}

/** Whether a value of the parameter lets Palisade act. */
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

/** `work` for whoever asks: it begins after they asked, and once for all who asked while it was busy. */
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
