import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { createClients } from '../../adapters/aws/clients';
import { findDeployment } from '../../adapters/aws/deployment';
import { type Cloud, createCloud } from '@palisade/sandbox/cloudformation/cloud';
import { type Sandbox, startSandbox } from '@palisade/sandbox';

jest.setTimeout(60_000);

// What is found while a stack is created and deleted, with CloudFormation's answers over HTTP.

const place = { account: '111122223333', region: 'us-east-1' };
let account: Sandbox;
let cloud: Cloud;
let cloudformation: CloudFormationClient;

beforeEach(async () => {
  account = await startSandbox();
  cloud = createCloud(account);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: account.url,
    AWS_REGION: place.region,
    AWS_ACCESS_KEY_ID: 'AKIATEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
  cloudformation = new CloudFormationClient({});
});
afterEach(async () => {
  cloudformation.destroy();
  await cloud.stop();
  await account.stop();
  Reflect.deleteProperty(process.env, 'AWS_ENDPOINT_URL');
});

const template = {
  Resources: {
    Switch: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: '/palisade/switch', Type: 'String', Value: 'on' },
    },
    Changes: { Type: 'AWS::SQS::Queue', Properties: {} },
    DeadLetters: { Type: 'AWS::SQS::Queue', Properties: {} },
  },
  Outputs: {
    TableName: { Value: 'palisade-prod-Ledger-1A2B' },
    // An older version has no output for its queue: the queue is found among the stack's resources.
    DeadLettersUrl: { Value: { Ref: 'DeadLetters' } },
    OnChangeFunction: { Value: 'palisade-prod-on-change' },
  },
};

/** The status of a stack once it no longer changes. */
async function settled(StackName: string): Promise<string> {
  for (;;) {
    const { Stacks = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
    const status = Stacks[0]?.StackStatus ?? '';
    if (!status.endsWith('_IN_PROGRESS')) return status;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function create(StackName: string, body: object): Promise<string> {
  const { StackId = '' } = await cloudformation.send(
    new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(body) }),
  );
  return StackId;
}

it('a deployment is found as long as its stack exists', async () => {
  const clients = createClients();
  expect(await findDeployment(clients, place)).toBeUndefined();
  const id = await create('palisade-dev', template);
  expect(await settled(id)).toBe('CREATE_COMPLETE');
  const found = await findDeployment(clients, place);
  expect(found).toMatchObject({
    stack: 'palisade-dev',
    table: 'palisade-prod-Ledger-1A2B',
    queueUrl: expect.stringContaining('Changes'),
    deadLettersUrl: expect.stringContaining('DeadLetters'),
    functions: 'palisade-prod',
  });
  expect(await findDeployment(clients, place, 'palisade-dev')).toEqual(found);
  await expect(findDeployment(clients, place, 'palisade-prod')).rejects.toThrow(
    'the Palisade there is --stack palisade-dev',
  );
  await cloudformation.send(new DeleteStackCommand({ StackName: 'palisade-dev' }));
  await settled(id);
  expect(await findDeployment(clients, place)).toBeUndefined();
  await expect(findDeployment(clients, place, 'palisade-dev')).rejects.toThrow('there is no such stack');
});

it('a stack that was rolled back is no deployment, and neither is a stack of something else', async () => {
  const clients = createClients();
  const broken = {
    ...template,
    Resources: {
      ...template.Resources,
      Bad: {
        Type: 'AWS::SSM::Parameter',
        DependsOn: ['Switch'],
        Properties: { Name: '/palisade/switch', Type: 'String', Value: 'again' },
      },
    },
  };
  expect(await settled(await create('palisade-prod', broken))).toBe('ROLLBACK_COMPLETE');
  expect(await findDeployment(clients, place)).toBeUndefined();
  await expect(findDeployment(clients, place, 'palisade-prod')).rejects.toThrow(
    /ROLLBACK_COMPLETE|not Palisade's/,
  );
  const { Resources } = { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: {} } } };
  expect(await settled(await create('network', { Resources }))).toBe('CREATE_COMPLETE');
  await expect(findDeployment(clients, place, 'network')).rejects.toThrow("not Palisade's");
});
