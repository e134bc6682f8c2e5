import { BadInputError } from '../bad-input';
import { stanceOn } from '../decide';
import { type Finding, toFinding } from '../finding';
import { type FindingRecord, LeaseLostError } from '../ledger';
import type { Ports, Published, Trigger } from '../ports';
import { accountResource, type ResourceRef, regionOf } from '../resource';
import type { Judgement, Rule } from '../rule';
import { mergeRequests, type Snapshot } from '../snapshot';
import { goneFindings } from './gone';
import { type Handled, handle } from './handle';
import { type Judged, judges, unreadable } from './look';
import { pooled } from './pooled';

/** What one pass looked at: the resources that a trigger named, or the whole account. */
export type Scope = readonly ResourceRef[] | 'account';

export interface PassReport {
  readonly handled: readonly Handled[];
  /** Findings whose handling failed in a way that a later delivery should try again. */
  readonly errors: readonly { readonly finding: Finding; readonly error: unknown }[];
}

/** How many findings are handled at a time: AWS throttles per account, so more would not be faster. */
const concurrency = 4;
const publishBatch = 100;

/**
 * One pass of the loop over a scope: gather once for all rules, evaluate, decide, act, verify, report. It may be
 * repeated, interrupted or run twice at the same time without harm.
 */
export async function pass<Clients>(
  ports: Ports<Clients>,
  trigger: Trigger,
  scope: Scope,
): Promise<PassReport> {
  const { snapshot, judged } = await judgeScope(ports, scope);
  const known = await knownRecords(ports, judged, scope);
  if (scope === 'account') await countPopulations(ports, snapshot, judged);

  const handled: Handled[] = [];
  const errors: { finding: Finding; error: unknown }[] = [];
  const all = [...judged, ...(await goneFindings(ports, snapshot, judged, scope))];
  await pooled(concurrency, all, async (entry) => {
    const { finding } = entry;
    try {
      handled.push(await handle(ports, trigger, entry, await known(finding.id)));
    } catch (error) {
      // One finding must not keep the others from being handled; bad input is the caller's to report.
      if (error instanceof BadInputError) throw error;
      errors.push({ finding, error });
    }
  });
  await publish(ports, handled, errors);
  return { handled, errors: errors.filter(({ error }) => !(error instanceof LeaseLostError)) };
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
async function knownRecords<Clients>(
  { ledger }: Ports<Clients>,
  judged: readonly Judged<Clients>[],
  scope: Scope,
): Promise<(id: string) => Promise<FindingRecord | undefined>> {
  if (scope !== 'account' && judged.length <= 20) return (id) => ledger.load(id);
  const records = new Map((await ledger.list()).map((record) => [record.id, record]));
  return (id) => Promise.resolve(records.get(id));
}

/** The base of the share of subjects that may be touched: only a sweep sees them all. */
async function countPopulations<Clients>(
  { rules, ledger }: Ports<Clients>,
  snapshot: Snapshot,
  judged: readonly Judged<Clients>[],
): Promise<void> {
  for (const rule of rules)
    if (snapshot.read(rule.subjectSlice).status === 'read')
      await ledger.setPopulation(rule.meta.id, judged.filter((entry) => entry.rule === rule).length);
}

/** Publishes what changed in batches and remembers that it was taken. */
async function publish<Clients>(
  { channels, ledger }: Ports<Clients>,
  handled: readonly Handled[],
  errors: { finding: Finding; error: unknown }[],
): Promise<void> {
  const items: Published[] = handled.flatMap((one) =>
    one.kind === 'settled' && one.record.unpublished === true
      ? [{ finding: one.finding, record: one.record }]
      : [],
  );
  for (let start = 0; start < items.length; start += publishBatch) {
    const batch = items.slice(start, start + publishBatch);
    try {
      for (const channel of channels) await channel.publish(batch);
    } catch (error) {
      errors.push(...batch.map(({ finding }) => ({ finding, error })));
      continue;
    }
    for (const { record } of batch) await ledger.published(record.id, record.updatedAt);
  }
}
