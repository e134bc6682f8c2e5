import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { STSClient } from '@aws-sdk/client-sts';

/** The clients for the checks before a deployment, each built on first use. */
export interface PreflightClients {
  readonly cloudformation: () => Promise<CloudFormationClient>;
  readonly iam: () => Promise<IAMClient>;
  readonly s3: () => Promise<S3Client>;
  readonly ssm: () => Promise<SSMClient>;
  readonly sts: () => Promise<STSClient>;
}
