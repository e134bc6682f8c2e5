/** The target of a deployment. */
export interface DeploymentTarget {
  /** `palisade-STAGE`. */
  readonly stack: string;
  readonly region: string;
}

/** The parameter that exists only once in an account and Region: the stack that has it is the deployment. */
export const switchName = '/palisade/switch';

/** The stack as arguments for the AWS CLI. */
export function stackArguments({ stack, region }: DeploymentTarget): string {
  return `--stack-name ${stack} --region ${region}`;
}

/** The stack as arguments for `npx serverless`, without the stage if it is the default. */
export function serverlessArguments({ stack, region }: DeploymentTarget): string {
  const stage = stack.replace(/^palisade-/, '');
  return `${stage === 'prod' ? '' : `--stage ${stage} `}--region ${region}`;
}
