// The functions that infra/build-plugin.cjs uses around a deployment.
import { type PreflightClients } from './clients';
import { refuseLostBucket } from './bucket';
import { type DeclaredParameters } from './declared';
import { type ExistingStack, existingStack } from './existing-stack';
import { type Identity, whoDeploys } from './identity';
import { type DeploymentTarget } from './names';
import { otherDeployment } from './other-deployment';
import { refuseStaleValues } from './parameters-to-send';
import { lackingForRemoval, lackingPermissions } from './permissions/lacking';
import { neededPermissions } from './permissions/needed';
import { simulatePermissions } from './permissions/simulate';
import { RefusedError } from './problem';
import { stateProblem } from './stack-state';
import { splitArn } from '@palisade/iam';
import { partitionOf } from '../../core/model/resource';

export { declareParameters } from './core-template';
export { existingStack } from './existing-stack';
export { givenOptions } from './given-options';
export { whoDeploys } from './identity';
export { afterDeployment, afterFailure, afterRemoval } from './next-steps';
export { isDeploymentNeeded, parametersToSend } from './parameters-to-send';
export { skipVariable } from './permissions/lacking';

export interface PreflightPlan {
  readonly clients: PreflightClients;
  readonly target: DeploymentTarget;
  readonly declared: DeclaredParameters;
  /** By parameter. */
  readonly given: ReadonlyMap<string, string>;
  /** Whether to ask IAM what the credentials may do. */
  readonly checksPermissions: boolean;
  /** Called with what could not be determined but does not prevent the deployment. */
  readonly note: (text: string) => void;
}

/**
 * Checks everything that can be known to fail before a deployment changes anything.
 * @returns the existing stack
 * @throws RefusedError with one message: what is wrong, and what to do
 */
export async function preflight(plan: PreflightPlan): Promise<ExistingStack | undefined> {
  const { clients, target, declared, given, note } = plan;
  const identity = await whoDeploys(clients, target.region);
  const existing = await existingStack(clients, target);
  if (existing !== undefined) {
    const problem = stateProblem(existing.status, target);
    if (problem !== undefined) throw new RefusedError(problem);
    refuseStaleValues(declared, given, existing.values);
  }
  const others = await otherDeployment(clients, target);
  if (others.status === 'there') throw new RefusedError(others.problem);
  if (others.status === 'unknown')
    note(`Whether another Palisade is in this account and Region could not be determined: ${others.because}`);
  if (existing !== undefined) await refuseLostBucket(clients, target, identity.account);
  if (plan.checksPermissions) await refuseLackingPermissions(plan, identity);
  return existing;
}

async function refuseLackingPermissions(
  { clients, target, note }: PreflightPlan,
  { account, arn }: Identity,
): Promise<void> {
  const scope = { ...target, account, partition: splitArn(arn)?.partition ?? partitionOf(target) };
  const simulation = await simulatePermissions(
    await clients.iam(),
    arn,
    target.region,
    neededPermissions(scope),
  );
  if (simulation.status === 'not-simulated')
    note(
      `Whether these credentials may do all that a deployment does was not checked: ${simulation.because}`,
    );
  const problem = lackingPermissions(arn, simulation);
  if (problem !== undefined) throw new RefusedError(problem);
  const unlikely = lackingForRemoval(arn, simulation);
  if (unlikely !== undefined) note(`${unlikely.says}\n${unlikely.remedy}`);
}
