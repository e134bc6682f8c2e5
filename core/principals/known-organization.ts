import type { OrganizationPolicies } from '../slices/organization-policies';
import type { Snapshot } from '../model/snapshot';

/** What is known of the organization's policies for the account of a snapshot. */
export interface KnownOrganization {
  readonly status: 'read' | 'not read';
  /** Absent if not read. */
  readonly policies?: OrganizationPolicies;
  /** Why they were not read, or how old they are; for people. */
  readonly note?: string;
  /** The note as the end of a verdict's text if they are too old to rely on: `; …`. Otherwise empty. */
  readonly warning: string;
}

/** Policies of an organization change seldom, and somebody has to read them again: once a month. */
const staleAfterDays = 30;
const dayMs = 86_400_000;

/** The policies of the organization that apply to the account. Those of another account count as not read. */
export function knownOrganization({ place, read }: Snapshot): KnownOrganization {
  const reading = read('organizationPolicies');
  if (reading.status === 'unreadable') return { status: 'not read', note: reading.because, warning: '' };
  const policies = reading.value;
  if (policies.account !== undefined && policies.account !== place.account)
    return {
      status: 'not read',
      note: `those that were given are of account ${policies.account}`,
      warning: '',
    };
  const { readAt } = policies;
  if (readAt === undefined) return { status: 'read', policies, warning: '' };
  const days = Math.floor((Date.parse(reading.at) - Date.parse(readAt)) / dayMs);
  const note = `they are as of ${readAt.slice(0, 10)}`;
  if (days <= staleAfterDays) return { status: 'read', policies, note, warning: '' };
  return {
    status: 'read',
    policies,
    note: `${note}, ${days} days before: read them again`,
    warning: `; the policies of the organization are as of ${readAt.slice(0, 10)}, ${days} days before, and may have changed`,
  };
}

/**
 * A snapshot with policies of the organization that somebody gave, because a member account cannot read them. Those
 * that were read stay, except where the given ones are to replace them.
 */
export function withOrganization(
  snapshot: Snapshot,
  given: OrganizationPolicies | undefined,
  instead: 'of unread' | 'of any' = 'of unread',
): Snapshot {
  const reading = snapshot.read('organizationPolicies');
  if (given === undefined || (reading.status === 'read' && instead === 'of unread')) return snapshot;
  const replaced = { status: 'read', at: reading.at, value: given } as const;
  return {
    place: snapshot.place,
    read: (slice) =>
      // The type of a slice is lost where its name is a type parameter.
      slice === 'organizationPolicies'
        ? (replaced as ReturnType<typeof snapshot.read<typeof slice>>)
        : snapshot.read(slice),
  };
}
