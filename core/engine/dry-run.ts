import { type Finding, stepsOf } from '../model/finding';
import type { FindingRecord } from '../model/ledger';
import type { AnyStep } from '../model/plan';
import type { Ports, Trigger } from '../model/ports';
import { pass } from './pass';
import { type Recording, recordingPorts } from './recording-ports';
import type { Scope } from './scope';
import type { Handled } from './stages';

/** The result of a dry run for one finding, as plain data. */
export interface DryRunResult {
  readonly finding: string;
  /**
   * `nothing`: nothing has changed; `report`: only the channels would be notified; `close`: its ticket would be
   * closed.
   */
  readonly would:
    'nothing' | 'report' | 'ticket' | 'ask' | 'wait' | 'act' | 'close' | 'approve' | 'exempt' | 'undo';
  readonly because: string;
  /** The calls that would be made now or, for `ask` and `wait`, later; in this order, each after a fresh read. */
  readonly steps: readonly { readonly call: string; readonly input: unknown; readonly why: string }[];
  /** When it would be handled again (ISO 8601). */
  readonly until?: string;
}

const trigger: Trigger = { kind: 'operator', description: 'dry run' };

/**
 * What a pass over a scope would do. It runs the real pass over ports that only record: no step, ticket, message or
 * ledger write.
 * @param ruleIds only these rules, if given
 * @throws the first error that kept a finding from being handled
 */
export async function dryRunPass(
  ports: Ports,
  over: Scope,
  ruleIds?: readonly string[],
): Promise<readonly DryRunResult[]> {
  const rules = ports.rules.filter(({ meta }) => ruleIds?.includes(meta.id) ?? true);
  const recording = recordingPorts({ ...ports, rules });
  const { handled, errors } = await pass(recording.ports, trigger, over);
  const ended = new Set(handled.map(({ finding }) => finding.id));
  // A ticket system that does not answer keeps no finding from being handled.
  const failed = errors.find(({ finding }) => !ended.has(finding.id));
  if (failed !== undefined) throw failed.error;
  return handled.map((entry) => resultOf(entry, recording));
}

function resultOf(entry: Handled, recording: Recording): DryRunResult {
  const { kind, finding } = entry;
  // Cannot happen: a dry run grants itself every lease.
  if (kind === 'busy') return nothingToDo(finding.id, 'another worker has this finding');
  if (kind === 'unchanged')
    return nothingToDo(
      finding.id,
      `${unchangedText(finding, entry.record?.because)}${unreadText(entry.error)}`,
    );
  const { record } = entry;
  const taken = recording.taken(finding.id);
  if (taken.length > 0) {
    const decided = recording.decided(finding.id);
    return { finding: finding.id, would: 'act', because: decided ?? '', steps: taken.map(plain) };
  }
  const isPlanned = ['awaiting-approval', 'contained', 'grace'].includes(record.outcome);
  return {
    finding: finding.id,
    would: outcomeAs(record, recording),
    because: record.because,
    steps: isPlanned ? stepsOf(finding).map(plain) : [],
    ...(record.retryAt === undefined ? {} : { until: record.retryAt }),
  };
}

function outcomeAs(
  { id, outcome, ticket }: FindingRecord,
  { raised, closed }: Recording,
): DryRunResult['would'] {
  if (outcome === 'awaiting-approval' || outcome === 'contained') return 'ask';
  if (outcome === 'grace' || outcome === 'acting') return 'wait';
  if (ticket !== undefined && closed.has(ticket.id)) return 'close';
  return raised.has(id) ? 'ticket' : 'report';
}

/** The result when nothing would be done about a finding. */
export function nothingToDo(finding: string, because: string): DryRunResult {
  return { finding, would: 'nothing', because, steps: [] };
}

function plain({ call, input, why }: AnyStep): DryRunResult['steps'][number] {
  return { call, input, why };
}

/** A note that approvals in tickets could not be read. */
function unreadText(error: unknown): string {
  if (error === undefined) return '';
  const because = error instanceof Error ? ` (${error.message})` : '';
  return `; approvals in tickets could not be read${because}`;
}

function unchangedText({ status, message }: Finding, because: string | undefined): string {
  return status === 'pass' || status === 'not-applicable'
    ? message
    : `nothing is new about it: ${because ?? ''}`;
}
