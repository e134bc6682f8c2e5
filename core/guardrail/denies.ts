import type { Perimeter } from '@palisade/iam';
import { denyDeployment } from './deny-deployment';
import { denyOutside, type PolicyStatement, type DenyScope } from './deny-outside';

/** Everything that the policies for principals deny. */
export interface Denied {
  readonly perimeter: Pick<Perimeter, 'vpcs' | 'vpcEndpoints' | 'cidrs'>;
  readonly actions: readonly string[];
  /** Where the network Denies apply. */
  readonly scope: DenyScope;
  readonly rootAccess: boolean;
  /** Principals that are spared, as ARN patterns. */
  readonly exempt: readonly string[];
}

/** The statements: first for the network, then for deployments that would open it. */
export function deniesOf({
  perimeter,
  actions,
  scope,
  rootAccess,
  exempt,
}: Denied): readonly PolicyStatement[] {
  return [...denyOutside(perimeter, actions, scope), ...denyDeployment({ rootAccess })].map((statement) =>
    sparing(statement, exempt),
  );
}

/** The statement, without effect for these principals. */
export function sparing(statement: PolicyStatement, patterns: readonly string[]): PolicyStatement {
  if (patterns.length === 0) return statement;
  return {
    ...statement,
    Condition: { ...statement.Condition, ArnNotLike: { 'aws:PrincipalArn': patterns } },
  };
}
