import type { ResourceRef } from '../model/resource';
import type { Rule } from '../model/rule';

/** The resources to evaluate: those that a trigger named, or all in the account. */
export type Scope = readonly ResourceRef[] | 'account';

/** The scope of each rule. */
export type Scopes = ReadonlyMap<Rule, Scope>;

/** The resources named by the trigger that concern one rule. */
export interface RuleScope {
  readonly rule: string;
  /** Subjects of the rule. */
  readonly subjects: readonly ResourceRef[];
  /** Other resources, whose change can change its verdict about any subject. */
  readonly others: readonly ResourceRef[];
}

/**
 * Divides the work between concurrent passes: returns the scope that this pass takes for each rule. All subjects of a
 * rule are `account`.
 */
export type Share = (wanted: readonly RuleScope[]) => Promise<ReadonlyMap<string, Scope>>;

/**
 * Widens a scope that names the account itself to the whole account, the only scope in which such a change or finding
 * can be evaluated.
 */
export function widened(scope: Scope): Scope {
  return scope !== 'account' && scope.some(({ type }) => type === 'AWS::Account') ? 'account' : scope;
}

/**
 * The rules that a scope concerns, each with its own scope.
 * @param share omitted when this pass takes everything
 */
export async function scopesOf(
  rules: readonly Rule[],
  scope: Scope,
  share: Share | undefined,
): Promise<Scopes> {
  if (scope === 'account') return new Map(rules.map((rule) => [rule, scope]));
  const named = rules
    .map((rule) => ({ rule, refs: scope.filter((ref) => isTriggered(rule, ref)) }))
    .filter(({ refs }) => refs.length > 0);
  if (share === undefined) return new Map(named.map(({ rule, refs }) => [rule, refs]));
  const shared = await share(
    named.map(({ rule, refs }) => ({
      rule: rule.meta.id,
      subjects: refs.filter((ref) => judges(rule, ref)),
      others: refs.filter((ref) => !judges(rule, ref)),
    })),
  );
  return new Map(
    named.flatMap(({ rule }) => {
      const over = shared.get(rule.meta.id) ?? [];
      return over.length === 0 ? [] : [[rule, over] as const];
    }),
  );
}

/** Whether resources of this type are subjects of the rule. */
export function judges(rule: Rule, ref: ResourceRef): boolean {
  return rule.meta.resourceTypes.includes(ref.type);
}

function isTriggered(rule: Rule, ref: ResourceRef): boolean {
  return judges(rule, ref) || rule.meta.triggeredBy.includes(ref.type);
}
