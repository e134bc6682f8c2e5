import { describe, expect, it } from '@jest/globals';
import {
  CreateAppCommand,
  CreateDomainCommand,
  type CreateDomainRequest,
  CreateUserProfileCommand,
  DeleteAppCommand,
  DescribeDomainCommand,
  UpdateDomainCommand,
} from '@aws-sdk/client-sagemaker';
import type { ResourceRef } from '../../core/model/resource';
import { dyingAt, onSandbox } from './on-sandbox';
import { minute } from '../../core/engine/time';

const update = 'UpdateDomain';
const labOf = (DomainId: string) =>
  ({ DomainId, UserProfileName: 'ana', AppType: 'JupyterLab', AppName: 'default' }) as const;

describe('studio-vpc-only in the engine, on the sandbox', () => {
  const account = onSandbox('studio-vpc-only');

  async function seed(change: Partial<CreateDomainRequest> = {}): Promise<ResourceRef> {
    const client = await account.clients.sagemaker();
    const { DomainId = '' } = await client.send(
      new CreateDomainCommand({
        DomainName: 'research',
        AuthMode: 'IAM',
        VpcId: 'vpc-0ml',
        SubnetIds: ['subnet-0a'],
        DefaultUserSettings: {
          ExecutionRole: 'arn:aws:iam::111122223333:role/studio',
          SecurityGroups: ['sg-0ml'],
        },
        ...change,
      }),
    );
    await account.wait();
    await client.send(new CreateUserProfileCommand({ DomainId, UserProfileName: 'ana' }));
    account.changes();
    return { type: 'AWS::SageMaker::Domain', id: DomainId };
  }

  async function seen({ id }: ResourceRef): Promise<object> {
    const client = await account.clients.sagemaker();
    const {
      LastModifiedTime: _,
      $metadata: __,
      ...rest
    } = await client.send(new DescribeDomainCommand({ DomainId: id }));
    return rest;
  }

  it.each(['IAM', 'SSO'] as const)(
    'a domain with %s: fixed once it is in service again, no plan afterwards; undo restores it',
    async (AuthMode) => {
      const domain = await seed({ AuthMode });
      const before = await seen(domain);
      await account.run(domain);
      expect(await account.record(domain)).toMatchObject({
        outcome: 'acting',
        because: expect.stringContaining('updating to VpcOnly'),
      });
      expect(await account.settle(domain)).toMatchObject({ status: 'pass', outcome: 'fixed' });
      expect(account.changes()).toEqual([update]);
      expect(await seen(domain)).toEqual({ ...before, AppNetworkAccessType: 'VpcOnly' });

      const again = await account.run(domain);
      expect(again.handled).toMatchObject([
        { kind: 'unchanged', finding: { status: 'pass', plan: { steps: [] } } },
      ]);
      expect(account.changes()).toEqual([]);
      expect(account.tickets.all.size).toBe(0);

      expect(await account.undo(domain)).toMatchObject({ status: 'done' });
      await account.wait();
      expect(await seen(domain)).toEqual(before);
      account.changes();
      expect(await account.settle(domain)).toMatchObject({ status: 'fail', outcome: 'ticketed' });
      expect(account.changes()).toEqual([]);
    },
  );

  it('a running app: a ticket names it and its owner; once it is deleted, the change is made', async () => {
    const domain = await seed();
    const client = await account.clients.sagemaker();
    await client.send(new CreateAppCommand(labOf(domain.id)));
    await account.wait();
    account.changes();
    expect(await account.settle(domain)).toMatchObject({ status: 'fail', outcome: 'ticketed' });
    const [ticket] = account.tickets.all.values();
    expect(ticket?.texts[0]?.body).toContain('JupyterLab default of user profile ana: InService');
    expect(account.changes()).toEqual([]);

    await client.send(new DeleteAppCommand(labOf(domain.id)));
    account.changes();
    await account.run(domain);
    expect(await account.record(domain)).toMatchObject({ outcome: 'acting' });
    expect(account.changes()).toEqual([]);
    expect(await account.settle(domain)).toMatchObject({ status: 'pass', outcome: 'fixed' });
    expect(account.changes()).toEqual([update]);
    expect([...account.tickets.all.values()].map(({ lastWord }) => lastWord)).toEqual([
      expect.stringContaining('fixed'),
    ]);
  });

  it('somebody starts an app between the read and the change: AWS refuses, and the ticket names it', async () => {
    const domain = await seed();
    const client = await account.clients.sagemaker();
    const ports = {
      ...account.ports,
      rules: account.ports.rules.map((rule) => ({
        ...rule,
        perform: async (...args: Parameters<typeof rule.perform>) => {
          await client.send(new CreateAppCommand(labOf(domain.id)));
          return rule.perform(...args);
        },
      })),
    };
    await account.run(domain, ports);
    expect(await account.record(domain)).toMatchObject({ status: 'fail', outcome: 'ticketed' });
    expect([...account.tickets.all.values()][0]?.texts[0]?.body).toContain('user profile ana: Pending');
    expect(await seen(domain)).toMatchObject({ AppNetworkAccessType: 'PublicInternetOnly' });
  });

  it.each([false, true])(
    'another worker completes it after a crash at the change (after its effect: %s)',
    async (after) => {
      const domain = await seed();
      const { ports, dead } = dyingAt(account.ports, 1, after);
      expect(await Promise.race([dead, account.run(domain, ports)])).toBe('dead');
      await account.wait(10 * minute);
      expect(await account.settle(domain)).toMatchObject({ status: 'pass', outcome: 'fixed' });
      expect(account.changes()).toEqual([update]);
    },
  );

  it('somebody else changes it to VpcOnly first: nothing is done', async () => {
    const domain = await seed();
    await account.run(domain, {
      ...account.ports,
      settings: { ...account.ports.settings, rules: { 'studio-vpc-only': { mode: 'ticket' } } },
    });
    const client = await account.clients.sagemaker();
    await client.send(
      new UpdateDomainCommand({
        DomainId: domain.id,
        AppNetworkAccessType: 'VpcOnly',
        VpcId: 'vpc-0ml',
        SubnetIds: ['subnet-0a'],
      }),
    );
    account.changes();
    expect(await account.settle(domain)).toMatchObject({ status: 'pass', outcome: 'passing' });
    expect(account.changes()).toEqual([]);
  });

  it('waits while the domain is in transition', async () => {
    const domain = await seed();
    const client = await account.clients.sagemaker();
    await client.send(
      new UpdateDomainCommand({ DomainId: domain.id, SubnetIds: ['subnet-0a', 'subnet-0b'] }),
    );
    account.changes();
    await account.run(domain);
    expect(await account.record(domain)).toMatchObject({
      outcome: 'acting',
      because: expect.stringContaining('Updating'),
    });
    expect(account.changes()).toEqual([]);
    expect(await account.settle(domain)).toMatchObject({ outcome: 'fixed' });
  });

  it('an RStudio domain is left to a person', async () => {
    const domain = await seed({
      DomainSettings: {
        RStudioServerProDomainSettings: { DomainExecutionRoleArn: 'arn:aws:iam::111122223333:role/rstudio' },
      },
    });
    expect(await account.settle(domain)).toMatchObject({
      outcome: 'ticketed',
      because: expect.stringContaining('RStudio'),
    });
    expect(account.changes()).toEqual([]);
  });

  it('undo is refused while an app runs, and continues once none does', async () => {
    const domain = await seed();
    await account.settle(domain);
    const client = await account.clients.sagemaker();
    await client.send(new CreateAppCommand(labOf(domain.id)));
    await account.wait();
    expect(await account.undo(domain)).toMatchObject({
      status: 'refused',
      because: expect.stringContaining('run undo again'),
    });
    await client.send(new DeleteAppCommand(labOf(domain.id)));
    await account.wait();
    expect(await account.undo(domain)).toMatchObject({ status: 'done' });
    expect(await seen(domain)).toMatchObject({ AppNetworkAccessType: 'PublicInternetOnly' });
  });

  it('a domain that does not exist any more is gone', async () => {
    const domain: ResourceRef = { type: 'AWS::SageMaker::Domain', id: 'd-gone' };
    expect(await account.run(domain)).toEqual({ handled: [], errors: [] });
  });

  it.each([
    ['DescribeDomain', { status: 'unknown', outcome: 'unknown' }],
    ['ListApps', { status: 'fail', outcome: 'ticketed' }],
    [update, { status: 'fail', outcome: 'failed' }],
  ])('a denied %s changes nothing', async (call, expected) => {
    const domain = await seed();
    account.sandbox.setFault(({ operation }) => (operation === call ? { kind: 'denied' } : undefined));
    expect(await account.settle(domain)).toMatchObject(expected);
    expect(await seenLater(domain)).toMatchObject({ AppNetworkAccessType: 'PublicInternetOnly' });
  });

  async function seenLater(domain: ResourceRef): Promise<object> {
    account.sandbox.setFault(undefined);
    return seen(domain);
  }
});
