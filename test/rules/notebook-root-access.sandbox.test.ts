import { describe, expect, it } from '@jest/globals';
import {
  CreateNotebookInstanceCommand,
  DeleteNotebookInstanceCommand,
  DescribeNotebookInstanceCommand,
  StartNotebookInstanceCommand,
  type SageMakerClient,
  StopNotebookInstanceCommand,
  UpdateNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import type { ResourceRef } from '../../core/model/resource';
import { dyingAt, onSandbox } from './on-sandbox';
import { minute } from '../../core/engine/time';

const churn: ResourceRef = { type: 'AWS::SageMaker::NotebookInstance', id: 'churn' };
const named = { NotebookInstanceName: 'churn' };
const stop = 'StopNotebookInstance';
const update = 'UpdateNotebookInstance';
const start = 'StartNotebookInstance';

describe('notebook-root-access in the engine, on the sandbox', () => {
  const account = onSandbox('notebook-root-access');

  async function seed(status: 'InService' | 'Stopped'): Promise<void> {
    const client = await account.clients.sagemaker();
    await client.send(
      new CreateNotebookInstanceCommand({
        ...named,
        InstanceType: 'ml.t3.medium',
        RoleArn: 'arn:aws:iam::111122223333:role/notebook',
        RootAccess: 'Enabled',
        LifecycleConfigName: 'install-packages',
        VolumeSizeInGB: 20,
      }),
    );
    await account.wait();
    if (status === 'Stopped') await by((client) => client.send(new StopNotebookInstanceCommand(named)));
    account.changes();
  }

  /** An action of the notebook's owner, until it has completed. */
  async function by(act: (client: SageMakerClient) => Promise<unknown>): Promise<void> {
    await act(await account.clients.sagemaker());
    await account.wait();
    account.changes();
  }

  async function seen(): Promise<object> {
    const client = await account.clients.sagemaker();
    const {
      LastModifiedTime: _,
      $metadata: __,
      ...rest
    } = await client.send(new DescribeNotebookInstanceCommand(named));
    return rest;
  }

  /** Repeats undo until it is complete, because AWS needs minutes between the inverse steps. */
  async function undone(): Promise<number> {
    for (let tries = 1; tries <= 5; tries += 1) {
      const { status } = await account.undo(churn);
      await account.wait();
      if (status === 'done') return tries;
    }
    throw new Error('undo does not end');
  }

  it.each([
    ['InService', [stop, update, start]],
    ['Stopped', [update]],
  ] as const)(
    'a notebook that is %s: fixed, with the status that it had; no plan afterwards; undo restores it',
    async (status, calls) => {
      await seed(status);
      const before = await seen();
      expect(await account.settle(churn)).toMatchObject({ status: 'pass', outcome: 'fixed' });
      expect(account.changes()).toEqual(calls);
      expect(await seen()).toEqual({ ...before, RootAccess: 'Disabled' });

      await account.wait();
      const again = await account.run(churn);
      expect(again.handled).toMatchObject([
        { kind: 'unchanged', finding: { status: 'pass', plan: { steps: [] } } },
      ]);
      expect(account.changes()).toEqual([]);
      expect(account.tickets.all.size).toBe(0);

      await undone();
      expect(await seen()).toEqual(before);
      account.changes();
      expect(await account.settle(churn)).toMatchObject({ status: 'fail', outcome: 'ticketed' });
      expect(account.changes()).toEqual([]);
    },
  );

  it.each([1, 2, 3].flatMap((at) => [[at, false] as const, [at, true] as const]))(
    'another worker completes it after a crash at change %i (after its effect: %s)',
    async (at, after) => {
      await seed('InService');
      const before = await seen();
      const { ports, dead } = dyingAt(account.ports, at, after);
      let end: unknown;
      for (let turn = 0; turn < 10 && end !== 'dead'; turn += 1) {
        end = await Promise.race([dead, account.run(churn, ports)]);
        await account.wait(minute);
      }
      expect(end).toBe('dead');
      await account.wait(10 * minute);
      expect(await account.settle(churn)).toMatchObject({ status: 'pass', outcome: 'fixed' });
      expect(await seen()).toEqual({ ...before, RootAccess: 'Disabled' });
      expect(account.changes()).toEqual([stop, update, start]);
    },
  );

  it('waits while it is in transition', async () => {
    const client = await account.clients.sagemaker();
    await seed('Stopped');
    await client.send(new StartNotebookInstanceCommand(named));
    account.changes();
    await account.run(churn);
    expect(await account.record(churn)).toMatchObject({
      outcome: 'acting',
      because: expect.stringContaining('Pending'),
    });
    expect(account.changes()).toEqual([]);
  });

  it('somebody starts it while it was stopped for the change: it is not stopped again, and left stopped later', async () => {
    await seed('InService');
    await account.run(churn);
    expect(account.changes()).toEqual([stop]);
    await account.wait();
    await by((client) => client.send(new StartNotebookInstanceCommand(named)));
    expect(await account.settle(churn)).toMatchObject({
      outcome: 'ticketed',
      because: expect.stringContaining('somebody started'),
    });
    expect(account.changes()).toEqual([]);

    await by((client) => client.send(new StopNotebookInstanceCommand(named)));
    expect(await account.settle(churn)).toMatchObject({ status: 'pass', outcome: 'fixed' });
    expect(account.changes()).toEqual([update]);
    expect(await seen()).toMatchObject({ NotebookInstanceStatus: 'Stopped', RootAccess: 'Disabled' });
    expect([...account.tickets.all.values()].map(({ lastWord }) => lastWord)).toEqual([
      expect.stringContaining('fixed'),
    ]);
  });

  it('its owner disables root access while it is stopped: it is still started again', async () => {
    await seed('InService');
    await account.run(churn);
    await account.wait();
    await by((client) =>
      client.send(new UpdateNotebookInstanceCommand({ ...named, RootAccess: 'Disabled' })),
    );
    expect(await account.settle(churn)).toMatchObject({ status: 'pass', outcome: 'fixed' });
    expect(account.changes()).toEqual([start]);
    expect(await seen()).toMatchObject({ NotebookInstanceStatus: 'InService' });
  });

  it('its owner starts it after the change: it is not started twice', async () => {
    await seed('InService');
    await account.run(churn);
    await account.wait();
    await account.run(churn);
    expect(account.changes()).toEqual([stop, update]);
    await account.wait();
    await by((client) => client.send(new StartNotebookInstanceCommand(named)));
    expect(await account.settle(churn)).toMatchObject({ outcome: 'fixed' });
    expect(account.changes()).toEqual([]);
  });

  it('its owner stops it right after the restart: it stays stopped', async () => {
    await seed('InService');
    for (let turn = 0; turn < 3; turn += 1) {
      await account.run(churn);
      await account.wait();
    }
    expect(account.changes()).toEqual([stop, update, start]);
    await by((client) => client.send(new StopNotebookInstanceCommand(named)));
    expect(await account.settle(churn)).toMatchObject({ outcome: 'fixed' });
    await account.settle(churn);
    expect(account.changes()).toEqual([]);
    expect(await seen()).toMatchObject({ NotebookInstanceStatus: 'Stopped' });
  });

  it('it does not start again: a ticket, which is closed once it runs', async () => {
    await seed('InService');
    await account.run(churn);
    await account.wait();
    await account.run(churn);
    await account.wait();
    account.sandbox.admin.failNextTransition('churn', 'the lifecycle script took longer than 5 minutes');
    await account.run(churn);
    await account.wait();
    expect(await account.settle(churn)).toMatchObject({ status: 'pass', outcome: 'ticketed' });
    expect(account.tickets.all.size).toBe(1);
    expect(account.changes()).toEqual([stop, update, start]);
  });

  it('it is deleted between the steps', async () => {
    await seed('InService');
    await account.run(churn);
    await account.wait();
    account.changes();
    const client = await account.clients.sagemaker();
    await client.send(new DeleteNotebookInstanceCommand(named));
    account.changes();
    expect(await account.settle(churn)).toMatchObject({ status: 'not-applicable' });
    await account.wait();
    expect((await account.run(churn)).handled).toMatchObject([
      { finding: { status: 'not-applicable', message: 'the resource no longer exists' } },
    ]);
    expect(account.changes()).toEqual([]);
  });

  it('a refused start ends in a ticket, and is tried again later', async () => {
    await seed('InService');
    await account.run(churn);
    await account.wait();
    await account.run(churn);
    await account.wait();
    account.sandbox.setFault(({ operation }) => (operation === start ? { kind: 'denied' } : undefined));
    expect(await account.settle(churn)).toMatchObject({ outcome: 'failed', status: 'pass' });
    expect(account.tickets.all.size).toBe(1);
    account.sandbox.setFault(undefined);
    account.changes();
    await account.wait(25 * 60 * minute);
    expect(await account.settle(churn)).toMatchObject({ outcome: 'fixed' });
    expect(account.changes()).toEqual([start]);
  });
});
