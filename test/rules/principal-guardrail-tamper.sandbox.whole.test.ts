import { describe, expect, it, jest } from '@jest/globals';
import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { approve } from '../../core/engine';
import { findingId, type ResourceRef } from '../../core/model/resource';
import { onSandbox } from './on-sandbox';

const rule = 'principal-guardrail-tamper';
// The first test also loads the SDK's clients.
jest.setTimeout(30_000);
const place = { account: '111122223333', region: 'us-east-1' };
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (...Action: string[]) => ({ Effect: 'Allow', Action, Resource: '*' });
const trust = (Principal: object) => policy({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
const ana: ResourceRef = { type: 'AWS::IAM::User', id: 'ana' };

describe('principal-guardrail-tamper in the engine, on the sandbox', () => {
  const account = onSandbox(rule);

  async function deployed(): Promise<void> {
    const iam = await account.clients.iam();
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'palisade-us-east-1-on-change',
        Path: '/palisade/',
        AssumeRolePolicyDocument: trust({ Service: 'lambda.amazonaws.com' }),
      }),
    );
  }

  async function user(PolicyDocument: string): Promise<void> {
    const iam = await account.clients.iam();
    await iam.send(new CreateUserCommand({ UserName: ana.id }));
    await iam.send(new PutUserPolicyCommand({ UserName: ana.id, PolicyName: 'work', PolicyDocument }));
    account.changes();
  }

  /** The user, read from IAM. */
  async function seen(): Promise<object | undefined> {
    const iam = await account.clients.iam();
    const { UserDetailList } = await iam.send(new GetAccountAuthorizationDetailsCommand({}));
    return UserDetailList?.find(({ UserName }) => UserName === ana.id);
  }
  const approved = (ref: ResourceRef) => approve(account.ports, findingId(rule, ref, place), 'ann');

  it('nothing without approval; then created, attached and verified, no plan afterwards; undo restores it', async () => {
    await deployed();
    await user(policy(allow('lambda:*', 'ssm:*')));
    const before = await seen();
    expect(await account.settle(ana)).toMatchObject({ status: 'fail', outcome: 'awaiting-approval' });
    expect(account.changes()).toEqual([]);
    const [ticket] = account.tickets.all.values();
    expect(ticket?.texts[0]?.body).toContain('protectedPrincipals');

    await approved(ana);
    expect(await account.settle(ana)).toMatchObject({ status: 'pass', outcome: 'fixed' });
    expect(account.changes()).toEqual(['CreatePolicy', 'AttachUserPolicy']);
    const again = await account.run(ana);
    expect(again.handled).toMatchObject([
      { kind: 'unchanged', finding: { status: 'pass', plan: { steps: [] } } },
    ]);
    expect(account.changes()).toEqual([]);

    expect(await account.undo(ana)).toMatchObject({ status: 'done' });
    expect(account.changes()).toEqual(['DetachUserPolicy']);
    expect(await seen()).toEqual(before);
    expect(await account.settle(ana)).toMatchObject({ status: 'fail' });
    expect(account.changes()).toEqual([]);
  });

  it('the second principal gets the same policy', async () => {
    await deployed();
    await user(policy(allow('lambda:*')));
    await account.settle(ana);
    await approved(ana);
    await account.settle(ana);
    const iam = await account.clients.iam();
    await iam.send(
      new CreateRoleCommand({ RoleName: 'ci', AssumeRolePolicyDocument: trust({ AWS: '111122223333' }) }),
    );
    await iam.send(
      new PutRolePolicyCommand({ RoleName: 'ci', PolicyName: 'p', PolicyDocument: policy(allow('sqs:*')) }),
    );
    account.changes();
    const ci: ResourceRef = { type: 'AWS::IAM::Role', id: 'ci' };
    await account.settle(ci);
    await approved(ci);
    expect(await account.settle(ci)).toMatchObject({ status: 'pass', outcome: 'fixed' });
    expect(account.changes()).toEqual(['AttachRolePolicy']);
  });

  it('deleted between approval and step: gone, and no ticket is left', async () => {
    await deployed();
    await user(policy(allow('lambda:*')));
    await account.settle(ana);
    const iam = await account.clients.iam();
    await iam.send(new DeleteUserPolicyCommand({ UserName: ana.id, PolicyName: 'work' }));
    await iam.send(new DeleteUserCommand({ UserName: ana.id }));
    await approved(ana);
    account.changes();
    await account.run(ana);
    expect(await account.record(ana)).toMatchObject({ outcome: 'gone' });
    expect(account.changes()).toEqual([]);
  });

  it('deleted between read and step: AWS refuses, and the next pass finds it gone', async () => {
    await deployed();
    await user(policy(allow('lambda:*')));
    await account.settle(ana);
    await approved(ana);
    const iam = await account.clients.iam();
    const ports = {
      ...account.ports,
      rules: account.ports.rules.map((one) => ({
        ...one,
        perform: async (...args: Parameters<typeof one.perform>) => {
          if (args[0].call === 'iam:AttachUserPolicy') {
            await iam.send(new DeleteUserPolicyCommand({ UserName: ana.id, PolicyName: 'work' }));
            await iam.send(new DeleteUserCommand({ UserName: ana.id }));
          }
          return one.perform(...args);
        },
      })),
    };
    await account.run(ana, ports);
    expect(await account.record(ana)).toMatchObject({ outcome: 'gone' });
  });

  it('somebody removes the permission meanwhile: it passes without a change', async () => {
    await deployed();
    await user(policy(allow('lambda:*')));
    await account.settle(ana);
    const iam = await account.clients.iam();
    await iam.send(new DeleteUserPolicyCommand({ UserName: ana.id, PolicyName: 'work' }));
    await approved(ana);
    account.changes();
    expect(await account.settle(ana)).toMatchObject({ status: 'pass', outcome: 'passing' });
    expect(account.changes()).toEqual([]);
  });

  it('the last attachment slot is used between read and step: the plan changes, so it asks again', async () => {
    await deployed();
    await user(policy(allow('lambda:*')));
    await account.settle(ana);
    await approved(ana);
    const iam = await account.clients.iam();
    for (let index = 0; index < 10; index += 1) {
      const { Policy } = await iam.send(
        new CreatePolicyCommand({ PolicyName: `p${index}`, PolicyDocument: policy(allow('s3:GetObject')) }),
      );
      await iam.send(new AttachUserPolicyCommand({ UserName: ana.id, PolicyArn: Policy?.Arn }));
    }
    account.changes();
    const record = await account.settle(ana);
    expect(record).toMatchObject({ status: 'fail', outcome: 'ticketed' });
    expect(record.because).toContain('no attachment left');
    expect(account.changes()).toEqual([]);
  });

  it('a role of Identity Center cannot be changed: a ticket with the text, no call', async () => {
    await deployed();
    const arn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    account.sandbox.admin.createSsoRole('AWSReservedSSO_Admin_1', [arn]);
    account.changes();
    const sso: ResourceRef = { type: 'AWS::IAM::Role', id: 'AWSReservedSSO_Admin_1' };
    expect(await account.settle(sso)).toMatchObject({ status: 'fail', outcome: 'ticketed' });
    expect([...account.tickets.all.values()][0]?.texts[0]?.body).toContain('PalisadeKeepRunning');
    expect(account.changes()).toEqual([]);
  });
});
