import { classify } from '../../adapters/aws/classify';
import { memberOf } from '../../adapters/errors';
import type { PreflightClients } from './clients';
import { isNotThere } from './existing-stack';
import { serverlessArguments, stackArguments, type DeploymentTarget } from './names';
import { RefusedError } from './problem';

/** The framework's logical id of the bucket in the stack. */
const logicalId = 'ServerlessDeploymentBucket';

/**
 * Refuses a stack without a deployment bucket, or whose bucket was deleted.
 * @throws RefusedError
 */
export async function refuseLostBucket(
  clients: Pick<PreflightClients, 'cloudformation' | 's3'>,
  target: DeploymentTarget,
  account: string,
): Promise<void> {
  const { stack, region } = target;
  const bucket = await bucketOf(clients, stack);
  if (bucket === undefined)
    throw new RefusedError({
      says: `The stack ${stack} has no deployment bucket: it was not made by npx serverless deploy.`,
      remedy: 'Update it as it was deployed (README, "Without Node").',
    });
  const { HeadBucketCommand } = await import('@aws-sdk/client-s3');
  try {
    await (await clients.s3()).send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: account }));
  } catch (error) {
    throw lost(error, bucket, target, region);
  }
}

function lost(error: unknown, bucket: string, target: DeploymentTarget, region: string): RefusedError {
  const status = memberOf(memberOf(error, '$metadata'), 'httpStatusCode');
  const { message } = classify('s3:HeadBucket', error);
  if (status === 404)
    return new RefusedError({
      says: `The deployment bucket ${bucket} of the stack ${target.stack} is gone.`,
      remedy: `Make it again, empty: aws s3 mb s3://${bucket} --region ${region}. Then deploy again: npx serverless deploy ${serverlessArguments(target)}`,
    });
  if (status === 403)
    return new RefusedError({
      says: `The deployment bucket ${bucket} of the stack ${target.stack} now belongs to another account, or these credentials may not use it.`,
      remedy: `Allow them s3:ListBucket, s3:PutObject, s3:GetObject and s3:DeleteObject there. If it was deleted and somebody else has the name: aws cloudformation delete-stack ${stackArguments(target)}, then deploy again.`,
    });
  return new RefusedError({
    says: `The deployment bucket ${bucket} could not be checked: ${message}`,
    remedy: 'Try again in a moment.',
  });
}

async function bucketOf(
  clients: Pick<PreflightClients, 'cloudformation'>,
  StackName: string,
): Promise<string | undefined> {
  const { DescribeStackResourceCommand } = await import('@aws-sdk/client-cloudformation');
  const cloudformation = await clients.cloudformation();
  try {
    const { StackResourceDetail } = await cloudformation.send(
      new DescribeStackResourceCommand({ StackName, LogicalResourceId: logicalId }),
    );
    return StackResourceDetail?.PhysicalResourceId;
  } catch (error) {
    if (isNotThere(error)) return undefined;
    const { message } = classify('cloudformation:DescribeStackResource', error);
    throw new RefusedError({
      says: `The deployment bucket of the stack ${StackName} cannot be determined: ${message}`,
      remedy: 'Allow these credentials cloudformation:DescribeStackResource.',
    });
  }
}
