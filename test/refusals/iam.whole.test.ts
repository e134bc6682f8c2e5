import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  GetUserPolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListPolicyVersionsCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, it, jest } from '@jest/globals';
import { guardrailPath } from '../../core/guardrail/policy';
import type { ResourceRef } from '../../core/model/resource';
import { clientsOf } from '@palisade/sandbox/clients';
import { onSandbox } from '../rules/on-sandbox';
import { scenarios } from '../../rules/principal-outside-access/scenarios';
import { interrupted, somebodyElse } from './interrupted';
import { met } from './met';
import { minute } from '../../core/engine/time';

// The first test also loads the SDK's clients.
jest.setTimeout(60_000);

const guardrail = 'PalisadeSageMakerGuardrail-us-east-1';
const day = 24 * 60 * minute;
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
/** A policy that does not matter to the rule. */
const harmless = policy({ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' });

describe('the guardrail and refusals of IAM', () => {
  const account = onSandbox('principal-outside-access', {
    limits: { actionsPerHour: 1000, sharePercent: 100 },
  });

  /** Seeds the drift of a scenario: the user alice, or the role scientist. */
  async function open(kind: 'user' | 'role'): Promise<ResourceRef> {
    const scenario = scenarios[kind === 'user' ? 0 : 1];
    if (scenario === undefined) throw new Error('there is no such scenario');
    const { sandbox } = account;
    const ref = await scenario.seed({ sandbox, aws: clientsOf(sandbox.url), wait: () => account.wait() });
    account.changes();
    return ref;
  }

  const tickets = () => [...account.tickets.all.values()];

  async function attachedTo({ type, id }: ResourceRef): Promise<readonly (string | undefined)[]> {
    const iam = await account.clients.iam();
    const { AttachedPolicies = [] } =
      type === 'AWS::IAM::User'
        ? await iam.send(new ListAttachedUserPoliciesCommand({ UserName: id }))
        : await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: id }));
    return AttachedPolicies.map(({ PolicyName }) => PolicyName);
  }

  it('somebody else changes the role at that moment: the step is retried a minute later, without a ticket', async () => {
    const ref = await open('role');
    account.sandbox.admin.dial({ timings: { iamBusy: 20_000 } });
    const bob = somebodyElse(account.sandbox);
    const ports = interrupted(account.ports, 'iam:AttachRolePolicy', () =>
      bob.iam.send(
        new PutRolePolicyCommand({ RoleName: ref.id, PolicyName: 'mine', PolicyDocument: harmless }),
      ),
    );
    await account.run(ref, ports);
    expect(met(account.sandbox, 'iam-concurrent-modification')).toBe(1);
    expect(await account.record(ref)).toMatchObject({ status: 'fail', outcome: 'acting' });
    expect(await attachedTo(ref)).toEqual([]);
    await account.wait(minute);
    expect(await account.settle(ref)).toMatchObject({ status: 'pass', outcome: 'fixed' });
    expect(await attachedTo(ref)).toEqual([guardrail]);
    expect(tickets()).toEqual([]);
  });

  it('somebody keeps changing it: a ticket after a limited number of attempts', async () => {
    const ref = await open('role');
    account.sandbox.admin.dial({ timings: { iamBusy: 10 * day } });
    const bob = somebodyElse(account.sandbox);
    await bob.iam.send(
      new PutRolePolicyCommand({ RoleName: ref.id, PolicyName: 'mine', PolicyDocument: harmless }),
    );
    let passes = 0;
    do {
      await account.run(ref);
      await account.wait(30 * minute);
      passes += 1;
    } while ((await account.record(ref)).outcome === 'acting' && passes < 20);
    expect(await account.record(ref)).toMatchObject({ outcome: 'failed' });
    expect(tickets()[0]?.texts[0]?.body).toContain('Another request updating the entity is in progress');
    expect(passes).toBeLessThan(10);
  });

  it('the new policy has not propagated yet: it is attached later, without a ticket', async () => {
    const ref = await open('user');
    account.sandbox.admin.dial({ timings: { iamPropagation: 30_000 } });
    await account.run(ref);
    expect(met(account.sandbox, 'iam-policy-not-yet-known')).toBe(1);
    expect(await account.record(ref)).toMatchObject({ status: 'fail', outcome: 'acting' });
    await account.wait(2 * minute);
    expect(await account.settle(ref)).toMatchObject({ status: 'pass', outcome: 'fixed' });
    expect(account.changes()).toEqual(['CreatePolicy', 'AttachUserPolicy', 'AttachUserPolicy']);
    expect(tickets()).toEqual([]);
  });

  it('the new policy never propagates: a ticket after three attempts, without an endless loop', async () => {
    const ref = await open('user');
    account.sandbox.admin.dial({ timings: { iamPropagation: 10 * day } });
    expect(await account.settle(ref)).toMatchObject({ status: 'fail', outcome: 'failed' });
    expect(account.changes().filter((name) => name === 'AttachUserPolicy')).toHaveLength(3);
    expect(tickets()[0]?.texts[0]?.body).toContain('does not exist or is not attachable');
  });

  it('the role has no attachment left by then: the guardrail becomes an inline policy', async () => {
    const ref = await open('role');
    const iam = await account.clients.iam();
    const ports = interrupted(account.ports, 'iam:AttachRolePolicy', async () => {
      for (let index = 0; index < 10; index += 1) {
        const { Policy } = await iam.send(
          new CreatePolicyCommand({ PolicyName: `team-${index}`, PolicyDocument: harmless }),
        );
        await iam.send(new AttachRolePolicyCommand({ RoleName: ref.id, PolicyArn: Policy?.Arn }));
      }
    });
    await account.run(ref, ports);
    expect(met(account.sandbox, 'iam-policies-per-role')).toBe(1);
    expect(await account.settle(ref)).toMatchObject({ status: 'pass', outcome: 'fixed' });
    expect(account.changes().filter((name) => name === 'PutRolePolicy')).toHaveLength(1);
    expect(tickets()).toEqual([]);
  });

  it('and the inline policies leave no room either: a ticket says so, and nothing is done halfway', async () => {
    const ref = await open('user');
    const iam = await account.clients.iam();
    for (let index = 0; index < 10; index += 1) {
      const { Policy } = await iam.send(
        new CreatePolicyCommand({ PolicyName: `team-${index}`, PolicyDocument: harmless }),
      );
      await iam.send(new AttachUserPolicyCommand({ UserName: ref.id, PolicyArn: Policy?.Arn }));
    }
    const long = policy({
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: Array.from({ length: 50 }, (_, index) => `arn:aws:s3:::bucket-of-team-${index}`),
    });
    const ports = interrupted(account.ports, 'iam:PutUserPolicy', () =>
      iam.send(new PutUserPolicyCommand({ UserName: ref.id, PolicyName: 'buckets', PolicyDocument: long })),
    );
    await account.run(ref, ports);
    expect(met(account.sandbox, 'iam-user-inline-size')).toBe(1);
    expect(await account.record(ref)).toMatchObject({
      status: 'fail',
      outcome: 'ticketed',
      because: expect.stringContaining('leave no room for the guardrail'),
    });
    expect(tickets()[0]?.texts[0]?.body).toContain('Policy to apply:');
    await expect(
      iam.send(new GetUserPolicyCommand({ UserName: ref.id, PolicyName: guardrail })),
    ).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  it('the shared policy got its fifth version by then: the oldest is deleted, and the new one is in force', async () => {
    const ref = await open('user');
    const iam = await account.clients.iam();
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: guardrail, Path: guardrailPath, PolicyDocument: harmless }),
    );
    const PolicyArn = Policy?.Arn;
    const version = () => iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: harmless }));
    for (let count = 1; count < 4; count += 1) await version();
    account.changes();
    await account.run(ref, interrupted(account.ports, 'iam:CreatePolicyVersion', version));
    expect(met(account.sandbox, 'iam-policy-versions')).toBe(1);
    expect(await account.settle(ref)).toMatchObject({ status: 'pass', outcome: 'fixed' });
    const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
    expect(
      Versions.filter(({ IsDefaultVersion }) => IsDefaultVersion).map(({ VersionId }) => VersionId),
    ).toEqual(['v6']);
    expect(tickets()).toEqual([]);
  });

  it('the name of the guardrail is taken, under another path: a ticket with AWS’s message, nothing changed', async () => {
    const ref = await open('user');
    const iam = await account.clients.iam();
    await iam.send(
      new CreatePolicyCommand({ PolicyName: guardrail.toLowerCase(), PolicyDocument: harmless }),
    );
    account.changes();
    expect(await account.settle(ref)).toMatchObject({ status: 'fail', outcome: 'failed' });
    expect(tickets()[0]?.texts[0]?.body).toContain(`A policy called ${guardrail} already exists`);
    expect(await attachedTo(ref)).toEqual([]);
    await account.settle(ref);
    expect(met(account.sandbox, 'iam-policy-name-taken')).toBe(1);
  });

  it('IAM throttles reads: unknown, never a pass; and fixed once it answers again', async () => {
    const ref = await open('user');
    const { rates } = account.sandbox.account.quotas;
    account.sandbox.admin.dial({ quotas: { rates: { ...rates, accountAuthorizationDetails: 0 } } });
    const { errors } = await account.run(ref);
    expect(errors).toEqual([]);
    expect(met(account.sandbox, 'iam-rate')).toBe(1);
    expect(await account.record(ref)).toMatchObject({ status: 'unknown', outcome: 'unknown' });
    expect(account.changes()).toEqual([]);
    account.sandbox.admin.dial({ quotas: { rates } });
    await account.wait(minute);
    expect(await account.settle(ref)).toMatchObject({ status: 'pass', outcome: 'fixed' });
    expect(tickets()).toEqual([]);
  });
});
