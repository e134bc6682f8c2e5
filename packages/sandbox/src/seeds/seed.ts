import { isPlainObject } from '../protocol/shape';

/** One call of a seed: an entry of its JSON list. */
export interface SeedCall {
  /** Service and operation, such as `ec2:CreateVpc`. The service's name is the sandbox's. */
  readonly call: string;
  /** The operation's input in the SDK's form, with references to answers of earlier calls (see references.ts). */
  readonly input: unknown;
  /** The name by which later calls refer to the answer. */
  readonly as?: string;
}

/** Why a seed cannot be used, in one line for people: which seed, which call, what is wrong. */
export class SeedError extends Error {
  override readonly name = 'SeedError';
}

/** The answer that exists before the first call; it has `account.Id` and `account.Region`. */
export const ACCOUNT = 'account';

/**
 * Reads the JSON text of a seed.
 * @param name the seed's name in messages
 * @throws SeedError if it is not a list of calls
 */
export function parseSeed(text: string, name: string): readonly SeedCall[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SeedError(`seed ${name}: not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!Array.isArray(value)) throw new SeedError(`seed ${name}: not a list of calls`);
  const names = new Set([ACCOUNT]);
  return value.map((raw: unknown, index) => {
    const read = readCall(raw, `seed ${name}: [${index}]`);
    if (read.as === undefined) return read;
    if (names.has(read.as))
      throw new SeedError(`seed ${name}: [${index}] ${read.call}: the name ${read.as} is taken`);
    names.add(read.as);
    return read;
  });
}

/** One call; `at` is its position in the list, for messages. */
function readCall(raw: unknown, at: string): SeedCall {
  if (!isPlainObject(raw)) throw new SeedError(`${at}: not an object`);
  const { call, input = {}, as, ...others } = raw;
  const [stranger] = Object.keys(others);
  if (stranger !== undefined)
    throw new SeedError(`${at}: no field ${stranger} is known: a call has call, input and as`);
  if (typeof call !== 'string' || !/^[a-z0-9]+:[A-Z]\w+$/.test(call))
    throw new SeedError(`${at}: call is not a service and an operation, such as ec2:CreateVpc`);
  if (!isPlainObject(input)) throw new SeedError(`${at} ${call}: input is not an object`);
  if (as === undefined) return { call, input };
  if (typeof as !== 'string' || !/^\w+$/.test(as)) throw new SeedError(`${at} ${call}: as is not a name`);
  return { call, input, as };
}
