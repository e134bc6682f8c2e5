import { describe, expect, it } from '@jest/globals';
import { CreateVpcCommand, DescribeInstancesCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { CreateRoleCommand, CreateUserCommand, GetUserCommand } from '@aws-sdk/client-iam';
import { ListHostedZonesByVPCCommand } from '@aws-sdk/client-route-53';
import { ListNotebookInstancesCommand } from '@aws-sdk/client-sagemaker';
import { DescribeHubCommand } from '@aws-sdk/client-securityhub';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { DescribeConfigurationRecordersCommand } from '@aws-sdk/client-config-service';
import { useAccount } from '../testing/account';
import { clientsOf, errorOf, failureOf } from '../testing/clients';
import { readModel } from '../protocol/operation';
import { SERVICES } from '../services/registry';
import { DYNAMODB } from '../services/dynamodb/service';

const test = useAccount();
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }],
});

const READS = {
  config: () => test.aws.config.send(new DescribeConfigurationRecordersCommand({})),
  ec2: () => test.aws.ec2.send(new DescribeVpcsCommand({})),
  iam: () => test.aws.iam.send(new GetUserCommand({ UserName: 'x' })),
  route53: () =>
    test.aws.route53.send(new ListHostedZonesByVPCCommand({ VPCId: 'v', VPCRegion: 'us-east-1' })),
  sagemaker: () => test.aws.sagemaker.send(new ListNotebookInstancesCommand({})),
  securityhub: () => test.aws.securityhub.send(new DescribeHubCommand({})),
  sqs: () => test.aws.sqs.send(new GetQueueUrlCommand({ QueueName: 'q' })),
  ssm: () => test.aws.ssm.send(new GetParameterCommand({ Name: 'p' })),
  sts: () => test.aws.sts.send(new GetCallerIdentityCommand({})),
};

describe('every service', () => {
  it.each([...SERVICES.values(), DYNAMODB].map((service) => [service.name, service] as const))(
    '%s implements only operations that its SDK client has',
    async (_, service) => {
      const { operations } = readModel(await service.sdk());
      const names = Object.keys(service.operations);
      expect(names.length).toBeGreaterThan(0);
      expect(names.filter((name) => !operations.has(name))).toEqual([]);
    },
  );

  it.each([
    ['config', 'ThrottlingException', 'AccessDeniedException'],
    ['ec2', 'RequestLimitExceeded', 'UnauthorizedOperation'],
    ['iam', 'Throttling', 'AccessDenied'],
    ['route53', 'Throttling', 'AccessDenied'],
    ['sagemaker', 'ThrottlingException', 'AccessDeniedException'],
    ['securityhub', 'TooManyRequestsException', 'AccessDeniedException'],
    ['sqs', 'RequestThrottled', 'AccessDenied'],
    ['ssm', 'ThrottlingException', 'AccessDeniedException'],
    ['sts', 'Throttling', 'AccessDenied'],
  ] as const)('%s answers throttling and refusal in its own words', async (service, throttled, denied) => {
    test.sandbox.setFault(() => ({ kind: 'throttle' }));
    expect(await errorOf(READS[service]())).toBe(throttled);
    test.sandbox.setFault(() => ({ kind: 'denied', message: 'not you' }));
    const failure = await failureOf(READS[service]());
    expect([failure?.name, failure?.message]).toEqual([denied, 'not you']);
    expect(test.sandbox.calls().map((call) => call.errorCode)).toEqual([
      expect.any(String),
      expect.any(String),
    ]);
  });
});

describe('faults', () => {
  const create = () => test.aws.ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const count = async () => {
    test.sandbox.setFault(undefined);
    return ((await test.aws.ec2.send(new DescribeVpcsCommand({}))).Vpcs ?? []).length;
  };

  it.each([
    ['5xx', 0],
    ['reset', 0],
    ['timeout-before', 0],
    ['timeout-after', 1],
  ] as const)('%s leaves %i VPCs behind', async (kind, made) => {
    test.sandbox.setFault(() => ({ kind }));
    await expect(create()).rejects.toThrow();
    expect(await count()).toBe(made);
  });

  it('latency delays the answer, and the hook sees the call', async () => {
    const seen: string[] = [];
    test.sandbox.setFault((call) => {
      seen.push(`${call.service}:${call.operation} by ${String(call.accessKeyId)} in ${call.region}`);
      return { kind: 'latency', milliseconds: 60 };
    });
    const begun = Date.now();
    await create();
    expect(Date.now() - begun).toBeGreaterThanOrEqual(55);
    expect(seen).toEqual(['ec2:CreateVpc by AKIATEST in us-east-1']);
  });
});

describe('requests', () => {
  it('are recorded with their input, error, identity and time', async () => {
    await errorOf(READS.iam());
    const [call] = test.sandbox.calls();
    expect(call).toMatchObject({
      service: 'iam',
      operation: 'GetUser',
      region: 'us-east-1',
      input: { UserName: 'x' },
      errorCode: 'NoSuchEntity',
      status: 404,
      accessKeyId: 'AKIATEST',
      sessionToken: undefined,
      time: Date.UTC(2026, 10, 22),
    });
    expect(call?.userAgent).toMatch(/^aws-sdk-js\//);
    test.sandbox.resetCalls();
    expect(test.sandbox.calls()).toEqual([]);
  });

  it('without a required member are refused in the words of the protocol', async () => {
    const bad = { UserName: undefined };
    expect(await errorOf(test.aws.iam.send(new CreateUserCommand(bad)))).toBe('ValidationError');
    expect(await errorOf(test.aws.ssm.send(new GetParameterCommand({ Name: undefined })))).toBe(
      'ValidationException',
    );
  });

  it('for operations that are not implemented get a clear 501', async () => {
    // Not through `failureOf`, because NotImplemented is the expected answer here.
    const call = test.aws.ec2.send(new DescribeInstancesCommand({}));
    await expect(call).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } });
    await expect(call).rejects.toThrow('does not implement ec2:DescribeInstances');
  });

  it.each([
    ['no signature', {}, 403],
    [
      'an unknown service',
      { authorization: 'AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/glue/aws4_request' },
      501,
    ],
    [
      'an unknown operation',
      { authorization: 'AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/iam/aws4_request' },
      404,
    ],
  ])('with %s get a clear error', async (_, headers, status) => {
    const response = await fetch(test.sandbox.url, { method: 'POST', headers, body: 'Action=Nonsense' });
    expect(response.status).toBe(status);
  });

  it.each(['{', '"text"', '[]'])('with the JSON body %s are refused without a crash', async (body) => {
    const authorization = 'AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/ssm/aws4_request';
    const headers = { authorization, 'x-amz-target': 'AmazonSSM.GetParameter' };
    const response = await fetch(test.sandbox.url, { method: 'POST', headers, body });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { __type: 'SerializationException' },
    ]);
  });
});

describe('identities', () => {
  it('come from the map or from AssumeRole; the default is the administrator', async () => {
    const whoami = async (accessKeyId: string) =>
      (await clientsOf(test.sandbox.url, 'us-east-1', accessKeyId).sts.send(new GetCallerIdentityCommand({})))
        .Arn;
    expect(await whoami('AKIAOTHER')).toBe('arn:aws:iam::111122223333:user/sandbox-admin');
    await test.aws.iam.send(
      new CreateRoleCommand({ RoleName: 'palisade', Path: '/ops/', AssumeRolePolicyDocument: trust }),
    );
    const { Credentials } = await test.aws.sts.send(
      new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::111122223333:role/ops/palisade', RoleSessionName: 's' }),
    );
    const assumed = 'arn:aws:sts::111122223333:assumed-role/palisade/s';
    expect(await whoami(Credentials?.AccessKeyId ?? '')).toBe(assumed);
  });
});
