import type { SSMClient } from '@aws-sdk/client-ssm';
import { messageOf } from '../thrown';

/** The switch of a Palisade that is deployed from our template. */
export const switchParameter = '/palisade/switch';

/** An answer counts for this long: a pass over many findings asks once, and yet everything stops within a minute. */
const maxAgeMs = 15_000;

/**
 * The switch of all actions: an SSM parameter that has to say `on`. Any other value, a parameter that does not exist
 * and one that cannot be read stop everything, because nothing says that it may be done.
 * @returns what `Ports.stopped` is: the reason why actions are off, or `undefined`
 */
export function ssmSwitch(
  clients: { readonly ssm: () => Promise<SSMClient> },
  parameter: string,
  now: () => string,
): () => Promise<string | undefined> {
  let known: { readonly answer: string | undefined; readonly at: number } | undefined;
  return async () => {
    const at = Date.parse(now());
    if (known !== undefined && at - known.at < maxAgeMs) return known.answer;
    const answer = await read(clients, parameter);
    known = { answer, at };
    return answer;
  };
}

async function read(
  { ssm }: { readonly ssm: () => Promise<SSMClient> },
  Name: string,
): Promise<string | undefined> {
  const { GetParameterCommand, ParameterNotFound } = await import('@aws-sdk/client-ssm');
  try {
    const { Parameter } = await (await ssm()).send(new GetParameterCommand({ Name }));
    const value = Parameter?.Value?.trim().toLowerCase() ?? '';
    return value === 'on' ? undefined : `all actions are switched off (SSM parameter ${Name} is ${value})`;
  } catch (error) {
    const because =
      error instanceof ParameterNotFound ? 'does not exist' : `cannot be read: ${messageOf(error)}`;
    return `all actions are off, because the switch (SSM parameter ${Name}) ${because}`;
  }
}
