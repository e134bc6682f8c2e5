import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';

/** The access key under which CloudFormation's own calls appear. */
export const CLOUDFORMATION_KEY = 'ASIACLOUDFORMATION00';

/** CloudFormation calls the same APIs as everybody: they check, record and tell of what it does. */
export function cloudFormationClients(endpoint: string, region: string, accessKeyId = CLOUDFORMATION_KEY) {
  const config = {
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey: 'of-the-embedded-account' },
  };
  return {
    dynamodb: new DynamoDBClient(config),
    iam: new IAMClient(config),
    securityhub: new SecurityHubClient(config),
    sqs: new SQSClient(config),
    ssm: new SSMClient(config),
  };
}

export type CloudFormationClients = ReturnType<typeof cloudFormationClients>;
