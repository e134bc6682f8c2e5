import { createEngine, type Engine } from '../../core/iam';
import {
  type AppliedPolicies,
  policyAssembler,
  type Principal,
  principalsOf,
} from '../../core/principals/assemble';
import type { SubjectOf } from '../../core/rule';
import type { Snapshot } from '../../core/snapshot';

/** A principal with everything that bounds it, and the engine that remembers the documents already compiled. */
export interface Subject {
  readonly principal: Principal;
  readonly applied: AppliedPolicies;
  readonly engine: Engine;
}

/** Every user and role of the account. Managed policies are shared, so one engine judges them all. */
export function subjects(snapshot: Snapshot): readonly SubjectOf<Subject>[] {
  const reading = snapshot.read('principals');
  if (reading.status === 'unreadable') return [];
  const organization = snapshot.read('organizationPolicies');
  const assemble = policyAssembler(
    reading.value,
    organization.status === 'read' ? organization.value : undefined,
  );
  const engine = createEngine();
  return principalsOf(reading.value).map((principal) => ({
    resource: {
      type: principal.kind === 'user' ? 'AWS::IAM::User' : 'AWS::IAM::Role',
      id: principal.name,
      arn: principal.arn,
      region: 'global',
      ...configId(principal),
    },
    subject: { principal, applied: assemble(principal), engine },
  }));
}

/** AWS Config links its evaluations by IAM's unique ids, not by names. */
function configId({ detail }: Principal): { configId?: string } {
  const id = 'UserName' in detail ? detail.UserId : detail.RoleId;
  return id === undefined ? {} : { configId: id };
}
