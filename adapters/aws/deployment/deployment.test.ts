import {
  CloudFormationServiceException,
  type Stack,
  type StackResource,
  type StackStatus,
} from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from '@jest/globals';
import { BadInputError } from '../../../core/model/bad-input';
import { FailureError } from '../../../core/model/failure';
import { stubClients } from '../fixtures/stub-clients';
import { findDeployment } from '.';

const place = { account: '111122223333', region: 'eu-central-1' };
const region = `eu-central-1:111122223333`;

const outputs = {
  TableName: 'palisade-prod-Ledger-1A2B',
  QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/111122223333/palisade-prod-Changes-1A2B',
  DeadLettersUrl: 'https://sqs.eu-central-1.amazonaws.com/111122223333/palisade-prod-DeadLetters-1A2B',
  OnChangeFunction: 'palisade-prod-on-change',
  SwitchParameter: '/palisade/switch',
};

/** A stack as CloudFormation stores it, with its resources by logical id. */
interface Kept {
  readonly name: string;
  readonly status?: StackStatus;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly resources?: Readonly<Record<string, string>>;
}

const arnOf = (name: string): string => `arn:aws:cloudformation:${region}:stack/${name}/0a1b2c3d`;
const palisade = (name = 'palisade-prod', more: Partial<Kept> = {}): Kept => ({
  name,
  outputs,
  resources: { Switch: '/palisade/switch', Ledger: 'palisade-prod-Ledger-1A2B' },
  ...more,
});

function refusal(name: string, message: string, status: number): CloudFormationServiceException {
  return new CloudFormationServiceException({
    name,
    message,
    $fault: 'client',
    $metadata: { httpStatusCode: status },
  });
}

/** A CloudFormation stub with these stacks. */
function account(...stacks: readonly Kept[]) {
  const asked: string[] = [];
  const missing = (text: string) => refusal('ValidationError', text, 400);
  const named = (name: string | undefined) =>
    stacks.find((one) => one.name === name || arnOf(one.name) === name);
  const clients = stubClients({
    'cloudformation:DescribeStacks': ({ StackName }) => {
      asked.push(`DescribeStacks ${String(StackName)}`);
      const found = named(StackName);
      if (found === undefined) throw missing(`Stack with id ${String(StackName)} does not exist`);
      const stack: Stack = {
        StackName: found.name,
        StackId: arnOf(found.name),
        StackStatus: found.status ?? 'CREATE_COMPLETE',
        CreationTime: new Date(0),
        Outputs: Object.entries(found.outputs ?? {}).map(([OutputKey, OutputValue]) => ({
          OutputKey,
          OutputValue,
        })),
      };
      return { Stacks: [stack] };
    },
    'cloudformation:DescribeStackResources': ({ StackName, PhysicalResourceId, LogicalResourceId }) => {
      asked.push(`DescribeStackResources ${String(LogicalResourceId ?? PhysicalResourceId)}`);
      const found =
        StackName === undefined
          ? stacks.find(({ resources }) =>
              Object.values(resources ?? {}).some((one) => one === PhysicalResourceId),
            )
          : named(StackName);
      if (found === undefined)
        throw missing(`Stack for ${String(StackName ?? PhysicalResourceId)} does not exist`);
      const resources = Object.entries(found.resources ?? {})
        .filter(([id]) => LogicalResourceId === undefined || id === LogicalResourceId)
        .map(([id, physical]) => ({
          StackName: found.name,
          StackId: arnOf(found.name),
          LogicalResourceId: id,
          PhysicalResourceId: physical,
          ResourceType: 'AWS::SSM::Parameter',
          Timestamp: new Date(0),
          ResourceStatus: 'CREATE_COMPLETE' as const,
        }));
      if (resources.length === 0)
        throw missing(`Resource ${String(LogicalResourceId)} does not exist for stack ${found.name}`);
      return { StackResources: resources };
    },
  });
  return { clients, asked };
}

const found = {
  stack: 'palisade-prod',
  status: 'CREATE_COMPLETE',
  table: outputs.TableName,
  queueUrl: outputs.QueueUrl,
  deadLettersUrl: outputs.DeadLettersUrl,
  functions: 'palisade-prod',
  outputs,
};

describe('the deployment of an account and Region', () => {
  it('is found by its switch, whatever the name of its stack, with two calls', async () => {
    const { clients, asked } = account({ name: 'other' }, palisade('StackSet-palisade-0a1b'));
    expect(await findDeployment(clients, place)).toEqual({ ...found, stack: 'StackSet-palisade-0a1b' });
    expect(asked).toEqual([
      'DescribeStackResources /palisade/switch',
      `DescribeStacks ${arnOf('StackSet-palisade-0a1b')}`,
    ]);
  });

  it('is undefined when no stack has a switch', async () => {
    expect(await findDeployment(account({ name: 'other' }).clients, place)).toBeUndefined();
  });

  it.each<StackStatus>([
    'CREATE_IN_PROGRESS',
    'CREATE_FAILED',
    'ROLLBACK_IN_PROGRESS',
    'ROLLBACK_FAILED',
    'REVIEW_IN_PROGRESS',
    'DELETE_IN_PROGRESS',
    'DELETE_FAILED',
  ])('is not determined while its stack is %s, and the error suggests what to pass', async (status) => {
    const { clients } = account(palisade('palisade-prod', { status }));
    const error: unknown = await findDeployment(clients, place).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BadInputError);
    expect(String(error)).toContain(
      `the stack palisade-prod in eu-central-1 of account 111122223333 is ${status}`,
    );
    expect(String(error)).toMatch(/--table NAME.*--ledger FILE/);
    await expect(findDeployment(clients, place, 'palisade-prod')).rejects.toThrow(`is ${status}`);
    await expect(findDeployment(clients, place, 'other')).rejects.toThrow('no Palisade is deployed there');
  });

  it('is that of the stack that has the switch now, not of one that had it before', async () => {
    const switchOf = (
      name: string,
      ResourceStatus: 'CREATE_COMPLETE' | 'DELETE_COMPLETE',
    ): StackResource => ({
      StackName: name,
      StackId: arnOf(name),
      LogicalResourceId: 'Switch',
      PhysicalResourceId: '/palisade/switch',
      ResourceType: 'AWS::SSM::Parameter',
      Timestamp: new Date(0),
      ResourceStatus,
    });
    const both = stubClients({
      'cloudformation:DescribeStacks': ({ StackName }) => {
        const isNow = StackName === arnOf('palisade-prod');
        const stack: Stack = {
          StackName: isNow ? 'palisade-prod' : 'palisade-dev',
          StackStatus: isNow ? 'CREATE_COMPLETE' : 'DELETE_COMPLETE',
          CreationTime: new Date(0),
          Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
        };
        return { Stacks: [stack] };
      },
      'cloudformation:DescribeStackResources': () => ({
        StackResources: [
          switchOf('palisade-dev', 'DELETE_COMPLETE'),
          switchOf('palisade-prod', 'CREATE_COMPLETE'),
        ],
      }),
    });
    expect(await findDeployment(both, place)).toEqual(found);
  });

  it.each<StackStatus>(['ROLLBACK_COMPLETE', 'DELETE_COMPLETE'])(
    'is refused by name in a stack that is %s',
    async (status) => {
      const { clients } = account(palisade('palisade-prod', { status }));
      expect(await findDeployment(clients, place)).toBeUndefined();
      await expect(findDeployment(clients, place, 'palisade-prod')).rejects.toThrow(
        status === 'DELETE_COMPLETE' ? 'there is no such stack' : `is ${status}`,
      );
    },
  );

  it.each<StackStatus>([
    'UPDATE_COMPLETE',
    'UPDATE_IN_PROGRESS',
    'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'UPDATE_ROLLBACK_IN_PROGRESS',
    'UPDATE_ROLLBACK_COMPLETE',
    'UPDATE_ROLLBACK_FAILED',
    'IMPORT_COMPLETE',
  ])('is that of a stack that is %s', async (status) => {
    const { clients } = account(palisade('palisade-prod', { status }));
    expect(await findDeployment(clients, place)).toEqual({ ...found, status });
    expect(await findDeployment(clients, place, 'palisade-prod')).toEqual({ ...found, status });
  });

  it('of an older version, whose stack has no outputs, is read from its resources', async () => {
    const resources = {
      Switch: '/palisade/switch',
      Ledger: outputs.TableName,
      Changes: outputs.QueueUrl,
      DeadLetters: outputs.DeadLettersUrl,
      OnDashchangeLambdaFunction: 'palisade-prod-on-change',
    };
    const { clients } = account(palisade('palisade-prod', { outputs: {}, resources }));
    expect(await findDeployment(clients, place)).toEqual({ ...found, outputs: {} });
  });

  it.each(['palisade-prod-on-change', `arn:aws:lambda:${region}:function:palisade-prod-on-change:7`])(
    'has function names that begin as in %s',
    async (OnChangeFunction) => {
      const { clients } = account(palisade('x', { outputs: { ...outputs, OnChangeFunction } }));
      expect((await findDeployment(clients, place))?.functions).toBe('palisade-prod');
    },
  );
});

describe('--stack', () => {
  it.each<[string, string, readonly Kept[], string]>([
    [
      'names no stack, and there is one',
      'palisade-dev',
      [palisade()],
      '--stack, palisade-dev: there is no such stack in eu-central-1 of account 111122223333; the Palisade there is --stack palisade-prod',
    ],
    [
      'names no stack, and there is none',
      'palisade-prod',
      [],
      'there is no such stack in eu-central-1 of account 111122223333; no Palisade is deployed there (--region names another Region)',
    ],
    [
      'names another stack',
      'network',
      [{ name: 'network', resources: { Vpc: 'vpc-1' } }, palisade()],
      "is a stack, but not Palisade's; the Palisade there is --stack palisade-prod",
    ],
    ['is not a valid name', 'my stack', [palisade()], 'is not a valid stack name'],
  ])('that %s is refused', async (_, name, stacks, says) => {
    const error: unknown = await findDeployment(account(...stacks).clients, place, name).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(BadInputError);
    expect(String(error)).toContain(says);
  });
});

it.each([
  ['AccessDenied', 'User: ann is not authorized to perform: cloudformation:DescribeStackResources', 'denied'],
  ['Throttling', 'Rate exceeded', 'throttled'],
])('is a failure when AWS refuses (%s)', async (name, message, kind) => {
  const clients = stubClients({
    'cloudformation:DescribeStackResources': () => {
      throw refusal(name, message, name === 'AccessDenied' ? 403 : 400);
    },
  });
  const error: unknown = await findDeployment(clients, place).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FailureError);
  expect(error instanceof FailureError ? error.failure : undefined).toMatchObject({
    kind,
    call: 'cloudformation:DescribeStackResources',
  });
});
