import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isPlainObject } from '../protocol/shape';
import type { Sandbox } from '../sandbox';
import { callerOf } from './caller';
import { type Answers, withAnswers } from './references';
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
 * The calls of a seed: one that comes with the package, by its name, or a JSON file.
 * @throws SeedError where there is none, or it is not a list of calls
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
 * Performs the calls of a seed in order, each as a request over the wire, so that it can do nothing that AWS would
 * refuse. After each call the account's clock is moved until nothing is under way, so that the next one meets what was
 * made in the state in which it stays.
 * @param name what messages call the seed
 * @returns the answers, by the names that the seed gave them
 * @throws SeedError at the first call that fails; what was made before it stays
 */
export async function seedAccount(
  sandbox: Pick<Sandbox, 'url' | 'region' | 'accountId' | 'clock'>,
  calls: readonly SeedCall[],
  name = 'of calls',
): Promise<Answers> {
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

/** What happens by itself may start something else, but not for ever. */
const MOST_SETTLED = 1_000;

async function settle({ clock }: Pick<Sandbox, 'clock'>): Promise<void> {
  for (let count = 0; count < MOST_SETTLED; count += 1) {
    const [next] = clock.pending();
    if (next === undefined) return;
    await clock.advance(Math.max(0, next.at - clock.now()));
  }
}

/** The code of AWS's refusal before its words; one line, whatever the error. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = error.name === 'Error' ? '' : `${error.name}: `;
  return `${code}${error.message}`.replace(/\s+/g, ' ');
}
