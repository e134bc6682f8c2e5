import { findDeployment } from '../../adapters/aws/deployment';
import {
  type DeadLetter,
  redrive,
  queuesOfStack,
  readDeadLetters,
  releaseLetter,
} from '../../adapters/queue/dead-letters';
import { truncate } from '../../adapters/text/truncate';
import { messageOf } from '../../adapters/errors';
import { BadInputError } from '../../core/model/bad-input';
import { FailureError } from '../../core/model/failure';
import { ruleIds, rules } from '../../rules/registry';
import { lambdaClient } from '../account/lambda';
import { type LiveSource, openLive } from '../account/source';
import { type Io, write } from '../io';
import type { SourceOptions, StackOptions } from '../options';
import { commandLine } from '../output/commands';
import { paintFor } from '../output/paint';
import { wrap } from '../output/wrap';
import { placeText } from '../switch/text';

export interface RedriveOptions extends SourceOptions, StackOptions {
  readonly yes?: boolean;
  readonly message?: readonly string[];
  readonly functions?: string;
  readonly queueUrl?: string;
  readonly deadLettersUrl?: string;
  readonly format: 'table' | 'json';
}

/** What became of a letter. */
interface Handled {
  readonly letter: DeadLetter;
  readonly did: 'listed' | 'put back' | 'kept';
}

/**
 * `palisade redrive`: lists the dead letters with their reasons; with `--yes` puts back what can be understood. 1 when
 * letters are left in the dead-letter queue.
 */
export async function redriveCommand(options: RedriveOptions, io: Io): Promise<number> {
  const source = await openLive(options, io);
  const { place } = source;
  const clients = { sqs: source.clients.sqs, lambda: () => lambdaClient(place, options) };
  const { functions, ...urls } = await queues(options, source);
  const declaredCalls = rules.flatMap(({ events }) => events);
  const own = { place, functions: options.functions ?? functions, ruleIds, declaredCalls };
  const letters = peopleFirst(await readDeadLetters(clients, urls.deadLetters, own));
  const wanted = chosen(letters, options.message);
  const handled: Handled[] = [];
  for (const letter of letters) {
    const isMeant = options.yes === true && wanted.has(letter.id) && letter.target.to !== 'nowhere';
    const failed = isMeant ? await whyNotPutBack(() => redrive(clients, urls, letter)) : undefined;
    if (!isMeant || failed !== undefined) await releaseLetter(clients, urls.deadLetters, letter);
    if (wanted.has(letter.id))
      handled.push(
        failed === undefined
          ? { letter, did: did(letter, options.yes === true) }
          : { letter: { ...letter, target: { to: 'nowhere', because: failed } }, did: 'kept' },
      );
  }
  const missing = (options.message ?? []).filter((id) => !wanted.has(id));
  if (missing.length > 0)
    throw new BadInputError('redrive', missing.join(', '), 'is not in the dead-letter queue (any more)');
  await write(io.stdout, options.format === 'json' ? asJson(handled) : asText(handled, options, io));
  const left = letters.length - handled.filter((one) => one.did === 'put back').length;
  return left === 0 ? 0 : 1;
}

/** What people chose has to wait while messages about the same finding are handled; those stay in the queue a while. */
function peopleFirst(letters: readonly DeadLetter[]): readonly DeadLetter[] {
  const isChosen = ({ target }: DeadLetter): boolean => target.to === 'on-action';
  return [...letters.filter(isChosen), ...letters.filter((letter) => !isChosen(letter))];
}

/** What AWS refused about one letter keeps no other waiting. */
async function whyNotPutBack(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return `it could not be put back: ${messageOf(error)}`;
  }
}

/** Its queues, and what its functions' names begin with. */
interface Queues {
  readonly queue: string;
  readonly deadLetters: string;
  readonly functions: string;
}

const defaultStack = 'palisade-prod';

/** As they were named, as the stack says, or, where CloudFormation does not tell, by the names that it gives. */
async function queues(
  { queueUrl, deadLettersUrl, stack }: RedriveOptions,
  source: LiveSource,
): Promise<Queues> {
  if (queueUrl !== undefined && deadLettersUrl !== undefined)
    return { queue: queueUrl, deadLetters: deadLettersUrl, functions: stack ?? defaultStack };
  if (queueUrl !== undefined || deadLettersUrl !== undefined)
    throw new BadInputError('redrive', '', '--queue-url and --dead-letters-url belong together');
  const { clients, place } = source;
  try {
    const found = await findDeployment(clients, place, stack);
    if (found !== undefined)
      return { queue: found.queueUrl, deadLetters: found.deadLettersUrl, functions: found.functions };
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const functions = stack ?? defaultStack;
    return { ...(await queuesOfStack(clients, functions)), functions };
  }
  throw new BadInputError(
    'redrive',
    '',
    `no Palisade is deployed in ${placeText(place)}: --region names another Region, or give --queue-url and --dead-letters-url`,
  );
}

function chosen(letters: readonly DeadLetter[], ids: readonly string[] | undefined): ReadonlySet<string> {
  return new Set(letters.map(({ id }) => id).filter((id) => ids === undefined || ids.includes(id)));
}

function did({ target }: DeadLetter, isSure: boolean): Handled['did'] {
  if (target.to === 'nowhere') return 'kept';
  return isSure ? 'put back' : 'listed';
}

function asJson(handled: readonly Handled[]): string {
  const letters = handled.map(({ letter: { receipt: _, target, ...rest }, did: what }) => ({
    ...rest,
    did: what,
    ...(target.to === 'nowhere' ? { keptBecause: target.because } : { to: target.to }),
    ...('asks' in target ? { asks: target.asks } : {}),
  }));
  return `${JSON.stringify({ schema: 'palisade/redrive/1', letters }, null, 2)}\n`;
}

function asText(handled: readonly Handled[], options: RedriveOptions, io: Io): string {
  if (handled.length === 0) return 'No dead letters.\n';
  const paint = paintFor(io.stdout, io.env);
  const lines = handled.flatMap(({ letter, did: what }) => {
    const { id, sentAt, reason, target, body } = letter;
    const mark = what === 'put back' ? paint.good('✓') : what === 'kept' ? paint.warn('!') : paint.bad('✗');
    const said = (name: string, text: string): string =>
      wrap(printable(text), paint.width, ' '.repeat(12), `    ${name.padEnd(8)}`);
    return [
      `${mark} ${paint.bold(id)}  since ${sentAt}${what === 'listed' ? '' : `  ${what}`}`,
      said('reason', reason),
      ...(target.to === 'nowhere' && target.because === reason ? [] : [said(...whither(target))]),
      `    message ${truncate(printable('payload' in target ? target.payload : body), 160)}`,
      '',
    ];
  });
  return `${lines.join('\n')}${ending(handled, options, io)}\n`;
}

/** Where a letter goes, or why it stays. */
function whither(target: DeadLetter['target']): [string, string] {
  if (target.to === 'nowhere') return ['kept', target.because];
  return ['goes', target.to === 'queue' ? 'on the queue' : `to ${target.to}: ${target.asks}`];
}

function ending(handled: readonly Handled[], options: RedriveOptions, io: Io): string {
  const count = (what: Handled['did']): number => handled.filter((one) => one.did === what).length;
  const kept = count('kept') === 0 ? '' : ` ${count('kept')} kept, for the reasons given.`;
  if (options.yes === true) return `${count('put back')} put back.${kept}`;
  if (count('listed') === 0) return kept.trim();
  const only = options.message === undefined ? [] : ['--message', ...options.message];
  const again = commandLine(io, 'redrive', ['--yes', ...only], options);
  return `${count('listed')} can be put back.${kept}\nTo put back: ${again}`;
}

/** On one line, without what a terminal would obey. */
function printable(text: string): string {
  return text.replace(/[^\u0020-\u007e\u00a0-\uffff]+/g, ' ');
}
