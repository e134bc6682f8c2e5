import { userInfo } from 'node:os';
import { nearest } from '../../adapters/settings/nearest';
import { BadInputError } from '../../core/model/bad-input';
import { previewUndo } from '../../core/engine';
import type { InverseStep } from '../../core/model/plan';
import { memoryOf } from '../account/memory';
import { settingsInForce } from '../account/settings';
import { openLive } from '../account/source';
import { confirm, needPerson } from '../operator/confirm';
import { operatorNarrator } from '../operator/narrate';
import { checkLedger, operatorPorts, type OperatorPorts } from '../operator/operator-ports';
import { takeBackAndWait } from '../operator/take-back';
import { type Io, write } from '../io';
import type { LedgerOptions, SourceOptions } from '../options';
import { pasteable } from '../output/commands';
import { startProgress } from '../output/progress';
import { callText } from '../output/step-text';

export interface UndoOptions extends SourceOptions, LedgerOptions {
  readonly yes?: boolean;
  /** How long to wait for a resource in transition (ms). */
  readonly wait: number;
}

/**
 * `palisade undo FINDING`: shows the recorded inverse steps, asks, and performs exactly these. Exits with 1 when the
 * engine refuses; the reason is printed before anything is asked.
 */
export async function undoCommand(id: string, options: UndoOptions, io: Io): Promise<number> {
  needPerson('undo', options.yes, io);
  const { settings } = await settingsInForce(options, io);
  const source = await openLive(options, io);
  const memory = await memoryOf(options, source, io);
  const ports = operatorPorts({ source, settings, memory, io, tell: operatorNarrator(io) });
  await checkLedger(ports, memory);
  const refused = async (because: string): Promise<number> => {
    await write(io.stderr, `palisade: not undone: ${pasteable(because, io, options)}\n`);
    return 1;
  };
  const preview = await previewUndo(ports, id);
  if (preview.status === 'no-such-finding')
    throw await unknownFinding('undo', id, ports, memory.table ?? memory.ledger);
  if (preview.status === 'refused') return refused(preview.because);
  await write(io.stdout, previewText(preview.calls));
  if (options.yes !== true && !(await confirm('Take this back?', io))) {
    await write(io.stdout, 'Nothing was changed.\n');
    return 0;
  }
  io.stopInOrder();
  const progress = startProgress(io);
  const result = await takeBackAndWait(ports, id, `palisade undo by ${userInfo().username}`, {
    io,
    waitMs: options.wait,
    shown: preview.calls,
    waiting: (because) => {
      progress.show(`waiting: ${because}`);
    },
  });
  progress.clear();
  if (result.status === 'refused') return refused(result.because);
  const until = result.record.holdUntil;
  await write(
    io.stdout,
    `Undone.${until === undefined ? '' : ` Palisade leaves it alone until ${until.slice(0, 10)}, unless somebody applies it again.`}\n`,
  );
  return 0;
}

/** The error for a finding that the ledger does not have, with a guess at the id. @param where the table or file */
export async function unknownFinding(
  command: string,
  id: string,
  { ledger }: Pick<OperatorPorts, 'ledger'>,
  where: string,
): Promise<BadInputError> {
  const guess = nearest(
    id,
    (await ledger.list()).map((one) => one.id),
  );
  const hint = guess === undefined ? '`palisade scan` shows the ids' : `did you mean ${guess}?`;
  return new BadInputError(command, id, `nothing is remembered of such a finding in ${where}; ${hint}`);
}

function previewText(calls: readonly InverseStep[]): string {
  return calls.map((step) => `  ${callText(step)}\n    ${step.why}\n`).join('');
}
