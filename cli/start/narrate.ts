import { isRecord } from '../../core/model/json';
import type { TimelineEntry } from '../report/model';
import type { Paint } from '../output/paint';
import type { FunctionName } from './deploy';

/** Prints what happens as it happens, and keeps it for the report. */
export interface Narrator {
  /** A heading between the acts. */
  readonly act: (title: string) => void;
  /** Something that a person or AWS did. */
  readonly happened: (what: string, text: string) => void;
  /** Stops the printing; what still happens is only kept. */
  readonly silence: () => void;
  /** A line that a function logged. */
  readonly logged: (name: FunctionName, line: string) => void;
  readonly timeline: readonly TimelineEntry[];
  /** Lines that functions logged at level ERROR, for when something goes wrong. */
  readonly errors: readonly string[];
}

/** The fields of a function's structured log line that are used here. */
interface LogLine {
  readonly level?: string;
  readonly message?: string;
  readonly finding?: string;
  readonly call?: string;
  readonly because?: string;
  readonly intent?: string;
  readonly outcome?: string;
  readonly ticket?: string;
  readonly failure?: string;
  readonly problem?: string;
  readonly evaluations?: number;
  readonly rule?: string;
}

export function startNarrator(write: (text: string) => void, paint: Paint, now: () => number): Narrator {
  const begun = now();
  const timeline: TimelineEntry[] = [];
  const errors: string[] = [];
  let isSilent = false;
  const say = (what: string, text: string, color: (text: string) => string = (plain) => plain): void => {
    const at = now();
    timeline.push({ at: new Date(at).toISOString(), what, text });
    const seconds = `${((at - begun) / 1_000).toFixed(1)} s`.padStart(7);
    if (!isSilent) write(`${paint.dim(seconds)}  ${color(what.padEnd(9))} ${text}\n`);
  };
  return {
    timeline,
    errors,
    act: (title) => {
      write(`\n${paint.bold(title)}\n`);
    },
    happened: say,
    silence: () => {
      isSilent = true;
    },
    logged: (name, line) => {
      const log = parseLine(line);
      if (log === undefined) return;
      if (log.level === 'ERROR' || log.level === 'WARN') errors.push(line);
      tell(name, log, say, paint);
    },
  };
}

function tell(
  name: FunctionName,
  log: LogLine,
  say: (what: string, text: string, color?: (text: string) => string) => void,
  paint: Paint,
): void {
  const about = subjectOf(log.finding);
  switch (log.message) {
    case 'decided':
      say('decided', `${about}: ${log.intent ?? ''}, because ${log.because ?? ''}`);
      return;
    case 'performing':
      say('acting', `${about}: ${log.call ?? ''}`, paint.warn);
      return;
    case 'step failed':
      say('refused', `${about}: ${log.failure ?? ''}`, paint.warn);
      return;
    case 'waiting':
      say('waiting', `${about}: ${log.because ?? ''}`, paint.dim);
      return;
    case 'ticketed':
      say('ticket', `${about}: ${log.ticket ?? ''}`);
      return;
    case 'settled':
      // Already printed as waiting.
      if (log.outcome === 'acting') return;
      say(log.outcome ?? 'settled', `${about}: ${log.because ?? ''}`, colorOf(log.outcome, paint));
      return;
    case 'message failed':
      say('failed', `${name}: ${log.problem ?? ''}`, paint.bad);
      return;
    case 'evaluated':
      say('config', `${log.rule ?? ''}: ${log.evaluations ?? 0} evaluations sent to AWS Config`);
      return;
    case 'remediate':
      say('approved', `${about}, in Security Hub`);
      return;
    default:
  }
}

function colorOf(outcome: string | undefined, paint: Paint): (text: string) => string {
  if (outcome === 'fixed' || outcome === 'contained') return paint.good;
  return outcome === 'failed' ? paint.bad : (text) => text;
}

/** The id of a finding (rule, account, Region, kind, name) without the parts that every line would repeat. */
function subjectOf(finding: string | undefined): string {
  const [rule, , , kind, ...name] = (finding ?? '').split('/');
  return kind === undefined ? (rule ?? '') : `${rule ?? ''} ${name.join('/')}`;
}

/** Parses a structured log line; `undefined` for metrics and for lines that the runtime writes. */
function parseLine(line: string): LogLine | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) && 'level' in value ? value : undefined;
  } catch {
    return undefined;
  }
}
