import { userInfo } from 'node:os';
import { nearest } from '../../adapters/settings/nearest';
import { BadInputError } from '../../core/bad-input';
import type { FindingRecord } from '../../core/ledger';
import { settingsInForce } from '../account/settings';
import { openLive } from '../account/source';
import { confirm, needPerson } from '../apply/confirm';
import { narrator } from '../apply/narrate';
import { checkLedger, operatorPorts, type OperatorPorts } from '../apply/operator-ports';
import { takeBack } from '../apply/take-back';
import { type Io, write } from '../io';
import type { LedgerOptions, SourceOptions } from '../options';
import { startProgress } from '../output/progress';
import { callText } from '../output/step-text';

export interface UndoOptions extends SourceOptions, LedgerOptions {
  readonly yes?: boolean;
  /** How long to wait for a resource in transition (ms). */
  readonly wait: number;
}

/** `palisade undo FINDING`: performs the recorded inverse steps; 1 when the engine refuses, with the reason. */
export async function undo(id: string, options: UndoOptions, io: Io): Promise<number> {
  needPerson('undo', options.yes, io);
  const { settings } = await settingsInForce(options, io);
  const source = await openLive(options, io);
  const ports = operatorPorts({
    source,
    settings,
    options,
    io,
    tell: narrator(io),
    show: () => undefined,
    followUp: () => Promise.resolve(),
  });
  await checkLedger(ports, options);
  const record = await known(id, ports, options);
  const preview = previewText(record);
  await write(io.stdout, preview);
  if (options.yes !== true && preview !== '' && !(await confirm('Take this back?', io))) {
    await write(io.stdout, 'Nothing was changed.\n');
    return 0;
  }
  const progress = startProgress(io);
  const result = await takeBack(ports, id, `palisade undo by ${userInfo().username}`, {
    io,
    waitMs: options.wait,
    waiting: (because) => {
      progress.show(`waiting: ${because}`);
    },
  });
  progress.clear();
  if (result.status === 'refused') {
    await write(io.stderr, `palisade: not undone: ${result.because}\n`);
    return 1;
  }
  const until = result.record.holdUntil;
  await write(
    io.stdout,
    `Undone.${until === undefined ? '' : ` Palisade leaves it alone until ${until.slice(0, 10)}, unless somebody applies it again.`}\n`,
  );
  return 0;
}

/** @throws BadInputError when nothing was ever done about it here */
async function known(id: string, { ledger }: OperatorPorts, options: LedgerOptions): Promise<FindingRecord> {
  const record = await ledger.load(id);
  if (record !== undefined) return record;
  const guess = nearest(
    id,
    (await ledger.list()).map((one) => one.id),
  );
  const where = options.table === undefined ? options.ledger : `table ${options.table}`;
  throw new BadInputError(
    'undo',
    id,
    `${where} knows no such finding${guess === undefined ? '; palisade scan shows the ids' : `; did you mean ${guess}?`}`,
  );
}

function previewText({ performed, failingSince }: FindingRecord): string {
  const calls = performed
    .filter(({ at, state }) => at >= failingSince && state !== 'failed' && state !== 'undone')
    .toReversed()
    .flatMap(({ inverse }) => inverse ?? []);
  return calls.map((step) => `  ${callText(step)}\n    ${step.why}\n`).join('');
}
