import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetFindingsCommand } from '@aws-sdk/client-securityhub';
import { DescribeOpsItemsCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { opsCenter } from '../../adapters/tickets/opscenter/tickets';
import { findingId } from '../../core/model/resource';
import type { LambdaFunction } from '@palisade/sandbox/lambda/function';
import { cloudTrailEvent } from '../fakes/events';
import { seedNotebook, reaches } from '../functions/harness/seed';
import { deliver, remediateAll, type Stage, startStage } from '../functions/harness/stage';
import { onSandbox } from '../rules/on-sandbox';
import { met } from './met';
import { minute } from '../../core/engine/time';

const place = { account: '111122223333', region: 'us-east-1' };
const rule = 'notebook-direct-internet';
const idOf = (id: string) => findingId(rule, { type: 'AWS::SageMaker::NotebookInstance', id }, place);
const changed = (id: string) =>
  cloudTrailEvent('sagemaker', 'CreateNotebookInstance', { notebookInstanceName: id });

describe('the deployed function', () => {
  let stage: Stage;
  let onChange: LambdaFunction;

  beforeAll(async () => {
    stage = await startStage({ settings: remediateAll });
    onChange = await stage.start('on-change');
  }, 120_000);
  afterAll(() => stage.stop());

  /** A notebook that is stopped and then needs a person: of two deliveries, the second opens the ticket. */
  async function stopped(name: string) {
    await seedNotebook(stage.aws, name);
    await deliver(onChange, [changed(name)]);
    await reaches(stage.aws, name, 'Stopped');
    stage.account.resetCalls();
    return deliver(onChange, [changed(name)]);
  }

  async function recordState(name: string): Promise<string | undefined> {
    const { Findings = [] } = await stage.aws.securityhub.send(
      new GetFindingsCommand({ Filters: { Id: [{ Value: idOf(name), Comparison: 'CONTAINS' }] } }),
    );
    return Findings[0]?.RecordState;
  }

  it('settings that cannot be read for a moment: the message is retried, and then handled', async () => {
    await seedNotebook(stage.aws, 'early');
    const { rates } = stage.account.account.quotas;
    stage.account.admin.dial({ quotas: { rates: { ...rates, getParameter: 0 } } });
    expect((await deliver(onChange, [changed('early')])).failed).toEqual([0]);
    expect(met(stage.account, 'ssm-parameter-rate')).toBeGreaterThan(0);
    expect(await stage.ledger.load(idOf('early'))).toBeUndefined();
    stage.account.admin.dial({ quotas: { rates } });
    expect((await deliver(onChange, [changed('early')])).failed).toEqual([]);
    await reaches(stage.aws, 'early', 'Stopped');
    expect(await stage.waiting('dead')).toEqual([]);
  });

  it.each([
    ['of the month', { opsItemsAMonth: 0 }],
    ['in all', { opsItems: 0 }],
  ])(
    'OpsCenter is full, %s: the finding is stored and published, the log says why, without a flood of retries',
    async (_, quotas) => {
      const name = `full-${Object.keys(quotas).join('')}`;
      const before = { ...stage.account.account.quotas };
      stage.account.admin.dial({ quotas });
      const { failed, invocation } = await stopped(name);
      expect(failed).toEqual([]);
      // One pass handles four findings concurrently; each rule has one about this notebook.
      const asked = met(stage.account, 'ssm-ops-items-full');
      expect(asked).toBeLessThanOrEqual(4);
      const record = await stage.ledger.load(idOf(name));
      expect(record).toMatchObject({ status: 'fail', outcome: 'ticketed', retryAt: expect.any(String) });
      expect(record?.ticket).toBeUndefined();
      expect(await recordState(name)).toBe('ACTIVE');
      const line = invocation.logs.find((one) => one.includes('channel is off'));
      expect(line).toContain('no ticket can be opened');
      expect(line).toContain('have the quota raised');
      // An immediate repetition makes no further calls.
      await deliver(onChange, [changed(name)]);
      expect(met(stage.account, 'ssm-ops-items-full')).toBe(asked);
      expect(await stage.waiting('dead')).toEqual([]);
      stage.account.admin.dial({ quotas: before });
    },
  );

  it('creating OpsItems is allowed on opsitem/* only: names the missing grant', async () => {
    const RoleName = 'palisade-us-east-1-on-change';
    const role = `arn:aws:iam::111122223333:role/palisade/${RoleName}`;
    await stage.aws.iam.send(
      new CreateRoleCommand({
        RoleName,
        Path: '/palisade/',
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        }),
      }),
    );
    await stage.aws.iam.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: 'work',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', NotAction: 'ssm:CreateOpsItem', Resource: '*' },
            { Effect: 'Allow', Action: 'ssm:CreateOpsItem', Resource: 'arn:aws:ssm:*:*:opsitem/*' },
          ],
        }),
      }),
    );
    stage.account.authorizer.enforce(role);
    const { failed, invocation } = await stopped('denied');
    expect(failed).toEqual([]);
    expect(met(stage.account, 'ssm-create-ops-item-denied')).toBeLessThanOrEqual(4);
    expect(await stage.ledger.load(idOf('denied'))).toMatchObject({ status: 'fail', outcome: 'ticketed' });
    expect(await recordState('denied')).toBe('ACTIVE');
    expect(invocation.logs.find((one) => one.includes('channel is off'))).toContain(
      'allow ssm:CreateOpsItem on *',
    );
    expect(await stage.waiting('dead')).toEqual([]);
  });
});

describe('a ticket that OpsCenter refused because of its quota', () => {
  const account = onSandbox(rule);

  it('is opened within an hour after the quota allows it, and no other call is made until then', async () => {
    const aws = { sagemaker: await account.clients.sagemaker() };
    const { CreateNotebookInstanceCommand } = await import('@aws-sdk/client-sagemaker');
    await aws.sagemaker.send(
      new CreateNotebookInstanceCommand({
        NotebookInstanceName: 'churn',
        InstanceType: 'ml.t3.medium',
        RoleArn: 'arn:aws:iam::111122223333:role/notebooks',
        DirectInternetAccess: 'Enabled',
      }),
    );
    await account.wait();
    const ref = { type: 'AWS::SageMaker::NotebookInstance', id: 'churn' } as const;
    const pass = () => account.run(ref, { ...account.ports, tickets: opsCenter(account.clients) });
    const asked = () => account.changes().filter((name) => name === 'CreateOpsItem').length;
    const items = async () => {
      const ssm = await account.clients.ssm();
      return (await ssm.send(new DescribeOpsItemsCommand({}))).OpsItemSummaries?.length;
    };
    account.sandbox.admin.dial({ quotas: { opsItemsAMonth: 0 } });
    await pass();
    await account.wait();
    asked();
    await pass();
    expect(asked()).toBe(1);
    for (let passes = 0; passes < 5; passes += 1) {
      await account.wait(10 * minute);
      await pass();
    }
    expect(asked()).toBe(0);
    await account.wait(11 * minute);
    await pass();
    expect(asked()).toBe(1);
    account.sandbox.admin.dial({ quotas: { opsItemsAMonth: 10_000 } });
    await account.wait(61 * minute);
    await pass();
    expect(await items()).toBe(1);
    expect(await account.record(ref)).toMatchObject({ outcome: 'ticketed', ticket: { open: true } });
  });
});
