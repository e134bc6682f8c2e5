import { type ExistingStack, existingStack } from '../../../infra/preflight/existing-stack';
import type { DeploymentTarget } from '../../../infra/preflight/names';
import { otherDeployment, switchOwner } from '../../../infra/preflight/other-deployment';
import { stateProblem } from '../../../infra/preflight/stack-state';
import { type Check, type Diagnosis, diagnosed } from '../check';

/** The stack of the default stage. */
export const defaultStack = 'palisade-prod';

/**
 * The state of the stack, in the words in which a deployment would be refused, and whether anything else would prevent
 * one: a second stage, an instance of a StackSet, or a switch that was left behind.
 */
export const stackCheck: Check = ({ clients, place, stack: named }) =>
  diagnosed('stack', async () => {
    const there = await switchOwner(clients);
    const target = { stack: named ?? there ?? defaultStack, region: place.region };
    const [existing, others] = await Promise.all([
      existingStack(clients, target),
      otherDeployment(clients, target),
    ]);
    const state: readonly Diagnosis[] = existing === undefined ? [] : [stateOf(existing, target)];
    switch (others.status) {
      case 'there':
        return [...state, { id: 'second-stage', condition: 'bad', ...others.problem }];
      case 'unknown':
        return [
          ...state,
          {
            id: 'second-stage',
            condition: 'unknown',
            says: `whether another Palisade is here could not be found out: ${others.because}`,
            remedy: 'Allow cloudformation:DescribeStackResources and ssm:GetParameter.',
          },
        ];
      case 'none':
        return existing === undefined
          ? [{ id: 'stack', condition: 'good', says: `no Palisade is deployed in ${place.region} yet` }]
          : state;
    }
  });

function stateOf({ status }: ExistingStack, target: DeploymentTarget): Diagnosis {
  const problem = stateProblem(status, target);
  if (problem !== undefined) return { id: 'stack', condition: 'bad', ...problem };
  if (/ROLLBACK|FAILED/.test(status))
    return {
      id: 'stack',
      condition: 'note',
      says: `the last deployment of ${target.stack} failed (${status}); what was there before goes on`,
      remedy: `See why (\`aws cloudformation describe-stack-events --stack-name ${target.stack} --region ${target.region}\`), then deploy again.`,
    };
  return {
    id: 'stack',
    condition: 'good',
    says: `the stack ${target.stack} is ${status}; a second stage in ${target.region} would be refused`,
  };
}
