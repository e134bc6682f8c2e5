import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { ConfigServiceClient } from '@aws-sdk/client-config-service';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { Route53Client } from '@aws-sdk/client-route-53';
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { STSClient } from '@aws-sdk/client-sts';
import type { MiddlewareStack } from '@smithy/types';
import { version } from '../../package.json';
import type { ServiceClient } from './route53/service-client';

/** The AWS clients. Each is loaded and built on first use, so that a bundle evaluates only what it needs. */
export interface AwsClients {
  readonly sagemaker: () => Promise<SageMakerClient>;
  readonly ec2: () => Promise<EC2Client>;
  readonly iam: () => Promise<IAMClient>;
  readonly sts: () => Promise<STSClient>;
  readonly route53: () => Promise<Route53Client>;
  readonly route53resolver: () => Promise<ServiceClient>;
  readonly route53profiles: () => Promise<ServiceClient>;
  readonly securityhub: () => Promise<SecurityHubClient>;
  readonly config: () => Promise<ConfigServiceClient>;
  readonly cloudformation: () => Promise<CloudFormationClient>;
  readonly cloudtrail: () => Promise<CloudTrailClient>;
  readonly lambda: () => Promise<LambdaClient>;
  readonly ssm: () => Promise<SSMClient>;
  readonly sqs: () => Promise<SQSClient>;
  readonly dynamodb: () => Promise<DynamoDBClient>;
  /** Requests sent so far, retries included, by call in IAM notation, for example `iam:GetAccountSummary`. */
  readonly calls: ReadonlyMap<string, number>;
}

export interface ClientOptions {
  /** Default: what the SDK finds itself (environment, profile). */
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  /** Called with every request before it is sent. */
  readonly onCall?: ((call: string) => void) | undefined;
}

/** Limited so that a Lambda function ends before its timeout; the engine retries later. */
const maxAttempts = 5;

/**
 * Creates clients that follow the SDK's standard environment (AWS_ENDPOINT_URL, AWS_REGION, credentials, profile
 * files). Creating them makes no call and needs no credentials.
 */
export function createClients({ region, profile, onCall }: ClientOptions = {}): AwsClients {
  const calls = new Map<string, number>();
  const config = {
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    ...(process.env['AWS_RETRY_MODE'] === undefined ? { retryMode: 'adaptive' } : {}),
    ...(process.env['AWS_MAX_ATTEMPTS'] === undefined ? { maxAttempts } : {}),
    customUserAgent: `palisade/${version}`,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
  };

  /** Memoises a client and counts its requests. `service` is its prefix in IAM actions. */
  function client<C, I extends object, O extends object>(
    service: string,
    build: () => Promise<C & { readonly middlewareStack: MiddlewareStack<I, O> }>,
  ): () => Promise<C> {
    return once(async () => {
      const built = await build();
      built.middlewareStack.add(
        (next, context) => (args) => {
          const call = `${service}:${String(context['commandName']).replace(/Command$/, '')}`;
          calls.set(call, (calls.get(call) ?? 0) + 1);
          onCall?.(call);
          return next(args);
        },
        // After the retry middleware, so that every attempt is counted.
        { name: 'palisadeCountCalls', step: 'finalizeRequest', priority: 'low' },
      );
      return built;
    });
  }

  return {
    calls,
    sagemaker: client('sagemaker', async () => {
      const { SageMakerClient } = await import('@aws-sdk/client-sagemaker');
      return new SageMakerClient(config);
    }),
    ec2: client('ec2', async () => {
      const { EC2Client } = await import('@aws-sdk/client-ec2');
      return new EC2Client(config);
    }),
    iam: client('iam', async () => {
      const { IAMClient } = await import('@aws-sdk/client-iam');
      return new IAMClient(config);
    }),
    sts: client('sts', async () => {
      const { STSClient } = await import('@aws-sdk/client-sts');
      return new STSClient(config);
    }),
    route53: client('route53', async () => {
      const { Route53Client } = await import('@aws-sdk/client-route-53');
      return new Route53Client(config);
    }),
    route53resolver: client('route53resolver', async () => {
      const { resolverClient } = await import('./route53/resolver');
      return resolverClient(config);
    }),
    route53profiles: client('route53profiles', async () => {
      const { profilesClient } = await import('./route53/profiles');
      return profilesClient(config);
    }),
    securityhub: client('securityhub', async () => {
      const { SecurityHubClient } = await import('@aws-sdk/client-securityhub');
      return new SecurityHubClient(config);
    }),
    cloudformation: client('cloudformation', async () => {
      const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
      return new CloudFormationClient(config);
    }),
    cloudtrail: client('cloudtrail', async () => {
      const { CloudTrailClient } = await import('@aws-sdk/client-cloudtrail');
      return new CloudTrailClient(config);
    }),
    config: client('config', async () => {
      const { ConfigServiceClient } = await import('@aws-sdk/client-config-service');
      return new ConfigServiceClient(config);
    }),
    lambda: client('lambda', async () => {
      const { LambdaClient } = await import('@aws-sdk/client-lambda');
      return new LambdaClient(config);
    }),
    ssm: client('ssm', async () => {
      const { SSMClient } = await import('@aws-sdk/client-ssm');
      return new SSMClient(config);
    }),
    sqs: client('sqs', async () => {
      const { SQSClient } = await import('@aws-sdk/client-sqs');
      return new SQSClient(config);
    }),
    dynamodb: client('dynamodb', async () => {
      const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
      return new DynamoDBClient(config);
    }),
  };
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
}
