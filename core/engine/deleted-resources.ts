import type { FindingRecord } from '../model/ledger';
import type { Ports } from '../model/ports';
import { findingId, type Resource, unknownOf } from '../model/resource';
import type { Judgement, Rule } from '../model/rule';
import type { Snapshot } from '../model/snapshot';
import { judgedAs, type JudgedScope } from './judge';
import { judges, type Scope } from './scope';
import type { Judged } from './stages';

/**
 * Findings in the ledger about resources that no longer exist, so that they can be closed. Only for rules whose
 * subjects could be listed: a resource that could not be read is not gone.
 */
export async function deletedResources(
  { ledger }: Pick<Ports, 'ledger'>,
  { snapshot, judged, scopes }: JudgedScope,
): Promise<readonly Judged[]> {
  // What is not recognised in an unknown place is not gone.
  if (unknownOf(snapshot.place) !== undefined) return [];
  const present = new Set(judged.map(({ id }) => id));
  const listed = [...scopes].filter(([rule]) => snapshot.read(rule.subjectSlice).status === 'read');
  const whole = new Set(listed.filter(([, scope]) => scope === 'account').map(([{ meta }]) => meta.id));
  const candidates = [
    ...(whole.size === 0 ? [] : await ledger.list()).filter(({ rule }) => whole.has(rule)),
    ...(await loadNamed(ledger, listed, snapshot, present)),
  ];
  return candidates.flatMap((record) => {
    const rule = listed.find(([{ meta }]) => meta.id === record.rule)?.[0];
    if (rule === undefined || present.has(record.id) || isClosed(record)) return [];
    return [judgedAs(rule, vanished(record.resource), snapshot)];
  });
}

/** The judgement of a resource that no longer exists. */
export function vanished(resource: Resource): Judgement {
  const because =
    resource.type === 'AWS::Account' ? 'its resources can be listed again' : 'the resource no longer exists';
  return {
    resource,
    verdict: { status: 'not-applicable', because },
    gone: true,
    plan: () => ({ kind: 'person', because }),
    image: () => '',
  };
}

/**
 * Whether the record already says that the finding is over. A finding that was `fixed` before its resource was
 * deleted still has to become `gone`.
 */
export function isClosed({ outcome, unpublished }: FindingRecord): boolean {
  return ['gone', 'passing'].includes(outcome) && unpublished !== true;
}

async function loadNamed(
  ledger: Ports['ledger'],
  scopes: readonly (readonly [Rule, Scope])[],
  { place }: Snapshot,
  present: ReadonlySet<string>,
): Promise<readonly FindingRecord[]> {
  const ids = scopes
    .flatMap(([rule, scope]) =>
      scope === 'account'
        ? []
        : scope.filter((ref) => judges(rule, ref)).map((ref) => findingId(rule.meta.id, ref, place)),
    )
    .filter((id) => !present.has(id));
  const records = await Promise.all(ids.map((id) => ledger.load(id)));
  return records.filter((record) => record !== undefined);
}
