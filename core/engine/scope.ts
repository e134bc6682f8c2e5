import type { ResourceRef } from '../model/resource';
import type { Rule } from '../model/rule';

/** What is looked at: the resources that a trigger named, or the whole account. */
export type Scope = readonly ResourceRef[] | 'account';

/** By rule, what it looks at. */
export type Scopes = ReadonlyMap<Rule, Scope>;

/** What a rule is to look at because of what was named. */
export interface RuleScope {
  readonly rule: string;
  /** Subjects of the rule. */
  readonly subjects: readonly ResourceRef[];
  /** Other resources, whose change can change its verdict about any subject. */
  readonly others: readonly ResourceRef[];
}

/** Divides the work between passes: by rule, what this one looks at. All of a rule's subjects are `account`. */
export type Share = (wanted: readonly RuleScope[]) => Promise<ReadonlyMap<string, Scope>>;

/** A change to the account itself, or a finding about it, can only be looked at as a whole. */
export function widened(scope: Scope): Scope {
  return scope !== 'account' && scope.some(({ type }) => type === 'AWS::Account') ? 'account' : scope;
}

/** The rules that a scope concerns, each with what it is to look at. */
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

/** Whether a rule judges resources of this type. */
export function judges(rule: Rule, ref: ResourceRef): boolean {
  return rule.meta.resourceTypes.includes(ref.type);
}

function isTriggered(rule: Rule, ref: ResourceRef): boolean {
  return judges(rule, ref) || rule.meta.triggeredBy.includes(ref.type);
}
