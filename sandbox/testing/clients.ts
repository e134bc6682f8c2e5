import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { Route53Client } from '@aws-sdk/client-route-53';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';

/** The unmodified SDK clients, pointed at an embedded account. One attempt, so that faults are seen. */
export function clientsOf(url: string, region = 'us-east-1', accessKeyId = 'AKIATEST') {
  const config = {
    endpoint: url,
    region,
    credentials: { accessKeyId, secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
  return {
    config: new ConfigServiceClient(config),
    dynamodb: new DynamoDBClient(config),
    ec2: new EC2Client(config),
    iam: new IAMClient(config),
    route53: new Route53Client(config),
    sagemaker: new SageMakerClient(config),
    securityhub: new SecurityHubClient(config),
    sqs: new SQSClient(config),
    ssm: new SSMClient(config),
    sts: new STSClient(config),
  };
}

export type Clients = ReturnType<typeof clientsOf>;

/** The wire code (or SDK name) of the error that a call ends in; 'none' when it succeeds. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'none';
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}
