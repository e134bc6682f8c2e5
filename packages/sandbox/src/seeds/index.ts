import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isPlainObject } from '../protocol/shape';
import type { Sandbox } from '../sandbox';
import { callerOf } from './caller';
import { type SeedAnswers, withAnswers } from './references';
import { ACCOUNT, parseSeed, type SeedCall, SeedError } from './seed';

export { type SeedCall, SeedError } from './seed';

const shipped = path.join(__dirname, '../../seeds');

/** The seeds that come with the package, by name. */
export function seedNames(): readonly string[] {
  return readdirSync(shipped)
    .map((file) => path.basename(file, '.json'))
    .sort();
}

/**
 * The calls of a seed: a seed of the package, by name, or a JSON file.
 * @throws SeedError if there is no such seed, or it is not a list of calls
 */
export function readSeed(nameOrFile: string): readonly SeedCall[] {
  const file = seedNames().includes(nameOrFile) ? path.join(shipped, `${nameOrFile}.json`) : nameOrFile;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SeedError(`seed ${nameOrFile}: ${why}; the seeds with a name are ${seedNames().join(', ')}`);
  }
  return parseSeed(text, nameOrFile);
}

/**
 * Performs the calls of a seed in order, each as an HTTP request, so that it can do nothing that AWS would refuse.
 * After each call the account's clock is advanced until no change is in progress, so that the next call finds every
 * resource in its final state.
 * @param name the seed's name in messages
 * @returns the answers, by the names in the seed's `as`
 * @throws SeedError at the first call that fails; what earlier calls created stays
 */
export async function seedAccount(
  sandbox: Pick<Sandbox, 'url' | 'region' | 'accountId' | 'clock'>,
  calls: readonly SeedCall[],
  name = 'of calls',
): Promise<SeedAnswers> {
  const answers = new Map<string, unknown>([[ACCOUNT, { Id: sandbox.accountId, Region: sandbox.region }]]);
  const caller = callerOf(sandbox.url, sandbox.region);
  try {
    for (const [index, { call, input, as }] of calls.entries()) {
      try {
        const given = withAnswers(input, answers);
        if (!isPlainObject(given)) throw new Error('input is not an object');
        const answer = await caller.send(call, given);
        if (as !== undefined) answers.set(as, answer);
      } catch (error) {
        throw new SeedError(`seed ${name}: [${index}] ${call}: ${wordsOf(error)}`, { cause: error });
      }
      await settle(sandbox);
    }
    return answers;
  } finally {
    caller.destroy();
  }
}

/** A change that completes may start another one; the limit ends an endless chain. */
const MOST_SETTLED = 1_000;

async function settle({ clock }: Pick<Sandbox, 'clock'>): Promise<void> {
  for (let count = 0; count < MOST_SETTLED; count += 1) {
    const [next] = clock.pending();
    if (next === undefined) return;
    await clock.advance(Math.max(0, next.at - clock.now()));
  }
}

/** The error in one line: the code of the AWS error, if it is one, then the message. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = error.name === 'Error' ? '' : `${error.name}: `;
  return `${code}${error.message}`.replace(/\s+/g, ' ');
}
