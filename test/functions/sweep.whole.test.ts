import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CreateUserCommand } from '@aws-sdk/client-iam';
import { DeleteNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import type { Posture } from '../../core/model/posture';
import type { LambdaFunction } from '@palisade/sandbox/lambda/function';
import { cloudTrailEvent, eventBridge } from '../fakes/events';
import { changingCalls } from './harness/changing';
import { seedEndpoint, seedNotebook, addOpenUser, addVpc, reaches } from './harness/seed';
import { deliver, remediateAll, type Stage, startStage } from './harness/stage';
import { nonEmpty } from '../non-empty';

let stage: Stage;
let sweep: LambdaFunction;
let off: string;

const hourly = eventBridge('Scheduled Event', 'aws.events', {});
const settings = `${remediateAll}exemptions:
  - { rule: notebook-direct-internet, resource: kaggle, until: 2099-01-01, owner: ml, reason: public data }
`;

beforeAll(async () => {
  stage = await startStage({ settings });
  const vpc = await addVpc(stage.aws, 0);
  await seedEndpoint(stage.aws, vpc, 'api', true);
  off = await seedEndpoint(stage.aws, vpc, 'runtime', false);
  await seedNotebook(stage.aws, 'doomed');
  // Its finding is in the ledger before it is deleted.
  const event = cloudTrailEvent('sagemaker', 'CreateNotebookInstance', { notebookInstanceName: 'doomed' });
  await deliver(await stage.start('on-change'), [event]);
  await reaches(stage.aws, 'doomed', 'Stopped');
  await stage.aws.sagemaker.send(new DeleteNotebookInstanceCommand({ NotebookInstanceName: 'doomed' }));
  await seedNotebook(stage.aws, 'exposed');
  await seedNotebook(stage.aws, 'kaggle');
  await seedNotebook(stage.aws, 'private', vpc);
  await addOpenUser(stage.aws, 'ana');
  await stage.aws.iam.send(new CreateUserCommand({ UserName: 'carol' }));
  await stage.waiting('changes');
  sweep = await stage.start('sweep');
}, 120_000);
afterAll(() => stage.stop());

describe('a dry run', () => {
  it('returns what would be done, and leaves no trace', async () => {
    stage.account.resetCalls();
    const { payload, error } = await sweep.invoke({ ...hourly, dryRun: true });
    expect(error).toBeUndefined();
    const found = payload as readonly {
      finding: string;
      would: string;
      steps: readonly { call: string }[];
    }[];
    const about = (name: string) =>
      found.find(({ finding }) => finding.endsWith(`notebook-instance/${name}`));
    const ana = found.find(({ finding }) => /^principal-outside-access\/.*\/user\/ana$/.test(finding));
    expect(ana).toMatchObject({ would: 'act' });
    expect(about('exposed')?.steps[0]?.call).toBe('sagemaker:StopNotebookInstance');
    expect(about('private')).toMatchObject({ would: 'nothing', steps: [] });
    expect(changingCalls(stage.account, sweep)).toEqual([]);
    const written = nonEmpty(Object.keys(stage.callsOf(sweep))).filter((call) =>
      /:(Put|Update|Send|Create|Delete|BatchImport)/.test(call),
    );
    expect(written).toEqual([]);
  });
});

describe('the sweep', () => {
  it('counts the verdicts, and puts into the queue what fails, is newly exempt, or is gone', async () => {
    stage.account.resetCalls();
    const { payload, error } = await sweep.invoke(hourly);
    expect(error).toBeUndefined();
    const posture = payload as Posture;
    expect(posture.rules).toMatchObject({
      'endpoint-private-dns': { pass: 1, fail: 1, unknown: 0, notApplicable: 0, exempt: 0 },
      'notebook-direct-internet': { pass: 1, fail: 1, unknown: 0, notApplicable: 0, exempt: 1 },
      'principal-outside-access': { pass: 1, fail: 1, unknown: 0, notApplicable: 0, exempt: 0 },
    });
    const failing = Object.values(posture.rules).reduce((sum, { fail }) => sum + fail, 0);
    expect(posture.summary.fail).toBe(failing);
    const messages = await stage.waiting('changes');
    const refs = (messages as readonly { refs: readonly { type: string; id: string }[] }[]).flatMap(
      (message) => message.refs,
    );
    const named = new Set(refs.map(({ type, id }) => `${type} ${id}`));
    for (const one of [
      `AWS::EC2::VPCEndpoint ${off}`,
      'AWS::IAM::User ana',
      'AWS::SageMaker::NotebookInstance doomed',
      'AWS::SageMaker::NotebookInstance exposed',
      'AWS::SageMaker::NotebookInstance kaggle',
    ])
      expect(named).toContain(one);
    expect(named).not.toContain('AWS::IAM::User carol');
  });

  it('changed nothing outside Palisade, and read each thing once', () => {
    expect(changingCalls(stage.account, sweep)).toEqual([]);
    expect(stage.callsOf(sweep)).toMatchObject({
      'sagemaker:ListNotebookInstances': 1,
      'sagemaker:DescribeNotebookInstance': 3,
      'ec2:DescribeVpcEndpoints': 1,
      'ec2:DescribeVpcEndpointServices': 1,
      'ec2:DescribeVpcAttribute': 2,
      'iam:GetAccountAuthorizationDetails': 1,
    });
  });

  it('finds nothing to put into the queue once on-change has handled it', async () => {
    const onChange = await stage.start('on-change');
    await sweep.invoke(hourly);
    const messages = await stage.waiting('changes');
    const isDone = async (): Promise<boolean> => {
      const { failed } = await deliver(onChange, messages as readonly object[]);
      expect(failed).toEqual([]);
      await reaches(stage.aws, 'exposed', 'Stopped');
      await stage.waiting('changes');
      await sweep.invoke(hourly);
      return (await stage.waiting('changes')).length === 0;
    };
    // A second pass, in case the notebook was not settled in the first.
    expect((await isDone()) || (await isDone())).toBe(true);
  });

  it('reports what it could not read as unknown, and puts that into the queue too', async () => {
    stage.account.setFault(({ operation }) =>
      operation === 'GetAccountAuthorizationDetails' ? { kind: 'denied' } : undefined,
    );
    const { payload } = await sweep.invoke(hourly);
    stage.account.setFault(undefined);
    expect(payload).toMatchObject({ rules: { 'principal-outside-access': { pass: 0, unknown: 1 } } });
    const [message, ...others] = (await stage.waiting('changes')) as {
      refs: { type: string; id: string }[];
    }[];
    expect(others).toEqual([]);
    // The account once, although two rules could not list its principals; access to each notebook is unknown too.
    expect(message?.refs.map(({ id }) => id).sort()).toEqual([
      '111122223333',
      'exposed',
      'kaggle',
      'private',
    ]);
  });

  it('throws an error if its queue refuses messages', async () => {
    await seedNotebook(stage.aws, 'another');
    stage.account.setFault(({ service }) => (service === 'sqs' ? { kind: 'denied' } : undefined));
    const { error } = await sweep.invoke(hourly);
    stage.account.setFault(undefined);
    expect(error?.errorType).toMatch(/AccessDenied/);
  });

  it('continues if it cannot create what the deployment lacks, and creates nothing in a dry run', async () => {
    const deployed = { PALISADE_CONFIG_RULES: 'all', PALISADE_RESERVED_CONCURRENCY: 'yes' };
    const making = ['config', 'lambda', 'securityhub'];
    for (const variables of [deployed, { PALISADE_CONFIG_RULES: 'some' }]) {
      const ending = await stage.start('sweep', variables);
      stage.account.resetCalls();
      await ending.invoke({ ...hourly, dryRun: true });
      expect(nonEmpty(stage.account.calls()).filter(({ service }) => making.includes(service))).toEqual([]);
      stage.account.setFault(({ service }) => (making.includes(service) ? { kind: 'denied' } : undefined));
      const { payload, error } = await ending.invoke(hourly);
      stage.account.setFault(undefined);
      expect(error).toBeUndefined();
      expect((payload as Posture).summary.fail).toBeGreaterThan(0);
    }
  });
});
