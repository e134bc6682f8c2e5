import { createEngine, type Engine } from '@palisade/iam';
import type { SubjectOf } from '../model/rule';
import type { Snapshot } from '../model/snapshot';
import { knownOrganization } from './known-organization';
import { type AppliedPolicies, policyAssembler, type Principal, principalsOf } from './assemble';

/** A principal with all policies that apply to it, and the engine that has their documents compiled. */
export interface Subject {
  readonly principal: Principal;
  readonly applied: AppliedPolicies;
  readonly engine: Engine;
  /** When the policies were read (ISO 8601): no request that they decide is earlier. */
  readonly readAt: string;
}

type Entries = readonly SubjectOf<Subject>[];

/** Snapshots do not change, so all rules about principals share the subjects of a snapshot, engine included. */
const cache = new WeakMap<Snapshot, Entries>();

/**
 * Every user and role of the account, those included whose records cannot be used. They share managed policies, so they
 * share one engine.
 */
export function principalSubjects(snapshot: Snapshot): Entries {
  const subjects = cache.get(snapshot) ?? assembled(snapshot);
  cache.set(snapshot, subjects);
  return subjects;
}

/** Those of whom there is a record that can be used. */
export function readPrincipals(snapshot: Snapshot): readonly Subject[] {
  return principalSubjects(snapshot).flatMap((entry) => ('subject' in entry ? [entry.subject] : []));
}

function assembled(snapshot: Snapshot): Entries {
  const reading = snapshot.read('principals');
  if (reading.status === 'unreadable') return [];
  const assemble = policyAssembler(reading.value, knownOrganization(snapshot).policies);
  const engine = createEngine();
  const odd = (reading.value.Odd ?? []).map(({ kind, id, because }) => {
    const ref = { type: kind === 'user' ? 'AWS::IAM::User' : 'AWS::IAM::Role', id } as const;
    return { resource: { ...ref, arn: '', region: 'global' }, unreadable: because };
  });
  const read = principalsOf(reading.value).map((principal) => ({
    resource: {
      type: principal.kind === 'user' ? ('AWS::IAM::User' as const) : ('AWS::IAM::Role' as const),
      id: principal.name,
      arn: principal.arn,
      region: 'global',
      ...configId(principal),
    },
    subject: { principal, applied: assemble(principal), engine, readAt: reading.at },
  }));
  return [...read, ...odd];
}

/** AWS Config identifies principals by IAM's unique ids, not by names. */
function configId({ detail }: Principal): { configId?: string } {
  const id = 'UserName' in detail ? detail.UserId : detail.RoleId;
  return id === undefined ? {} : { configId: id };
}

/** Whether a change to a group or policy can change the policies that apply to the principal. */
export function isBoundBy(
  { principal }: Pick<Subject, 'principal'>,
  ref: { readonly type: string; readonly id: string },
  snapshot: Snapshot,
): boolean {
  const { detail } = principal;
  const groups = 'UserName' in detail ? (detail.GroupList ?? []) : [];
  if (ref.type === 'AWS::IAM::Group') return groups.includes(ref.id);
  if (ref.type !== 'AWS::IAM::Policy') return false;
  const reading = snapshot.read('principals');
  const inherited =
    reading.status === 'read'
      ? reading.value.GroupDetailList.filter(({ GroupName }) => groups.includes(GroupName))
      : [];
  return (
    detail.PermissionsBoundary?.PermissionsBoundaryArn === ref.id ||
    [detail, ...inherited].some(({ AttachedManagedPolicies }) =>
      AttachedManagedPolicies?.some(({ PolicyArn }) => PolicyArn === ref.id),
    )
  );
}
