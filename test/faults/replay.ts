import type { CallLine } from './calls';

/** A call of the undisturbed run, and its result. */
export interface Done {
  readonly key: string;
  readonly outcome: { readonly output: unknown } | { readonly error: unknown };
}

type Around = CallLine['around'];

/** Calls `done` for every completed call. */
export function noting(done: Done[]): Around {
  return async (call, send) => {
    const key = keyOf(call);
    try {
      const output = await send();
      done.push({ key, outcome: { output } });
      return output;
    } catch (error) {
      done.push({ key, outcome: { error } });
      throw error;
    }
  };
}

/**
 * Answers calls with the answers of the undisturbed run while there are any: the calls before a fault are the same each
 * time, and the account is restored to its state at that time.
 * @param passed called for each of them, instead of the account
 */
export function replaying(done: readonly Done[], passed: (name: string) => Promise<void>): Around {
  const left = [...done];
  return async (call, send) => {
    if (left.length === 0) return send();
    const key = keyOf(call);
    const index = left.findIndex((one) => one.key === key);
    const [known] = index === -1 ? [] : left.splice(index, 1);
    if (known === undefined) {
      // Concurrent calls may come in another order than in the undisturbed run.
      if (await isEmptied(left)) return send();
      throw new Error(`before the fault, ${key} is not a call of the undisturbed run`);
    }
    await passed(call.name);
    if ('error' in known.outcome) throw known.outcome.error;
    return known.outcome.output;
  };
}

/** Waits until every recorded call was made; `false` if no more calls come. */
async function isEmptied(left: readonly Done[]): Promise<boolean> {
  let before = left.length;
  for (let idle = 0; left.length > 0; idle += 1) {
    if (idle > 100) return false;
    await new Promise(setImmediate);
    if (left.length < before) idle = 0;
    before = left.length;
  }
  return true;
}

/** Identifies a call. Random values are left out, because they differ between runs. */
function keyOf({ name, input }: Parameters<Around>[0]): string {
  return `${name} ${JSON.stringify(input, (_, value: unknown) => (value instanceof Set ? [...value] : value)).replace(random, '#')}`;
}

const random = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
