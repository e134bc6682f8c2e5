import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { check } from '../certify/check';
import type { Certificate } from '../certify/check';
import type { ProblemLine } from '../certify/reading/problem';

/** What an answer of `palisade-prove --certificates` says about one action and resource. */
interface Answered {
  readonly action: string;
  readonly resource: string;
  readonly outside: string;
  readonly inside: string;
  readonly viaService: string;
  readonly certificates?: readonly Certificate[];
  readonly lockout?: string;
  readonly lockoutCertificate?: Certificate;
}

interface AnswerLine {
  readonly id: unknown;
  readonly error?: string;
  readonly answers?: readonly Answered[];
}

/** Why the verdict of a zone is not proved; null when it is, or when there is nothing to prove. */
function problemWith(problem: ProblemLine, answer: Answered, zone: Certificate['zone']): string | null {
  const { action, resource, certificates = [], lockout, lockoutCertificate } = answer;
  if (zone === 'lockout' ? lockout !== 'none' : answer[zone] !== 'unreachable') return null;
  const all = lockoutCertificate === undefined ? certificates : [...certificates, lockoutCertificate];
  const own = all.find((one) => one.zone === zone && one.action === action && one.resource === resource);
  const because = own === undefined ? 'no certificate' : check(problem, own);
  return because === null ? null : `${action} ${resource} ${zone}: ${because}`;
}

/** A line of `palisade-prove`, of which the checker reads the rest. */
interface Line extends ProblemLine {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

function checkLine(line: Line, { answers = [] }: AnswerLine): readonly string[] {
  const zones = ['outside', 'inside', 'viaService', 'lockout'] as const;
  const found = line.actions.flatMap((action) =>
    line.resources.flatMap((resource) => {
      const answer = answers.find((one) => one.action === action && one.resource === resource);
      if (answer === undefined) return [`${action} ${resource}: no answer`];
      return zones.map((zone) => problemWith(line, answer, zone));
    }),
  );
  return found.filter((one) => one !== null);
}

/**
 * Checks the answers of `palisade-prove --certificates` with a checker that shares no code with the engine: one JSON
 * line for each problem, with what is not proved. Returns whether everything is.
 */
export async function checkLines(problems: Readable, answers: Readable, output: Writable): Promise<boolean> {
  const answered = createInterface({ input: answers, crlfDelay: Infinity })[Symbol.asyncIterator]();
  let isAccepted = true;
  for await (const line of createInterface({ input: problems, crlfDelay: Infinity })) {
    if (line.trim() === '') continue;
    const next = await answered.next();
    const answer = (
      next.done === true ? { id: null, error: 'no answer' } : JSON.parse(next.value)
    ) as AnswerLine;
    const rejected =
      answer.error === undefined ? checkLine(JSON.parse(line) as Line, answer) : [answer.error];
    isAccepted &&= rejected.length === 0;
    const text = `${JSON.stringify({ id: answer.id, accepted: rejected.length === 0, rejected })}\n`;
    if (!output.write(text)) await once(output, 'drain');
  }
  return isAccepted;
}
