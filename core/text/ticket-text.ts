import { command, quotedCommand } from './command';
import { type Finding, stepsOf } from '../model/finding';
import type { FindingRecord } from '../model/ledger';
import { type AnyStep, canonicalJson } from '../model/plan';
import type { TicketText } from '../model/ports';
import { describeResource } from '../model/resource';
import type { RuleMeta } from '../model/rule';
import type { Settings } from '../settings';
import { approvingIn } from '../model/ticket-systems';

const paragraph = '\n\n';

/** The ticket of a finding: what is wrong, why it matters, what was done and what would be, and how to undo it. */
export function ticketText(
  meta: RuleMeta,
  finding: Finding,
  record: FindingRecord,
  because: string,
  settings: Settings,
): TicketText {
  const done = record.performed.filter((step) => step.at >= record.failingSince);
  const asks = asksForApproval(record);
  const sections = [
    finding.message,
    `Why it matters: ${meta.why}`,
    `Why a person: ${because}`,
    asks ? howToApprove(finding, settings) : undefined,
    driftSection(record),
    done.length === 0
      ? undefined
      : `Done so far:\n${done.map((step) => `- ${step.call} (${step.state}${step.failure === undefined ? '' : `: ${step.failure.message}`})`).join('\n')}`,
    planSection(finding),
    `What to do: ${meta.recommendation}`,
    done.some((step) => (step.inverse?.length ?? 0) > 0)
      ? `To take it back: ${command('undo', finding.id)}`
      : undefined,
    `Finding ${finding.id}, severity ${finding.severity}, failing since ${record.failingSince}.`,
  ];
  const body = sections.filter((section) => section !== undefined).join(paragraph);
  const title = `${finding.title}: ${describeResource(finding.resource)}`;
  return { finding, title, body, digest: canonicalJson([title, body]), asks };
}

function asksForApproval({ outcome, shown }: FindingRecord): boolean {
  return (outcome === 'awaiting-approval' || outcome === 'contained') && shown.length > 0;
}

function howToApprove({ id }: Finding, { tickets }: Settings): string {
  const options = [
    ...(tickets.approvedBy === 'none' ? [] : [approvingIn[tickets.channel]]),
    "choose Palisade's remediate action in Security Hub",
    `run ${quotedCommand('approve', id)}`,
  ];
  return `${approving} ${options.join(', or ')}. A different plan needs a new approval.`;
}

const approving = 'To approve exactly the plan below:';

/** The text of a ticket without how to approve, for when no deployment would act on an approval. */
export function withoutApproving({ body }: Pick<TicketText, 'body'>): string {
  return body
    .split(paragraph)
    .filter((section) => !section.startsWith(approving))
    .join(paragraph);
}

/** Who caused the drift, as far as events named them, and how often it returned. */
function driftSection({ drifts = [] }: FindingRecord): string | undefined {
  const listed = drifts.slice(-5);
  if (listed.length < 2 && listed.every(({ by }) => by === undefined)) return undefined;
  return `Drifted:\n${listed.map(({ at, by }) => `- ${at} by ${by?.join(', ') ?? 'an identity that no event named'}`).join('\n')}`;
}

function planSection(finding: Finding): string | undefined {
  const { plan } = finding;
  if (plan.kind === 'person') return plan.text;
  const steps = stepsOf(finding);
  if (steps.length === 0) return undefined;
  return `Plan:\n${steps.map((step, index) => `${index + 1}. ${describeStep(step)}`).join('\n')}`;
}

/** One step for people: the call, its input, why, and which approval it needs. */
export function describeStep(step: AnyStep): string {
  const approval = {
    none: '',
    required: ' [needs approval]',
    'data-loss': ' [DESTROYS DATA: needs approval of its own]',
  }[step.approval];
  return `${step.call} ${JSON.stringify(step.input)}${approval}: ${step.why}`;
}
