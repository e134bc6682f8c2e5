import type { Finding } from '../finding';
import { type AnyStep, stepFingerprint } from '../plan';
import type { Ports } from '../ports';
import { goneFindings } from './gone';
import { whatToDo } from './intent';
import { judgeScope, knownRecords, type Scope, widened } from './judge';
import { hour, later } from './context';
import { limitOf, whyStopped } from './limits';
import { owed } from './past';
import { inLightOf, isQuiet } from './quiet';
import { inEpisode, newRecord } from './record';
import { whyUntouchable } from './untouchable';

/** What a pass would do about one finding, had it not been a simulation. */
export interface Simulated {
  readonly finding: Finding;
  /** `nothing` where nothing is new; `report` where channels alone would be told; `close` its ticket. */
  readonly would: 'nothing' | 'report' | 'ticket' | 'ask' | 'wait' | 'act' | 'close';
  readonly because: string;
  /** What would be done now or, for `ask` and `wait`, later; in this order, each after a fresh look. */
  readonly steps: readonly AnyStep[];
  /** When it would be looked at again (ISO 8601). */
  readonly until?: string;
  /** A person approved it, so that no hourly limit holds it. */
  readonly isApproved?: true;
}

/**
 * What a pass over this scope would do, with nothing done: no step, no ticket, no message, not a line in the ledger.
 * Of an hourly limit it knows what was begun in this hour until now, and what it would begin itself, in this order.
 */
export async function simulate(
  ports: Pick<Ports, 'rules' | 'gather' | 'settings' | 'now' | 'ledger' | 'stopped'>,
  over: Scope,
): Promise<readonly Simulated[]> {
  const scope = widened(over);
  const { snapshot, judged, scopes } = await judgeScope(ports, scope);
  const known = await knownRecords(ports, judged, scope);
  const stopped = await whyStopped(ports);
  const found = [...judged, ...(await goneFindings(ports, snapshot, judged, scopes))];
  const simulated = await Promise.all(
    found.map(async (entry): Promise<Simulated> => {
      const now = ports.now();
      const stored = await known(entry.finding.id);
      const finding = inLightOf(entry, stored, ports);
      if (isQuiet(finding, stored, now))
        return { finding, would: 'nothing', because: quietText(finding, stored?.because), steps: [] };
      const record = inEpisode(stored ?? newRecord(finding, now), finding, now, []);
      const { rule, judgement } = entry;
      const { intent, decided } = whatToDo({
        ports: { settings: ports.settings, now: ports.now, tell: () => undefined },
        rule,
        record,
        finding,
        judgement,
      });
      const plan = owed(judgement, record, now) ?? finding.plan;
      if (intent === 'act') {
        if (plan.kind !== 'steps')
          return {
            finding,
            would: plan.kind === 'wait' ? 'wait' : 'ticket',
            because: plan.because,
            steps: [],
          };
        const never = stopped ?? whyUntouchable(finding.resource, ports.settings);
        if (never !== undefined) return { finding, would: 'ticket', because: never, steps: [] };
        return {
          finding,
          because: decided,
          ...allowed(plan.steps, finding, record.approval?.steps),
          ...(record.approval === undefined ? {} : { isApproved: true }),
        };
      }
      const isPlanned = intent.outcome === 'awaiting-approval' || intent.outcome === 'grace';
      return {
        finding,
        would: wouldBe(intent.outcome, intent.ticket === true, record.ticket?.open === true),
        because: intent.because,
        steps: isPlanned && plan.kind === 'steps' ? plan.steps : [],
        ...(intent.retryMs === undefined
          ? {}
          : { until: new Date(Date.parse(now) + intent.retryMs).toISOString() }),
      };
    }),
  );
  return withinLimits(ports, simulated);
}

/** Those that would begin after an hourly limit is reached become tickets, as in a pass. */
async function withinLimits(
  ports: Pick<Ports, 'ledger' | 'settings' | 'now'>,
  simulated: readonly Simulated[],
): Promise<readonly Simulated[]> {
  const now = ports.now();
  const rules = new Set(simulated.filter(isLimited).map(({ finding }) => finding.rule));
  const refused = new Map<string, string>();
  for (const rule of rules) {
    const { limit, because } = await limitOf(ports, rule);
    const begun = new Set(await ports.ledger.reserved(rule, now));
    for (const { finding } of simulated.filter((one) => isLimited(one) && one.finding.rule === rule))
      if (begun.has(finding.id) || begun.size < limit) begun.add(finding.id);
      else refused.set(finding.id, because);
  }
  return simulated.map((one) => {
    const because = refused.get(one.finding.id);
    return because === undefined
      ? one
      : { finding: one.finding, would: 'ticket', because, steps: [], until: later(now, hour) };
  });
}

/** What a person approved is not limited. */
function isLimited({ would, isApproved }: Simulated): boolean {
  return would === 'act' && isApproved !== true;
}

/** The steps up to the first that waits for approval; that one, where it is the first. */
function allowed(
  steps: readonly AnyStep[],
  finding: Finding,
  approved: readonly string[] = [],
): Pick<Simulated, 'would' | 'steps'> {
  const end = steps.findIndex(
    (step) =>
      !approved.includes(stepFingerprint(step)) &&
      (step.approval !== 'none' || finding.decision.mode !== 'remediate'),
  );
  return end === 0
    ? { would: 'ask', steps }
    : { would: 'act', steps: end === -1 ? steps : steps.slice(0, end) };
}

function wouldBe(outcome: string, isTold: boolean, hasTicket: boolean): Simulated['would'] {
  if (outcome === 'awaiting-approval') return 'ask';
  if (outcome === 'grace') return 'wait';
  if (isTold) return 'ticket';
  return hasTicket && outcome !== 'observed' && outcome !== 'unknown' ? 'close' : 'report';
}

function quietText({ status, message }: Finding, rests: string | undefined): string {
  return status === 'pass' || status === 'not-applicable'
    ? message
    : `nothing is new about it: ${rests ?? ''}`;
}
