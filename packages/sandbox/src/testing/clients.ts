import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { Route53Client } from '@aws-sdk/client-route-53';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { Route53ProfilesClient } from '../services/route53profiles/sdk';
import { Route53ResolverClient } from '../services/route53resolver/sdk';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** Problems that the SDK clients reported: warnings, and answers that they could not read. */
export const complaints: string[] = [];

const ignore = () => undefined;
const complain = (...lines: unknown[]) => {
  complaints.push(lines.map(String).join(' '));
};
const logger = { trace: ignore, debug: ignore, info: ignore, warn: complain, error: ignore };

/** The unmodified SDK clients, pointed at a sandbox. They never retry, so faults are visible. */
export function clientsOf(url: string, region = 'us-east-1', accessKeyId = 'AKIATEST') {
  const config = {
    endpoint: url,
    region,
    credentials: { accessKeyId, secretAccessKey: 'secret' },
    maxAttempts: 1,
    logger,
    requestHandler: new NodeHttpHandler({ requestTimeout: 2000, throwOnRequestTimeout: true }),
  };
  return {
    cloudformation: new CloudFormationClient(config),
    config: new ConfigServiceClient(config),
    dynamodb: new DynamoDBClient(config),
    ec2: new EC2Client(config),
    iam: new IAMClient(config),
    lambda: new LambdaClient(config),
    logs: new CloudWatchLogsClient(config),
    route53: new Route53Client(config),
    route53profiles: new Route53ProfilesClient(config),
    route53resolver: new Route53ResolverClient(config),
    s3: new S3Client(config),
    sagemaker: new SageMakerClient(config),
    securityhub: new SecurityHubClient(config),
    sqs: new SQSClient(config),
    ssm: new SSMClient(config),
    sts: new STSClient(config),
  };
}

export type Clients = ReturnType<typeof clientsOf>;

/** The SDK's name of the error with which a call fails; 'none' if it succeeds. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  const error = await failureOf(call);
  return error === undefined ? 'none' : error.name;
}

/**
 * The error with which a call fails; `undefined` if it succeeds. An answer that the SDK cannot read is added to
 * `complaints`.
 */
export async function failureOf(call: Promise<unknown>): Promise<Error | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (/deserializ|InternalFailure|UnknownError|NotImplemented/i.test(`${error.name} ${error.message}`)) {
      complaints.push(`${error.name}: ${error.message}`);
    }
    return error;
  }
}
