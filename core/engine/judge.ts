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

/** Gathers what the rules concerned need, once, and judges. Also all that a scan does. */
export async function judgeScope<Clients>(
  ports: Pick<Ports<Clients>, 'rules' | 'gather' | 'settings' | 'now'>,
  scope: Scope,
): Promise<{ readonly snapshot: Snapshot; readonly judged: readonly Judged<Clients>[] }> {
  const rules = ports.rules.filter(
    (rule) => scope === 'account' || scope.some((ref) => isTriggered(rule, ref)),
  );
  const request = mergeRequests(
    rules.map((rule) =>
      rule.reads(scope === 'account' ? scope : scope.filter((ref) => isTriggered(rule, ref))),
    ),
  );
  const snapshot = await ports.gather(request);
  const judged = rules.flatMap((rule) => {
    const listing = snapshot.read(rule.subjectSlice);
    const judgements =
      listing.status === 'read'
        ? rule.judge(snapshot, ports.settings, scope === 'account' ? undefined : scope)
        : unreadableSubjects(rule, snapshot, scope, `${rule.subjectSlice}: ${listing.because}`);
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
  return { snapshot, judged };
}

function isTriggered<Clients>(rule: Rule<Clients>, ref: ResourceRef): boolean {
  return ref.type === 'AWS::Account' || judges(rule, ref) || rule.meta.triggeredBy.includes(ref.type);
}

/** Subjects that could not be listed are unknown: each that was named, or the account as a whole. */
function unreadableSubjects<Clients>(
  rule: Rule<Clients>,
  { place }: Snapshot,
  scope: Scope,
  missing: string,
): readonly Judgement[] {
  const named = scope === 'account' ? [] : scope.filter((ref) => judges(rule, ref));
  if (named.length === 0) return [unreadable(accountResource(place), missing)];
  return named.map((ref) => unreadable({ ...ref, arn: '', region: regionOf(ref.type, place) }, missing));
}

/** What the ledger holds: all at once for many subjects, one by one for few. */
export async function knownRecords<Clients>(
  { ledger }: Pick<Ports<Clients>, 'ledger'>,
  judged: readonly Judged<Clients>[],
  scope: Scope,
): Promise<(id: string) => Promise<FindingRecord | undefined>> {
  if (scope !== 'account' && judged.length <= 20) return (id) => ledger.load(id);
  const records = new Map((await ledger.list()).map((record) => [record.id, record]));
  return (id) => Promise.resolve(records.get(id));
}

/** The base of the share of subjects that may be touched: only a sweep sees them all. */
export async function countPopulations<Clients>(
  { rules, ledger }: Pick<Ports<Clients>, 'rules' | 'ledger'>,
  snapshot: Snapshot,
  judged: readonly Judged<Clients>[],
): Promise<void> {
  for (const rule of rules)
    if (snapshot.read(rule.subjectSlice).status === 'read')
      await ledger.setPopulation(rule.meta.id, judged.filter((entry) => entry.rule === rule).length);
}
