import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteUserPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateNotebookInstanceCommand,
  DeleteNotebookInstanceCommand,
  StopNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from '@jest/globals';
import type { ResourceRef } from '../../core/model/resource';
import { onSandbox } from './on-sandbox';

const churn: ResourceRef = { type: 'AWS::SageMaker::NotebookInstance', id: 'churn' };
const doc = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const open = doc({
  Effect: 'Allow',
  Action: 'sagemaker:CreatePresignedNotebookInstanceUrl',
  Resource: 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/churn',
});

describe('notebook-shared-access in the engine, on the sandbox', () => {
  const account = onSandbox('notebook-shared-access', {
    rules: { 'notebook-shared-access': { mode: 'ticket', maxPrincipals: 2 } },
  });

  async function seed(): Promise<void> {
    const [iam, sagemaker] = [await account.clients.iam(), await account.clients.sagemaker()];
    await sagemaker.send(
      new CreateNotebookInstanceCommand({
        NotebookInstanceName: 'churn',
        InstanceType: 'ml.t3.medium',
        RoleArn: 'arn:aws:iam::111122223333:role/notebook',
      }),
    );
    await account.wait();
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'open', PolicyDocument: open }));
    for (const UserName of ['ana', 'ben', 'carl']) await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(new AttachUserPolicyCommand({ UserName: 'ana', PolicyArn: Policy?.Arn }));
    await iam.send(new PutUserPolicyCommand({ UserName: 'ben', PolicyName: 'p', PolicyDocument: open }));
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'ds',
        AssumeRolePolicyDocument: doc({
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111122223333:root' },
          Action: 'sts:AssumeRole',
        }),
      }),
    );
    await iam.send(new PutRolePolicyCommand({ RoleName: 'ds', PolicyName: 'p', PolicyDocument: open }));
    account.changes();
  }

  const letCarlAssume = async () =>
    (await account.clients.iam()).send(
      new PutUserPolicyCommand({
        UserName: 'carl',
        PolicyName: 'p',
        PolicyDocument: doc({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }),
      }),
    );

  it('a principal who may assume the role has access: a ticket names everybody, and nothing is changed', async () => {
    await seed();
    const first = await account.run(churn);
    expect(first.handled).toMatchObject([{ finding: { status: 'pass' } }]);
    expect(account.tickets.all.size).toBe(0);

    await letCarlAssume();
    account.changes();
    expect(await account.settle(churn)).toMatchObject({ status: 'fail', outcome: 'ticketed' });
    const [ticket] = account.tickets.all.values();
    const body = ticket?.texts[0]?.body ?? '';
    expect(body).toContain('3 principals can open it, at most 2 may');
    expect(body).toContain('user ana: only from outside, by statement 1 of managed policy');
    expect(body).toContain('user carl: through role ds');
    expect(account.changes()).toEqual([]);
  });

  it('a change of a user has the notebook judged, and the ticket is closed once access is removed', async () => {
    await seed();
    await letCarlAssume();
    await account.run({ type: 'AWS::IAM::User', id: 'carl' });
    expect(await account.record(churn)).toMatchObject({ status: 'fail', outcome: 'ticketed' });

    const iam = await account.clients.iam();
    await iam.send(new DeleteUserPolicyCommand({ UserName: 'carl', PolicyName: 'p' }));
    account.changes();
    await account.run({ type: 'AWS::IAM::User', id: 'carl' });
    expect(await account.record(churn)).toMatchObject({ status: 'pass' });
    expect([...account.tickets.all.values()].map(({ lastWord }) => lastWord)).not.toEqual([undefined]);
    expect(account.changes()).toEqual([]);
  });

  it('a notebook that is deleted meanwhile is gone', async () => {
    await seed();
    await letCarlAssume();
    await account.settle(churn);
    const sagemaker = await account.clients.sagemaker();
    await sagemaker.send(new StopNotebookInstanceCommand({ NotebookInstanceName: 'churn' }));
    await account.wait();
    await sagemaker.send(new DeleteNotebookInstanceCommand({ NotebookInstanceName: 'churn' }));
    await account.wait();
    await account.run(churn);
    expect(await account.record(churn)).toMatchObject({ outcome: 'gone' });
  });

  it.each(['GetAccountAuthorizationDetails', 'DescribeNotebookInstance'])(
    'a denied %s is unknown, never a pass',
    async (operation) => {
      await seed();
      await letCarlAssume();
      account.sandbox.setFault((call) => (call.operation === operation ? { kind: 'denied' } : undefined));
      await account.run(churn);
      expect(await account.record(churn)).toMatchObject({ status: 'unknown' });
    },
  );
});
