import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';

const region = 'us-east-1';
const credentials = { accessKeyId: 'AKIAENGINEER', secretAccessKey: 'of-no-real-account' };

/** The unmodified SDK clients of an account. */
export function clientsAt(url: string) {
  // One attempt, because errors of the server must be visible.
  const config = { endpoint: url, region, credentials, maxAttempts: 1 };
  return {
    cloudformation: new CloudFormationClient(config),
    cloudwatch: new CloudWatchClient(config),
    logs: new CloudWatchLogsClient(config),
    config: new ConfigServiceClient(config),
    dynamodb: new DynamoDBClient(config),
    iam: new IAMClient(config),
    lambda: new LambdaClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    // The URL of a queue has AWS's host name; the request goes to the account.
    sqs: new SQSClient({ ...config, useQueueUrlAsEndpoint: false }),
    ssm: new SSMClient(config),
    events: (action: string, input: unknown) => eventBridge(url, action, input),
  };
}

export type OutsideClients = ReturnType<typeof clientsAt>;

/**
 * A call of EventBridge's JSON protocol. Palisade never calls EventBridge, so its client is not a dependency.
 * @returns the answer's body
 */
async function eventBridge(url: string, action: string, input: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSEvents.${action}`,
      authorization:
        `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20260101/${region}/events/aws4_request, ` +
        'SignedHeaders=host, Signature=none',
    },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(`events:${action}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}
