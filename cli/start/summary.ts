import type { Paint } from '../output/paint';
import type { Checked } from './check';

/** The table at the end: one line per seeded resource, then the counts. */
export function scenarioSummary(checked: readonly Checked[], paint: Paint): string {
  const width = Math.max(...checked.map(({ expectation }) => shorten(expectation.resource).length));
  const lines = checked.map(({ expectation, record, problems }) => {
    const mark = problems.length === 0 ? paint.good('ok  ') : paint.bad('FAIL');
    const ticket = record?.ticket?.open === true ? ` ${record.ticket.id}` : '';
    const line = `${mark} ${shorten(expectation.resource).padEnd(width)}  ${expectation.end.padEnd(9)}  ${expectation.about}${paint.dim(ticket)}`;
    return [line, ...problems.map((problem) => paint.bad(`       ${problem}`))].join('\n');
  });
  const failed = checked.filter(({ problems }) => problems.length > 0).length;
  const count = (end: string): number => checked.filter(({ expectation }) => expectation.end === end).length;
  const counts = `${count('fixed')} fixed and verified, ${count('contained')} contained with a ticket, ${count('ticket')} with a ticket, ${count('exempt')} exempt, ${count('unknown')} unknown, ${count('clean')} clean`;
  const last =
    failed === 0
      ? paint.good('Everything ended as it should.')
      : paint.bad(`${failed} did not end as they should.`);
  return `${lines.join('\n')}\n\n${counts}\n${last}\n`;
}

function shorten(name: string): string {
  return name.length <= 32 ? name : `${name.slice(0, 31)}…`;
}
