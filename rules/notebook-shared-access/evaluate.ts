import type { Access, Opener } from '../../core/access/access';
import { accessMatrix } from '../../core/access/matrix';
import { countsInWords } from '../../core/access/access-text';
import { knownOrganization } from '../../core/principals/known-organization';
import type { Verdict } from '../../core/model/rule';
import type { Settings } from '../../core/settings';
import type { NotebookInstance } from '../../core/slices/notebooks';
import type { Snapshot } from '../../core/model/snapshot';
import type { Options } from './options';

/**
 * How many principals the evidence lists, which goes into tickets and Security Hub; the plan's text names everybody.
 */
const shown = 25;

/**
 * The facts for the ticket and the report: how many principals count, and the first of them. A type alias, so that it
 * is plain data.
 */
export type Evidence = {
  readonly principals: number;
  readonly perhapsMore: number;
  readonly maxPrincipals: number;
  readonly first: readonly Pick<Opener, 'kind' | 'name' | 'from' | 'allowedBy' | 'roles'>[];
  readonly organizationPolicies: 'read' | 'not read';
};

/**
 * Fails when more principals than the settings allow can get a presigned URL of the notebook, with permissions of
 * their own or by assuming roles. Facts that were not read or decided (tags, missing documents) make it unknown only
 * if they matter.
 *
 * Organization policies only restrict. If they were not read, a count within the limit is still right, and the
 * message of a finding says that they may keep some principals out.
 */
export function evaluate(
  { NotebookInstanceArn: arn, NotebookInstanceStatus: status }: NotebookInstance,
  snapshot: Snapshot,
  settings: Settings,
  { maxPrincipals }: Options,
): Verdict<Evidence> {
  if (status === 'Deleting')
    return { status: 'not-applicable', because: 'the notebook instance is being deleted' };
  const principals = snapshot.read('principals');
  if (principals.status === 'unreadable')
    return { status: 'unknown', missing: [`principals: ${principals.because}`] };
  const access = accessMatrix(snapshot, settings)(arn);
  const { count, atMost } = access;
  const allowed = `at most ${maxPrincipals} may`;
  if (count > maxPrincipals) return failing(access, maxPrincipals, snapshot);
  if (atMost > maxPrincipals)
    return {
      status: 'unknown',
      missing: [
        `${count} principals can open it, ${allowed}, and ${atMost - count} perhaps can`,
        ...doubts(access),
      ],
    };
  return {
    status: 'pass',
    because: `${count === 1 ? '1 principal' : `${count} principals`} can open it, ${allowed}${
      atMost > count ? `; not decided about ${atMost - count}, which does not matter here` : ''
    }${knownOrganization(snapshot).warning}`,
  };
}

function failing(access: Access, maxPrincipals: number, snapshot: Snapshot): Verdict<Evidence> {
  const { count, atMost, openers } = access;
  const organization = knownOrganization(snapshot);
  const isRead = organization.status === 'read';
  const counted = openers.filter(
    ({ counted: { counts }, missing }) => counts === 'yes' && missing.length === 0,
  );
  return {
    status: 'fail',
    message: `${count} principals can open it, at most ${maxPrincipals} may: ${countsInWords(access)}${
      atMost > count ? `; ${atMost - count} more perhaps can` : ''
    }${isRead ? '' : '; policies of the organization were not read and could still keep some out'}${organization.warning}`,
    evidence: {
      principals: count,
      perhapsMore: atMost - count,
      maxPrincipals,
      first: counted
        .slice(0, shown)
        .map(({ kind, name, from, allowedBy, roles }) => ({ kind, name, from, allowedBy, roles })),
      organizationPolicies: isRead ? 'read' : 'not read',
    },
  };
}

/** What is missing for a decision, each fact once, with the principals concerned. */
function doubts({ openers }: Access): readonly string[] {
  const about = new Map<string, string[]>();
  for (const { name, missing, counted } of openers) {
    if (counted.counts === 'no') continue;
    for (const what of [...missing, ...(counted.counts === 'perhaps' ? [counted.because] : [])])
      about.set(what, [...(about.get(what) ?? []), name]);
  }
  return [...about].map(
    ([what, names]) =>
      `${what} (${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''})`,
  );
}
