import { describe, expect, it } from '@jest/globals';
import {
  CreateAppCommand,
  CreateDomainCommand,
  CreateNotebookInstanceCommand,
  CreateUserProfileCommand,
  DeleteAppCommand,
  DescribeDomainCommand,
  DescribeNotebookInstanceCommand,
  StopNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { approve } from '../../core/engine';
import { findingId, type ResourceRef } from '../../core/model/resource';
import { onSandbox } from '../rules/on-sandbox';
import { interrupted } from './interrupted';
import { met } from './met';
import { apiEndpoint, letIn, smallNetwork } from './network';
import { minute } from '../../core/engine/time';

const place = { account: '111122223333', region: 'us-east-1' };
const day = 24 * 60 * minute;

describe('studio-vpc-only', () => {
  const account = onSandbox('studio-vpc-only');

  async function domain(): Promise<ResourceRef> {
    const client = await account.clients.sagemaker();
    const { DomainId = '' } = await client.send(
      new CreateDomainCommand({
        DomainName: 'research',
        AuthMode: 'IAM',
        VpcId: 'vpc-0ml',
        SubnetIds: ['subnet-0a', 'subnet-0b'],
        DefaultUserSettings: {
          ExecutionRole: 'arn:aws:iam::111122223333:role/studio',
          SecurityGroups: ['sg-0ml'],
        },
      }),
    );
    await account.wait();
    return { type: 'AWS::SageMaker::Domain', id: DomainId };
  }

  it('an approved step of an older version, without VPC and subnets: a ticket with AWS’s message, nothing changed', async () => {
    const ref = await domain();
    const older = account.ports.rules.map((rule) => ({
      ...rule,
      perform: (...[step, clients]: Parameters<typeof rule.perform>) => {
        const {
          VpcId: _,
          SubnetIds: __,
          ...input
        } = { ...(step.input as Readonly<Record<string, unknown>>) };
        return rule.perform({ ...step, input }, clients);
      },
    }));
    await account.run(ref, { ...account.ports, rules: older });
    expect(await account.record(ref)).toMatchObject({
      status: 'fail',
      outcome: 'failed',
      because: expect.stringContaining('VpcId and Subnet IDs are required'),
    });
    expect(met(account.sandbox, 'sagemaker-vpc-only-without-subnets')).toBe(1);
    expect([...account.tickets.all.values()][0]?.texts[0]?.body).toContain('Subnet IDs are required');
    const client = await account.clients.sagemaker();
    expect(await client.send(new DescribeDomainCommand({ DomainId: ref.id }))).toMatchObject({
      AppNetworkAccessType: 'PublicInternetOnly',
      Status: 'InService',
    });
  });

  it('a new plan and its inverse name VPC and subnets, so AWS accepts both', async () => {
    const ref = await domain();
    expect(await account.settle(ref)).toMatchObject({ status: 'pass', outcome: 'fixed' });
    expect(await account.undo(ref)).toMatchObject({ status: 'done' });
    const sent = account.sandbox.calls().filter(({ operation }) => operation === 'UpdateDomain');
    const network = { VpcId: 'vpc-0ml', SubnetIds: ['subnet-0a', 'subnet-0b'] };
    expect(sent).toMatchObject([
      { input: { ...network, AppNetworkAccessType: 'VpcOnly' }, errorCode: undefined },
      { input: { ...network, AppNetworkAccessType: 'PublicInternetOnly' }, errorCode: undefined },
    ]);
  });

  it('somebody starts an app at the same moment: the ticket names the app, and the change follows once it is deleted', async () => {
    const ref = await domain();
    const client = await account.clients.sagemaker();
    await client.send(new CreateUserProfileCommand({ DomainId: ref.id, UserProfileName: 'ana' }));
    const app = {
      DomainId: ref.id,
      UserProfileName: 'ana',
      AppType: 'JupyterLab',
      AppName: 'default',
    } as const;
    const starts = () => client.send(new CreateAppCommand(app));
    await account.run(ref, interrupted(account.ports, 'sagemaker:UpdateDomain', starts));
    expect(met(account.sandbox, 'sagemaker-app-in-service')).toBe(1);
    expect(await account.record(ref)).toMatchObject({ status: 'fail', outcome: 'ticketed' });
    expect([...account.tickets.all.values()][0]?.texts[0]?.body).toContain(
      'JupyterLab default of user profile ana',
    );
    await account.wait();
    await client.send(new DeleteAppCommand(app));
    await account.wait();
    expect(await account.settle(ref)).toMatchObject({ status: 'pass', outcome: 'fixed' });
  });
});

describe('notebook-direct-internet', () => {
  const account = onSandbox('notebook-direct-internet');

  async function exposed(more: { PlatformIdentifier?: string } = {}): Promise<ResourceRef> {
    const client = await account.clients.sagemaker();
    await client.send(
      new CreateNotebookInstanceCommand({
        NotebookInstanceName: 'churn',
        InstanceType: 'ml.t3.medium',
        RoleArn: 'arn:aws:iam::111122223333:role/notebook',
        ...more,
      }),
    );
    await account.wait();
    return { type: 'AWS::SageMaker::NotebookInstance', id: 'churn' };
  }

  const statusOf = async ({ id }: ResourceRef): Promise<string | undefined> => {
    const client = await account.clients.sagemaker();
    const described = await client.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: id }));
    return described.NotebookInstanceStatus;
  };

  it('its owner stops it at the same moment: it is settled once it has stopped, without another stop', async () => {
    const ref = await exposed();
    const client = await account.clients.sagemaker();
    const stops = () => client.send(new StopNotebookInstanceCommand({ NotebookInstanceName: ref.id }));
    await account.run(ref, interrupted(account.ports, 'sagemaker:StopNotebookInstance', stops));
    expect(met(account.sandbox, 'sagemaker-stop-not-in-service')).toBe(1);
    expect(await account.record(ref)).toMatchObject({
      outcome: 'acting',
      because: expect.stringContaining('stopping'),
    });
    // It is stopped, and there is no VPC for a replacement, so the rest is left to a person.
    expect(await account.settle(ref)).toMatchObject({ outcome: 'ticketed' });
    expect(await statusOf(ref)).toBe('Stopped');
    expect(account.changes().filter((name) => name === 'StopNotebookInstance')).toHaveLength(2);
  });

  it('an undo while it is still stopping waits, and is completed once it has stopped', async () => {
    const ref = await exposed();
    await account.run(ref);
    expect(await statusOf(ref)).toBe('Stopping');
    expect(await account.undo(ref)).toMatchObject({ status: 'refused', isBegun: true });
    expect(met(account.sandbox, 'sagemaker-start-in-transition')).toBe(1);
    await account.wait();
    expect(await account.undo(ref)).toMatchObject({ status: 'done' });
    await account.wait();
    expect(await statusOf(ref)).toBe('InService');
  });

  it('an organization that denies the stop: the ticket names its policy', async () => {
    const ref = await exposed();
    const arn = account.sandbox.admin.setServiceControlPolicy('notebooks', {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: 'sagemaker:StopNotebookInstance', Resource: '*' }],
    });
    const record = await account.settle(ref);
    expect(record).toMatchObject({
      status: 'fail',
      outcome: 'failed',
      because: expect.stringContaining(arn),
    });
    expect(record.because).not.toContain('needs the permission');
    expect(met(account.sandbox, 'sagemaker-denied-by-organization')).toBe(1);
    expect(account.tickets.all.size).toBe(1);
    expect(await statusOf(ref)).toBe('InService');
  });

  it('a notebook that AWS would not start again is not stopped without approval', async () => {
    const ref = await exposed({ PlatformIdentifier: 'notebook-al2-v3' });
    account.sandbox.admin.setPlatform('churn', 'notebook-al2-v2');
    account.sandbox.resetCalls();
    expect(await account.settle(ref)).toMatchObject({ outcome: 'awaiting-approval' });
    expect([...account.tickets.all.values()][0]?.texts[0]?.body).toContain(
      'ended its platform notebook-al2-v2',
    );
    expect(await statusOf(ref)).toBe('InService');
  });
});

describe('notebook-in-vpc', () => {
  const ruleId = 'notebook-in-vpc';
  const account = onSandbox(ruleId);

  /** A notebook without a VPC, whose replacement is approved. */
  async function approved(platform = 'notebook-al2-v3'): Promise<ResourceRef> {
    const ec2 = await account.clients.ec2();
    const network = await smallNetwork(ec2);
    await letIn(ec2, network.endpoints, { CidrIp: '10.0.0.0/16' });
    await apiEndpoint(ec2, network);
    const client = await account.clients.sagemaker();
    await client.send(
      new CreateNotebookInstanceCommand({
        NotebookInstanceName: 'churn',
        InstanceType: 'ml.t3.medium',
        RoleArn: 'arn:aws:iam::111122223333:role/notebook',
        PlatformIdentifier: 'notebook-al2-v3',
      }),
    );
    await account.wait();
    account.sandbox.admin.setPlatform('churn', platform);
    const ref = { type: 'AWS::SageMaker::NotebookInstance', id: 'churn' } as const;
    expect(await account.settle(ref)).toMatchObject({ outcome: 'awaiting-approval' });
    await approve(account.ports, findingId(ruleId, ref, place), 'ann');
    return ref;
  }

  const described = async (NotebookInstanceName: string) => {
    const client = await account.clients.sagemaker();
    return client.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName }));
  };

  it('a quota: a ticket names it, and the old notebook keeps running', async () => {
    const ref = await approved();
    account.sandbox.admin.setQuotas({ notebookInstances: 1 });
    expect(await account.settle(ref)).toMatchObject({
      status: 'fail',
      outcome: 'failed',
      because: expect.stringContaining('hit a quota (ResourceLimitExceeded)'),
    });
    expect(met(account.sandbox, 'sagemaker-notebook-quota')).toBe(1);
    expect(await described('churn')).toMatchObject({ NotebookInstanceStatus: 'InService' });
    account.sandbox.admin.setQuotas({ notebookInstances: 20 });
    await account.wait(day);
    expect(await account.settle(ref)).toMatchObject({ outcome: 'awaiting-approval' });
  });

  it('a role that does not trust SageMaker any more: a ticket names it, and the old notebook keeps running', async () => {
    const ref = await approved();
    const iam = await account.clients.iam();
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'notebook',
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        }),
      }),
    );
    expect(await account.settle(ref)).toMatchObject({
      status: 'fail',
      outcome: 'failed',
      because: expect.stringContaining('Could not assume role arn:aws:iam::111122223333:role/notebook'),
    });
    expect(met(account.sandbox, 'sagemaker-role-not-assumable')).toBe(1);
    expect(await described('churn')).toMatchObject({ NotebookInstanceStatus: 'InService' });
  });

  it('a platform that AWS ended since: a ticket with AWS’s message, and the old notebook keeps running', async () => {
    const ref = await approved();
    account.sandbox.admin.endPlatform('notebook-al2-v3');
    expect(await account.settle(ref)).toMatchObject({
      status: 'fail',
      outcome: 'failed',
      because: expect.stringContaining('Platform identifier (notebook-al2-v3) is not supported'),
    });
    expect(met(account.sandbox, 'sagemaker-platform-ended')).toBe(1);
    expect(await described('churn')).toMatchObject({ NotebookInstanceStatus: 'InService' });
  });

  it('a platform that is known to have ended is not requested: the replacement has the current one', async () => {
    const ref = await approved('notebook-al2-v2');
    await account.run(ref);
    await account.wait();
    expect(await described('churn-vpc')).toMatchObject({
      PlatformIdentifier: 'notebook-al2023-v1',
      NotebookInstanceStatus: 'InService',
    });
  });
});
