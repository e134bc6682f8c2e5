import { findDeployment } from '../../adapters/aws/deployment';
import {
  type DeadLetter,
  redrive,
  queuesOfStack,
  readDeadLetters,
  releaseDeadLetter,
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

/** A dead letter and what was done with it. */
interface Handled {
  readonly deadLetter: DeadLetter;
  readonly did: 'listed' | 'put back' | 'kept';
}

/**
 * `palisade redrive`: lists the dead letters with their reasons; with `--yes` puts back those that can be understood.
 * Exits with 1 when any are left in the dead-letter queue.
 */
export async function redriveCommand(options: RedriveOptions, io: Io): Promise<number> {
  const source = await openLive(options, io);
  const { place } = source;
  const clients = { sqs: source.clients.sqs, lambda: () => lambdaClient(place, options) };
  const { functions, ...urls } = await queues(options, source);
  const declaredCalls = rules.flatMap(({ events }) => events);
  const own = { place, functions: options.functions ?? functions, ruleIds, declaredCalls };
  const deadLetters = peopleFirst(await readDeadLetters(clients, urls.deadLetters, own));
  const wanted = chosen(deadLetters, options.message);
  const handled: Handled[] = [];
  for (const deadLetter of deadLetters) {
    const isMeant = options.yes === true && wanted.has(deadLetter.id) && deadLetter.target.to !== 'nowhere';
    const failed = isMeant ? await whyNotPutBack(() => redrive(clients, urls, deadLetter)) : undefined;
    if (!isMeant || failed !== undefined) await releaseDeadLetter(clients, urls.deadLetters, deadLetter);
    if (wanted.has(deadLetter.id))
      handled.push(
        failed === undefined
          ? { deadLetter, did: did(deadLetter, options.yes === true) }
          : { deadLetter: { ...deadLetter, target: { to: 'nowhere', because: failed } }, did: 'kept' },
      );
  }
  const missing = (options.message ?? []).filter((id) => !wanted.has(id));
  if (missing.length > 0)
    throw new BadInputError('redrive', missing.join(', '), 'is not in the dead-letter queue (any more)');
  await write(io.stdout, options.format === 'json' ? asJson(handled) : asText(handled, options, io));
  const left = deadLetters.length - handled.filter((one) => one.did === 'put back').length;
  return left === 0 ? 0 : 1;
}

/** Actions chosen by people first: behind other messages about the same finding they would have to wait. */
function peopleFirst(deadLetters: readonly DeadLetter[]): readonly DeadLetter[] {
  const isChosen = ({ target }: DeadLetter): boolean => target.to === 'on-action';
  return [...deadLetters.filter(isChosen), ...deadLetters.filter((deadLetter) => !isChosen(deadLetter))];
}

/** Why this message could not be put back; the others are still tried. */
async function whyNotPutBack(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return `it could not be put back: ${messageOf(error)}`;
  }
}

/** The deployment's queues, and what the names of its functions begin with. */
interface Queues {
  readonly queue: string;
  readonly deadLetters: string;
  readonly functions: string;
}

const defaultStack = 'palisade-prod';

/** The queues as the options or the stack name them; by their default names when CloudFormation cannot be asked. */
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

function chosen(deadLetters: readonly DeadLetter[], ids: readonly string[] | undefined): ReadonlySet<string> {
  return new Set(deadLetters.map(({ id }) => id).filter((id) => ids === undefined || ids.includes(id)));
}

function did({ target }: DeadLetter, isSure: boolean): Handled['did'] {
  if (target.to === 'nowhere') return 'kept';
  return isSure ? 'put back' : 'listed';
}

function asJson(handled: readonly Handled[]): string {
  const entries = handled.map(({ deadLetter: { receipt: _, target, ...rest }, did: what }) => ({
    ...rest,
    did: what,
    ...(target.to === 'nowhere' ? { keptBecause: target.because } : { to: target.to }),
    ...('asks' in target ? { asks: target.asks } : {}),
  }));
  return `${JSON.stringify({ schema: 'palisade/redrive/1', letters: entries }, null, 2)}\n`;
}

function asText(handled: readonly Handled[], options: RedriveOptions, io: Io): string {
  if (handled.length === 0) return 'No dead letters.\n';
  const paint = paintFor(io.stdout, io.env);
  const lines = handled.flatMap(({ deadLetter, did: what }) => {
    const { id, sentAt, reason, target, body } = deadLetter;
    const mark = what === 'put back' ? paint.good('✓') : what === 'kept' ? paint.warn('!') : paint.bad('✗');
    const said = (name: string, text: string): string =>
      wrap(printable(text), paint.width, ' '.repeat(12), `    ${name.padEnd(8)}`);
    return [
      `${mark} ${paint.bold(id)}  since ${sentAt}${what === 'listed' ? '' : `  ${what}`}`,
      said('reason', reason),
      ...(target.to === 'nowhere' && target.because === reason ? [] : [said(...destination(target))]),
      `    message ${truncate(printable('payload' in target ? target.payload : body), 160)}`,
      '',
    ];
  });
  return `${lines.join('\n')}${ending(handled, options, io)}\n`;
}

/** Where a dead letter goes, or why it is kept. */
function destination(target: DeadLetter['target']): [string, string] {
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

/** The text on one line, without control characters that a terminal would obey. */
function printable(text: string): string {
  return text.replace(/[^\u0020-\u007e\u00a0-\uffff]+/g, ' ');
}
