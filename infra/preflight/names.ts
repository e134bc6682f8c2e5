/** Where a deployment goes. */
export interface DeploymentTarget {
  /** `palisade-STAGE`. */
  readonly stack: string;
  readonly region: string;
}

/** The parameter of which there is one in an account and Region: whoever has it is the deployment. */
export const switchName = '/palisade/switch';

/** How the commands of the AWS CLI name the stack. */
export function stackArguments({ stack, region }: DeploymentTarget): string {
  return `--stack-name ${stack} --region ${region}`;
}

/** How `npx serverless` names it: the stage only where it is not the default one. */
export function serverlessArguments({ stack, region }: DeploymentTarget): string {
  const stage = stack.replace(/^palisade-/, '');
  return `${stage === 'prod' ? '' : `--stage ${stage} `}--region ${region}`;
}
