import { classify } from '../../adapters/aws/classify';
import type { PreflightClients } from './clients';
import type { DeploymentTarget } from './names';
import { RefusedError } from './problem';

/** The stack as CloudFormation describes it. */
export interface ExistingStack {
  readonly id: string;
  readonly status: string;
  /** By parameter. */
  readonly values: ReadonlyMap<string, string>;
  /** By output. */
  readonly outputs: ReadonlyMap<string, string>;
}

/**
 * The stack with that name; `undefined` if there is none.
 * @throws RefusedError if it cannot be determined
 */
export async function existingStack(
  clients: Pick<PreflightClients, 'cloudformation'>,
  { stack: StackName, region }: DeploymentTarget,
): Promise<ExistingStack | undefined> {
  const { DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const cloudformation = await clients.cloudformation();
  try {
    const { Stacks: [one] = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
    if (one === undefined) return undefined;
    return {
      id: one.StackId ?? StackName,
      status: one.StackStatus ?? 'unknown',
      values: new Map(
        (one.Parameters ?? []).map(({ ParameterKey = '', ParameterValue = '' }) => [
          ParameterKey,
          ParameterValue,
        ]),
      ),
      outputs: new Map(
        (one.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
      ),
    };
  } catch (error) {
    if (isNotThere(error)) return undefined;
    const { kind, message } = classify('cloudformation:DescribeStacks', error);
    throw new RefusedError({
      says: `Whether there is a stack ${StackName} in ${region} cannot be determined: ${message}`,
      remedy:
        kind === 'denied'
          ? 'Allow these credentials cloudformation:DescribeStacks.'
          : 'Try again in a moment, or check the network.',
    });
  }
}

/** CloudFormation has no error code for this, only a message: "Stack with id palisade-prod does not exist". */
export function isNotThere(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message);
}
