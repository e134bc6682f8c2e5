import { stanceOn } from '../decide';
import { toFinding } from '../finding';
import type { FindingRecord } from '../ledger';
import type { Ports } from '../ports';
import { accountResource, type ResourceRef, regionOf } from '../resource';
import type { Judgement, Rule } from '../rule';
import { mergeRequests, type Snapshot } from '../snapshot';
import { type Judged, judges, unreadable } from './look';

/** What is looked at: the resources that a trigger named, or the whole account. */
export type Scope = readonly ResourceRef[] | 'account';

/** A change to the account itself, or a finding about it, can only be looked at as a whole. */
export function widened(scope: Scope): Scope {
  return scope !== 'account' && scope.some(({ type }) => type === 'AWS::Account') ? 'account' : scope;
}

/** What a rule is to look at because of what was named. */
export interface Wanted {
  readonly rule: string;
  /** Subjects of the rule. */
  readonly subjects: readonly ResourceRef[];
  /** Other resources, whose change can change its verdict about any subject. */
  readonly others: readonly ResourceRef[];
}

/** Divides the work between passes: by rule, what this one looks at. All of a rule's subjects are `account`. */
export type Share = (wanted: readonly Wanted[]) => Promise<ReadonlyMap<string, Scope>>;

/** By rule, what it looks at. */
export type Scopes = ReadonlyMap<Rule, Scope>;

export interface JudgedScope {
  readonly snapshot: Snapshot;
  readonly judged: readonly Judged[];
  readonly scopes: Scopes;
}

/**
 * Gathers what the rules concerned need, once, and judges. Also all that a scan does.
 * @param share asked before anything is read, unless it is about the whole account
 */
export async function judgeScope(
  ports: Pick<Ports, 'rules' | 'gather' | 'settings' | 'now'>,
  scope: Scope,
  share?: Share,
): Promise<JudgedScope> {
  const scopes = await scopesOf(ports.rules, scope, share);
  const snapshot = await ports.gather(mergeRequests([...scopes].map(([rule, over]) => rule.reads(over))));
  const judged = [...scopes].flatMap(([rule, over]) => {
    const listing = snapshot.read(rule.subjectSlice);
    const judgements =
      listing.status === 'read'
        ? rule.judge(snapshot, ports.settings, over === 'account' ? undefined : over)
        : unreadableSubjects(rule, snapshot, over, `${rule.subjectSlice}: ${listing.because}`);
    return judgements.map((judgement) => {
      const stance = stanceOn(rule.meta, judgement.resource, ports.settings, ports.now());
      return {
        rule,
        judgement,
        place: snapshot.place,
        at: listing.at,
        finding: toFinding(rule.meta, judgement, snapshot.place, stance),
      };
    });
  });
  return { snapshot, judged, scopes };
}

async function scopesOf(rules: readonly Rule[], scope: Scope, share: Share | undefined): Promise<Scopes> {
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

function isTriggered(rule: Rule, ref: ResourceRef): boolean {
  return judges(rule, ref) || rule.meta.triggeredBy.includes(ref.type);
}

/** Subjects that could not be listed are unknown: each that was named, or the account as a whole. */
function unreadableSubjects(
  rule: Rule,
  { place }: Snapshot,
  scope: Scope,
  missing: string,
): readonly Judgement[] {
  const named = scope === 'account' ? [] : scope.filter((ref) => judges(rule, ref));
  if (named.length === 0) return [unreadable(accountResource(place), missing)];
  return named.map((ref) => unreadable({ ...ref, arn: '', region: regionOf(ref.type, place) }, missing));
}

/** What the ledger holds: all at once for many subjects, one by one for few. */
export async function knownRecords(
  { ledger }: Pick<Ports, 'ledger'>,
  judged: readonly Judged[],
  scope: Scope,
): Promise<(id: string) => Promise<FindingRecord | undefined>> {
  if (scope !== 'account' && judged.length <= 20) return (id) => ledger.load(id);
  const records = new Map((await ledger.list()).map((record) => [record.id, record]));
  return (id) => Promise.resolve(records.get(id));
}

/** The base of the share of subjects that may be touched: only a sweep sees them all. */
export async function countPopulations(
  { rules, ledger }: Pick<Ports, 'rules' | 'ledger'>,
  snapshot: Snapshot,
  judged: readonly Judged[],
): Promise<void> {
  for (const rule of rules)
    if (snapshot.read(rule.subjectSlice).status === 'read')
      await ledger.setPopulation(rule.meta.id, judged.filter((entry) => entry.rule === rule).length);
}
