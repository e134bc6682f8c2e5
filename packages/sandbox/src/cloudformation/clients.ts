import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';

/** The access key of CloudFormation's own calls. */
export const CLOUDFORMATION_KEY = 'ASIACLOUDFORMATION00';

/** Clients for CloudFormation's own calls. These are ordinary API calls: they are checked, recorded and emit events. */
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
