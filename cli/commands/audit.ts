import type { AuditEntry, FindingRecord } from '../../core/model/ledger';
import { truncate } from '../../adapters/text/truncate';
import { memoryOf } from '../account/memory';
import { settingsInForce } from '../account/settings';
import { openLive } from '../account/source';
import { checkLedger, operatorPorts } from '../operator/operator-ports';
import { type Io, write } from '../io';
import type { LedgerOptions, SourceOptions } from '../options';
import { pasteable } from '../output/commands';
import { type Paint, paintFor } from '../output/paint';
import { wrap } from '../output/wrap';
import { unknownFinding } from './undo';

export interface AuditOptions extends SourceOptions, LedgerOptions {
  readonly format: 'table' | 'json';
}

/** `palisade audit FINDING`: everything that was seen, decided, done and verified about one finding, oldest first. */
export async function auditCommand(id: string, options: AuditOptions, io: Io): Promise<number> {
  const { settings } = await settingsInForce(options, io);
  const source = await openLive(options, io);
  const memory = await memoryOf(options, source, io);
  const ports = operatorPorts({ source, settings, memory, io });
  await checkLedger(ports, memory);
  const [record, entries] = await Promise.all([ports.ledger.load(id), ports.ledger.audit(id)]);
  if (entries.length === 0) throw await unknownFinding('audit', id, ports, memory.table ?? memory.ledger);
  const text =
    options.format === 'json'
      ? JSON.stringify(
          { schema: 'palisade/audit/1', finding: id, outcome: record?.outcome ?? null, entries },
          null,
          2,
        )
      : pasteable(trailText(id, record, entries, paintFor(io.stdout, io.env)), io, options);
  await write(io.stdout, `${text}\n`);
  return 0;
}

function trailText(
  id: string,
  record: FindingRecord | undefined,
  entries: readonly AuditEntry[],
  paint: Paint,
): string {
  const last = record === undefined ? 'not remembered any more' : `${record.outcome} (${record.because})`;
  return [
    paint.bold(id),
    wrap(`Stands  ${last}`, paint.width, '        ', '  '),
    ...entries.flatMap((entry) => ['', ...entryLines(entry, paint)]),
  ].join('\n');
}

const titles: Readonly<Record<string, string>> = {
  intent: 'begins',
  performed: 'done',
  'step-failed': 'failed',
  approved: 'approved',
  exempted: 'exempted',
  undo: 'undo',
  undone: 'taken back',
  repaired: 'record repaired',
};

/** For these events `by` is the process that made the call, not the person or event that triggered it. */
function isWorker(event: string): boolean {
  return event === 'performed' || event === 'step-failed';
}

/** A longer call, such as one with a policy document, is cut here: --format json has all of it. */
const longestCall = 240;

function entryLines(
  { at, event, by, detail, seen, decided, step }: AuditEntry,
  paint: Paint,
): readonly string[] {
  const fields: readonly (readonly [string, string | undefined])[] = [
    [isWorker(event) ? 'worker' : 'by', by],
    ['seen', seen],
    ['decided', decided],
    ['what', detail],
    ['call', step === undefined ? undefined : truncate(step, longestCall)],
  ];
  return [
    `${at.slice(0, 19).replace('T', ' ')} UTC  ${paint.bold(titles[event] ?? event)}`,
    ...fields.flatMap(([name, value]) =>
      value === undefined ? [] : [wrap(`${name.padEnd(8)} ${value}`, paint.width, ' '.repeat(11), '  ')],
    ),
  ];
}
