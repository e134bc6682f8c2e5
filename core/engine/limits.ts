import type { Ports } from '../model/ports';
import { protectionOfArn } from '../principals/protection';
import type { Resource } from '../model/resource';
import type { Settings } from '../settings';
import { whySwitchedOff } from '../enforcement/switched-off';
import type { JudgedScope } from './judge';
import type { Settlement, Episode } from './stages';
import { hour } from './time';

/** Whether the settings put this rule in dry run: its findings are reported, and nothing is changed. */
export function isDry(ruleId: string, { rules, dryRun }: Settings): boolean {
  return rules[ruleId]?.dryRun ?? dryRun;
}

/**
 * Why this resource is never changed, whatever a rule plans or a person approves: it is one of Palisade's own roles,
 * one that AWS manages, or one that the settings protect. Rules already plan accordingly; this is the last check
 * before a step.
 */
export function whyUntouchable(resource: Resource, settings: Settings): string | undefined {
  if (resource.type !== 'AWS::IAM::Role' && resource.type !== 'AWS::IAM::User') return undefined;
  return protectionOfArn(resource.arn, settings)?.because;
}

/**
 * Why no step may be performed right now: the settings forbid all actions, or the switch is off. Checked before every
 * step.
 */
export async function whyStopped(ports: Pick<Ports, 'settings' | 'stopped'>): Promise<string | undefined> {
  return ports.settings.limits.actionsPerHour === 0
    ? whySwitchedOff('limits.actionsPerHour is 0')
    : ports.stopped();
}

/** The settlement while all actions are off: a person gets a ticket, and Palisade tries again after an hour. */
export function asStopped(because: string): Settlement {
  return { outcome: 'ticketed', because, ticket: true, retryMs: hour, limit: 'switch' };
}

/**
 * Reserves one remediation in this hour's budget of the rule. Each finding counts once per hour, and approved plans
 * are not limited.
 * @returns the settlement to use when the budget is spent
 */
export async function overBudget({ ports, rule, finding, record }: Episode): Promise<Settlement | undefined> {
  if (record.approval !== undefined) return undefined;
  const { limit, because } = await limitOf(ports, rule.meta.id);
  if (await ports.ledger.reserve(rule.meta.id, finding.id, ports.now(), limit)) return undefined;
  return {
    outcome: 'ticketed',
    because,
    ticket: true,
    retryMs: hour,
    limit: 'budget',
  };
}

/** How many remediations of a rule may begin in an hour, and the reason to give once they have. */
async function limitOf(
  ports: Pick<Ports, 'ledger' | 'settings'>,
  rule: string,
): Promise<{ readonly limit: number; readonly because: string }> {
  const { actionsPerHour, sharePercent } = ports.settings.limits;
  const limit = Math.min(actionsPerHour, await shareOf(ports, rule, sharePercent));
  const because = `the limit of ${limit} remediations of this rule an hour is reached (${actionsPerHour} an hour, ${sharePercent}% of its subjects)`;
  return { limit, because };
}

/**
 * How many subjects the percentage allows per hour. Until a sweep has counted the population it is one, because the
 * share of an unknown number cannot be computed.
 */
async function shareOf({ ledger }: Pick<Ports, 'ledger'>, rule: string, percent: number): Promise<number> {
  if (percent === 100) return Infinity;
  const population = await ledger.population(rule);
  return population === undefined ? 1 : Math.max(1, Math.floor((population * percent) / 100));
}

/** Stores how many subjects each rule has, which is the base of `sharePercent`. Only a sweep sees them all. */
export async function countPopulations(
  { rules, ledger }: Pick<Ports, 'rules' | 'ledger'>,
  { snapshot, judged }: JudgedScope,
): Promise<void> {
  for (const rule of rules)
    if (snapshot.read(rule.subjectSlice).status === 'read')
      await ledger.setPopulation(rule.meta.id, judged.filter((entry) => entry.rule === rule).length);
}
