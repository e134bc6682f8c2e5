import {
  type DeadLetter,
  putBack,
  queuesOfStack,
  readDeadLetters,
  releaseLetter,
} from '../../adapters/follow-up/dead-letters';
import { BadInputError } from '../../core/bad-input';
import { openLive } from '../account/source';
import { type Io, write } from '../io';
import type { SourceOptions } from '../options';
import { paintFor } from '../output/paint';
import { wrap } from '../output/wrap';

export interface RedriveOptions extends SourceOptions {
  readonly yes?: boolean;
  readonly message?: readonly string[];
  readonly stack: string;
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
export async function redrive(options: RedriveOptions, io: Io): Promise<number> {
  const { clients } = await openLive(options, io);
  const urls = await queues(options, clients);
  const letters = await readDeadLetters(clients, urls.deadLetters);
  const wanted = chosen(letters, options.message);
  const handled: Handled[] = [];
  for (const letter of letters) {
    const isMeant = options.yes === true && wanted.has(letter.id) && letter.keep === undefined;
    await (isMeant ? putBack(clients, urls, letter) : releaseLetter(clients, urls.deadLetters, letter));
    if (wanted.has(letter.id)) handled.push({ letter, did: did(letter, options.yes === true) });
  }
  const missing = (options.message ?? []).filter((id) => !wanted.has(id));
  if (missing.length > 0)
    throw new BadInputError('redrive', missing.join(', '), 'is not in the dead-letter queue (any more)');
  await write(io.stdout, options.format === 'json' ? asJson(handled) : asText(handled, options, io));
  const left = letters.length - handled.filter((one) => one.did === 'put back').length;
  return left === 0 ? 0 : 1;
}

async function queues(
  { queueUrl, deadLettersUrl, stack }: RedriveOptions,
  clients: Parameters<typeof queuesOfStack>[0],
): Promise<{ readonly queue: string; readonly deadLetters: string }> {
  if (queueUrl !== undefined && deadLettersUrl !== undefined)
    return { queue: queueUrl, deadLetters: deadLettersUrl };
  if (queueUrl !== undefined || deadLettersUrl !== undefined)
    throw new BadInputError('redrive', '', '--queue-url and --dead-letters-url belong together');
  return queuesOfStack(clients, stack);
}

function chosen(letters: readonly DeadLetter[], ids: readonly string[] | undefined): ReadonlySet<string> {
  return new Set(letters.map(({ id }) => id).filter((id) => ids === undefined || ids.includes(id)));
}

function did({ keep }: DeadLetter, isSure: boolean): Handled['did'] {
  if (keep !== undefined) return 'kept';
  return isSure ? 'put back' : 'listed';
}

function asJson(handled: readonly Handled[]): string {
  const letters = handled.map(({ letter: { receipt: _, keep, ...rest }, did: what }) => ({
    ...rest,
    did: what,
    ...(keep === undefined ? {} : { keptBecause: keep }),
  }));
  return `${JSON.stringify({ schema: 'palisade/redrive/1', letters }, null, 2)}\n`;
}

function asText(handled: readonly Handled[], options: RedriveOptions, io: Io): string {
  if (handled.length === 0) return 'No dead letters.\n';
  const paint = paintFor(io.stdout, io.env);
  const lines = handled.flatMap(({ letter, did: what }) => {
    const { id, sentAt, reason, keep, body } = letter;
    const mark = what === 'put back' ? paint.good('✓') : what === 'kept' ? paint.warn('!') : paint.bad('✗');
    return [
      `${mark} ${paint.bold(id)}  since ${sentAt}${what === 'listed' ? '' : `  ${what}`}`,
      wrap(reason, paint.width, '            ', '    reason  '),
      ...(keep === undefined || keep === reason
        ? []
        : [wrap(keep, paint.width, '            ', '    kept    ')]),
      `    message ${printable(body)}`,
      '',
    ];
  });
  return `${lines.join('\n')}${ending(handled, options.yes === true)}\n`;
}

function ending(handled: readonly Handled[], isSure: boolean): string {
  const count = (what: Handled['did']): number => handled.filter((one) => one.did === what).length;
  const kept =
    count('kept') === 0 ? '' : ` ${count('kept')} kept: what cannot be understood would only come back.`;
  if (isSure) return `${count('put back')} put back.${kept}`;
  return `${count('listed')} can be put back: palisade redrive --yes.${kept}`;
}

/** The beginning of a message, on one line, without what a terminal would obey. */
function printable(body: string): string {
  const line = body.replace(/[^\u0020-\u007e\u00a0-\uffff]+/g, ' ');
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
