import { classify } from '../../adapters/aws/classify';
import type { PreflightClients } from './clients';
import { isNotThere } from './existing-stack';
import { serverlessArguments, switchName, type DeploymentTarget } from './names';
import type { PreflightProblem } from './problem';

/** What is known about other deployments in the account and Region. */
export type Others =
  | { readonly status: 'none' }
  | { readonly status: 'there'; readonly problem: PreflightProblem }
  /** It could not be determined. If there is another, the template's switch will fail. */
  | { readonly status: 'unknown'; readonly because: string };

/**
 * Whether another stage, a StackSet or a leftover prevents the deployment. There can be only one switch and one
 * Palisade in an account and Region, because two would undo each other's steps and overwrite each other's findings.
 */
export async function otherDeployment(
  clients: Pick<PreflightClients, 'cloudformation' | 'ssm'>,
  target: DeploymentTarget,
): Promise<Others> {
  try {
    const owner = await switchOwner(clients);
    if (owner === target.stack) return { status: 'none' };
    if (owner !== undefined) return { status: 'there', problem: secondStage(owner, target) };
    return (await switchIsThere(clients))
      ? { status: 'there', problem: leftover(target) }
      : { status: 'none' };
  } catch (error) {
    const { message } = classify('cloudformation:DescribeStackResources', error);
    return { status: 'unknown', because: message };
  }
}

/** The name of the stack that owns the switch; `undefined` if no stack does. Rejects with AWS's error. */
export async function switchOwner(
  clients: Pick<PreflightClients, 'cloudformation'>,
): Promise<string | undefined> {
  const { DescribeStackResourcesCommand } = await import('@aws-sdk/client-cloudformation');
  const cloudformation = await clients.cloudformation();
  try {
    const { StackResources = [] } = await cloudformation.send(
      new DescribeStackResourcesCommand({ PhysicalResourceId: switchName }),
    );
    // AWS lists the resources of deleted stacks for 90 days.
    return StackResources.find(
      ({ ResourceStatus, PhysicalResourceId }) =>
        PhysicalResourceId === switchName && ResourceStatus !== 'DELETE_COMPLETE',
    )?.StackName;
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
}

async function switchIsThere(clients: Pick<PreflightClients, 'ssm'>): Promise<boolean> {
  const { GetParameterCommand, ParameterNotFound } = await import('@aws-sdk/client-ssm');
  const ssm = await clients.ssm();
  try {
    await ssm.send(new GetParameterCommand({ Name: switchName }));
    return true;
  } catch (error) {
    if (error instanceof ParameterNotFound) return false;
    throw error;
  }
}

function secondStage(owner: string, { stack, region }: DeploymentTarget): PreflightProblem {
  const says = `Palisade is deployed in this account and Region (${region}) already, as the stack ${owner}; a second one (${stack}) would work against it.`;
  if (owner.startsWith('StackSet-'))
    return {
      says,
      remedy: `${owner} is an instance of your organization's StackSet: it is updated there (docs/organization.md).`,
    };
  if (!owner.startsWith('palisade-'))
    return {
      says,
      remedy: `Update that one as it was deployed, or delete it first: aws cloudformation delete-stack --stack-name ${owner} --region ${region}`,
    };
  const there = serverlessArguments({ stack: owner, region });
  return {
    says,
    remedy: `Update that one: \`npx serverless deploy ${there}\`. Or remove it first: \`npx serverless remove ${there}\``,
  };
}

function leftover({ region }: DeploymentTarget): PreflightProblem {
  return {
    says: `The SSM parameter ${switchName} is in this account and Region (${region}) already, and belongs to no stack.`,
    remedy: `It was left by an earlier deployment, or made by hand. Delete it: aws ssm delete-parameter --name ${switchName} --region ${region}`,
  };
}
