import { explained } from './intents';
import { type Injection, isReadOfResources, lastsMs } from './kinds';
import type { Left } from './state';
import { hour } from '../../core/engine/time';

/** What is wrong with the end of a disturbed run, compared with the undisturbed one. */
export function problemsAtEnd(left: Left, clean: Left): readonly string[] {
  const { record } = left;
  const problems = problemsAlways(left);
  const differ = (what: string, now: unknown, then: unknown): void => {
    if (now !== then) problems.push(`${what} is ${String(now)}, not ${String(then)}`);
  };
  differ('the outcome', record?.outcome, clean.record?.outcome);
  if (record?.outcome !== clean.record?.outcome) problems.push(`  because: ${String(record?.because)}`);
  differ('the status', record?.status, clean.record?.status);
  if (left.tickets.some(({ id, status }) => status === 'Open' && record?.ticket?.id !== id))
    problems.push('an open ticket is not remembered');
  if (record?.unpublished === true) problems.push('its last state is not published');
  differ('the number of findings in Security Hub', left.hub.length, 1);
  differ('its compliance there', left.hub[0]?.Compliance?.Status, clean.hub[0]?.Compliance?.Status);
  differ('its workflow there', left.hub[0]?.Workflow?.Status, clean.hub[0]?.Workflow?.Status);
  differ('the number of open tickets', open(left), open(clean));
  if (left.resources !== clean.resources)
    problems.push(`resources differ: ${firstDifference(left.resources, clean.resources)}`);
  if (left.deadLetters.length > 0)
    problems.push(`${left.deadLetters.length} dead letters: ${String(left.deadLetters[0]?.reason)}`);
  return problems;
}

/** If the subject was deleted: nothing may be left open about it. */
export function problemsWhenGone(left: Left): readonly string[] {
  const problems = problemsAlways(left);
  const { record } = left;
  if (record !== undefined && !['gone', 'passing', 'fixed'].includes(record.outcome))
    problems.push(`the outcome is ${record.outcome}: ${record.because}`);
  if (open(left) > 0) problems.push('a ticket is open about something that is gone');
  if (record?.unpublished === true) problems.push('its last state is not published');
  if (left.hub.some(({ Workflow }) => Workflow?.Status !== 'RESOLVED'))
    problems.push('its finding in Security Hub is not resolved');
  if (left.deadLetters.length > 0)
    problems.push(`${left.deadLetters.length} dead letters: ${String(left.deadLetters[0]?.reason)}`);
  return problems;
}

/**
 * While a fault lasts: a refused change must end in a ticket that names it, a refused read in `unknown`, and a refused
 * call to the ledger in dead letters with the reason. Or the run has ended without that call.
 * @param changing the calls by which the rule changes something
 */
export function problemsMeanwhile(
  left: Left,
  clean: Left,
  injection: Injection,
  call: string,
  changing: readonly string[],
): readonly string[] {
  const problems = problemsAlways(left);
  const { record, deadLetters } = left;
  const { kind } = injection;
  const isNotified = left.tickets[0]?.status === 'Open';
  const isAtEnd = record?.outcome === clean.record?.outcome || record?.outcome === 'fixed';
  if (isAtEnd && deadLetters.length === 0) return problems;
  const [, operation = ''] = call.split(':');
  if (changing.includes(call) || isPartOfAChange(call)) {
    const [ticket] = left.tickets;
    if (record?.outcome !== 'failed' || ticket?.status !== 'Open')
      problems.push(
        `${call} fails, and the outcome is ${String(record?.outcome)}: ${String(record?.because)}`,
      );
    else if (
      !record.because.includes(call) ||
      (kind === 'access denied' && !/permission/.test(record.because))
    )
      problems.push(`the outcome does not name ${call}: ${record.because}`);
    // The ticket wraps and truncates the text, so only its beginning is compared.
    else if (!ticket.text.includes(record.because.slice(0, 40)))
      problems.push(`the ticket does not say why: ${ticket.text}`);
    return problems;
  }
  if (isReadOfResources(call)) {
    // If a list cannot be read, there is one finding about it, not one for each possible subject.
    if (lastsMs(injection) > 50 * hour && !left.said.some((text) => text.includes(operation)))
      problems.push(`${call} may not be read for two days, and no ticket says so`);
    // No event has reported the drift, and the sweep reports what it cannot read.
    if (record === undefined && left.unknown > 0) return problems;
    // A read that only the plan needs leaves the finding to a person, who is asked or gets a ticket.
    const outcome = record?.outcome ?? '';
    const isLeft = ['ticketed', 'awaiting-approval'].includes(outcome);
    const said = isLeft ? left.tickets[0]?.text : record?.message;
    if ((outcome !== 'unknown' && !isLeft) || said?.includes(operation) !== true)
      problems.push(
        `${call} fails, and the outcome is ${String(record?.outcome)}: ${String(record?.message)}`,
      );
    return problems;
  }
  // The last settings stay in force, and nothing is changed while the switch cannot be read.
  if (call === 'ssm:GetParameter' && deadLetters.length === 0) {
    const because = record?.because ?? '';
    const isNamed = kind !== 'access denied' || because.includes(call);
    if (!isNotified || !isNamed || !/the switch\b.* cannot be read/.test(because))
      problems.push(
        `${call} fails, and the outcome is ${String(record?.outcome)}: ${String(record?.because)}`,
      );
    return problems;
  }
  if (deadLetters.length === 0) problems.push(`${call} fails, and nothing is a dead letter`);
  for (const { reason } of deadLetters)
    if (reason === undefined || (kind === 'access denied' && !reason.includes(operation)))
      problems.push(`a dead letter does not name ${call}: ${String(reason)}`);
  return problems;
}

/** Reads that an effect makes before its change. */
const isPartOfAChange = (call: string): boolean => call === 'sagemaker:ListTags';

/** What would be wrong after any fault. */
export function problemsAlways({ audit, intents, unfenced, hub, tickets, changes, waiting }: Left): string[] {
  const problems: string[] = [];
  if (waiting > 0) problems.push(`${waiting} messages are still in the queue`);
  if (hub.length > 1) problems.push(`${hub.length} findings in Security Hub`);
  if (tickets.length > 1) problems.push(`${tickets.length} tickets`);
  const times = audit.map(({ at }) => at);
  if (times.some((at, index) => at < (times[index - 1] ?? '')))
    problems.push('the audit trail is out of order');
  const lines = audit.map(({ text }) => text);
  if (new Set(lines).size !== lines.length) problems.push('the audit trail repeats itself');
  if (unfenced > 0) problems.push('a worker that had lost its lease wrote into the ledger');
  const { unexplained } = explained(intents, changes);
  problems.push(...unexplained.map((call) => `${call} was carried out without an intent in the audit trail`));
  return problems;
}

function open({ tickets }: Left): number {
  return tickets.filter(({ status }) => status === 'Open').length;
}

function firstDifference(now: string, then: string): string {
  let at = 0;
  while (at < now.length && now[at] === then[at]) at += 1;
  const part = (text: string): string => text.slice(Math.max(0, at - 80), at + 80);
  return `…${part(now)}… instead of …${part(then)}…`;
}
