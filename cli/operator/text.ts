import type { Outcome } from '../../core/model/ledger';
import { describeResource } from '../../core/model/resource';
import type { Paint } from '../output/paint';
import { plannedText } from '../output/plan-text';
import { counted } from '../output/words';
import { wrap } from '../output/wrap';
import type { Chosen } from './chosen';
import type { Applied } from './perform';

/** What would be done, finding by finding, with what is left out and why. */
export function previewText(entries: readonly Chosen[], paint: Paint): string {
  return entries
    .map(({ finding, steps, left }) => {
      const shown = plannedText({ ...finding, plan: { kind: 'steps', steps } }, paint);
      const [next] = left;
      if (next === undefined) return shown;
      const because = wrap(
        `Not now: ${next.call} (${next.why}). After that, run apply again with --allow-data-loss.`,
        paint.width,
        '    ',
      );
      return `${shown}\n${paint.warn(because)}`;
    })
    .join('\n\n');
}

/** `Perform 3 steps on 2 resources?` */
export function questionText(entries: readonly Chosen[]): string {
  const steps = entries.reduce((sum, entry) => sum + entry.steps.length, 0);
  return `Perform ${counted(steps, 'step')} on ${counted(entries.length, 'resource')}?`;
}

/** How each finding ended. @param undoOf returns the command that undoes what was done about a finding */
export function resultText(
  results: readonly Applied[],
  paint: Paint,
  undoOf: (finding: string) => string,
): string {
  return results.map((result) => resultLines(result, paint, undoOf)).join('\n');
}

function resultLines(
  { finding, record, unfinished }: Applied,
  paint: Paint,
  undoOf: (finding: string) => string,
): string {
  const outcome = record?.outcome ?? 'open';
  const head = `${markOf(unfinished === undefined ? outcome : 'acting', paint)} ${paint.bold(describeResource(finding.resource))}  ${finding.rule}`;
  const because =
    unfinished === undefined
      ? `${outcome}: ${record?.because ?? 'not handled'}`
      : `not finished: ${unfinished}; run apply again to continue`;
  const ticket =
    record?.ticket?.open === true && record.ticket.channel !== 'terminal'
      ? [`  ticket: ${record.ticket.channel} ${record.ticket.id}`]
      : [];
  const isUndoable = record?.performed.some(({ inverse }) => (inverse?.length ?? 0) > 0) === true;
  return [
    head,
    wrap(because, paint.width, '  '),
    ...ticket,
    ...(isUndoable ? [`  undo: ${undoOf(finding.id)}`] : []),
  ].join('\n');
}

function markOf(outcome: Outcome, paint: Paint): string {
  switch (outcome) {
    case 'fixed':
    case 'passing':
    case 'gone':
      return paint.good('✓');
    case 'failed':
      return paint.bad('✗');
    case 'open':
    case 'grace':
    case 'acting':
    case 'contained':
    case 'ticketed':
    case 'awaiting-approval':
    case 'observed':
    case 'exempt':
    case 'unknown':
      return paint.warn('!');
  }
}
