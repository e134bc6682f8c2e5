import type { Ports } from '../model/ports';
import { protectionOfArn } from '../principals/protection';
import type { Resource } from '../model/resource';
import type { Settings } from '../settings';
import { whySwitchedOff } from '../enforcement/switched-off';
import type { JudgedScope } from './judge';
import type { Settlement, Episode } from './stages';
import { hour } from './time';

/** The settings of a rule say that nothing is to be done, only told. */
export function isDry(ruleId: string, { rules, dryRun }: Settings): boolean {
  return rules[ruleId]?.dryRun ?? dryRun;
}

/**
 * Why nothing about this resource is ever changed, whatever a rule plans or a person approves: it is one of our own
 * roles, one that AWS keeps, or one that the settings protect. Rules plan for such principals accordingly; this is the
 * last look before a step is taken.
 */
export function whyUntouchable(resource: Resource, settings: Settings): string | undefined {
  if (resource.type !== 'AWS::IAM::Role' && resource.type !== 'AWS::IAM::User') return undefined;
  return protectionOfArn(resource.arn, settings)?.because;
}

/** Why nothing may be changed at all right now, in the settings or by the switch. Asked before every step. */
export async function whyStopped(ports: Pick<Ports, 'settings' | 'stopped'>): Promise<string | undefined> {
  return ports.settings.limits.actionsPerHour === 0
    ? whySwitchedOff('limits.actionsPerHour is 0')
    : ports.stopped();
}

/** All actions are off: a person is told, and it is tried again once they may be on. */
export function asStopped(because: string): Settlement {
  return { outcome: 'ticketed', because, ticket: true, retryMs: hour, limit: 'switch' };
}

/** Budgets are counted once per finding and hour. What a person approved is not limited. */
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

/** How many remediations of a rule may begin in an hour, and what is said once they have. */
async function limitOf(
  ports: Pick<Ports, 'ledger' | 'settings'>,
  rule: string,
): Promise<{ readonly limit: number; readonly because: string }> {
  const { actionsPerHour, sharePercent } = ports.settings.limits;
  const limit = Math.min(actionsPerHour, await shareOf(ports, rule, sharePercent));
  const because = `the limit of ${limit} remediations of this rule an hour is reached (${actionsPerHour} an hour, ${sharePercent}% of its subjects)`;
  return { limit, because };
}

/** How many subjects may be touched in an hour. Before a sweep has counted them, one: of what share, nobody knows. */
async function shareOf({ ledger }: Pick<Ports, 'ledger'>, rule: string, percent: number): Promise<number> {
  if (percent === 100) return Infinity;
  const population = await ledger.population(rule);
  return population === undefined ? 1 : Math.max(1, Math.floor((population * percent) / 100));
}

/** Counts the subjects of each rule, the base of that share: only a sweep sees them all. */
export async function countPopulations(
  { rules, ledger }: Pick<Ports, 'rules' | 'ledger'>,
  { snapshot, judged }: JudgedScope,
): Promise<void> {
  for (const rule of rules)
    if (snapshot.read(rule.subjectSlice).status === 'read')
      await ledger.setPopulation(rule.meta.id, judged.filter((entry) => entry.rule === rule).length);
}
