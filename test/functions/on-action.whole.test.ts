import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AttachUserPolicyCommand, ListAttachedUserPoliciesCommand } from '@aws-sdk/client-iam';
import { ListNotebookInstancesCommand } from '@aws-sdk/client-sagemaker';
import type { FindingRecord } from '../../core/model/ledger';
import { findingId } from '../../core/model/resource';
import type { LambdaFunction } from '@palisade/sandbox/lambda/function';
import { cloudTrailEvent, eventBridge } from '../fakes/events';
import {
  seedEndpoint,
  seedNotebook,
  addOpenUser,
  addVpc,
  seededNotebookStatus,
  reaches,
} from './harness/seed';
import { deliver, remediateAll, type Stage, startStage } from './harness/stage';

let stage: Stage;
let onChange: LambdaFunction;
let onAction: LambdaFunction;

const place = { account: '111122223333', region: 'us-east-1' };
const day = 86_400_000;

beforeAll(async () => {
  stage = await startStage({ settings: remediateAll });
  await seedEndpoint(stage.aws, await addVpc(stage.aws, 0), 'api', true);
  onChange = await stage.start('on-change');
  onAction = await stage.start('on-action');
}, 120_000);
afterAll(() => stage.stop());

function idOf(type: 'user' | 'notebook', id: string): string {
  return type === 'user'
    ? findingId('principal-outside-access', { type: 'AWS::IAM::User', id }, place)
    : findingId('notebook-direct-internet', { type: 'AWS::SageMaker::NotebookInstance', id }, place);
}

/** The event that Security Hub sends when somebody chooses a custom action for findings. */
function chosen(action: string, findings: readonly object[], more: object = {}) {
  const event = eventBridge('Security Hub Findings - Custom Action', 'aws.securityhub', {
    actionName: action,
    actionDescription: action,
    findings,
    ...more,
  });
  return {
    ...event,
    time: `${new Date().toISOString().slice(0, 19)}Z`,
    resources: [`arn:aws:securityhub:us-east-1:111122223333:action/custom/${action}`],
  };
}

const about = (id: string) => ({ Id: `palisade/${id}` });

/** Has on-change handle the messages in its queue. */
async function drain(): Promise<void> {
  const bodies = await stage.waiting('changes');
  if (bodies.length > 0) expect((await deliver(onChange, bodies as readonly object[])).failed).toEqual([]);
}

async function recordOf(id: string): Promise<FindingRecord | undefined> {
  return stage.ledger.load(id);
}

/** A notebook that the loop has stopped. */
async function contained(name: string): Promise<string> {
  await seedNotebook(stage.aws, name);
  const event = cloudTrailEvent('sagemaker', 'CreateNotebookInstance', { notebookInstanceName: name });
  await deliver(onChange, [event]);
  await reaches(stage.aws, name, 'Stopped');
  await deliver(onChange, [event]);
  const id = idOf('notebook', name);
  expect(await recordOf(id)).toMatchObject({ outcome: 'contained' });
  await stage.waiting('changes');
  return id;
}

/** A user to whom the loop has attached the guardrail. */
async function guarded(name: string): Promise<string> {
  await addOpenUser(stage.aws, name);
  const event = cloudTrailEvent('iam', 'PutUserPolicy', { userName: name });
  await deliver(onChange, [event]);
  const id = idOf('user', name);
  expect(await recordOf(id)).toMatchObject({ outcome: 'fixed' });
  expect(await policiesOf(name)).toEqual(['PalisadeSageMakerGuardrail-us-east-1']);
  await stage.waiting('changes');
  return id;
}

async function policiesOf(UserName: string): Promise<readonly (string | undefined)[]> {
  const { AttachedPolicies = [] } = await stage.aws.iam.send(
    new ListAttachedUserPoliciesCommand({ UserName }),
  );
  return AttachedPolicies.map(({ PolicyName }) => PolicyName);
}

describe('remediate', () => {
  it('approves exactly the steps that were shown, except those that destroy data', async () => {
    const id = await contained('churn');
    const shown = (await recordOf(id))?.shown ?? [];
    expect(shown.map(({ approval }) => approval)).toEqual(['required', 'data-loss']);
    const { payload } = await onAction.invoke(chosen('PalisadeRemediate', [about(id)]));
    expect(payload).toEqual([{ finding: id, status: 'done' }]);
    expect((await recordOf(id))?.approval?.steps).toEqual([shown[0]?.fingerprint]);

    stage.account.resetCalls();
    await drain();
    expect(stage.callsOf(onChange)).toMatchObject({ 'sagemaker:CreateNotebookInstance': 1 });
    expect(stage.callsOf(onChange)).not.toHaveProperty('sagemaker:DeleteNotebookInstance');
    const { NotebookInstances = [] } = await stage.aws.sagemaker.send(new ListNotebookInstancesCommand({}));
    expect(NotebookInstances.map(({ NotebookInstanceName }) => NotebookInstanceName).sort()).toEqual([
      'churn',
      'churn-vpc',
    ]);
    const after = await recordOf(id);
    expect(after).toMatchObject({ outcome: 'contained', ticket: { open: true } });
    expect(after?.approval).toBeUndefined();
  });

  it('is refused if the plan was shown only after the action was chosen', async () => {
    const event = chosen('PalisadeRemediate', [about(idOf('notebook', 'late'))]);
    const long = new Date(Date.now() - day).toISOString();
    const id = await contained('late');
    const { payload } = await onAction.invoke({ ...event, time: `${long.slice(0, 19)}Z` });
    expect(payload).toMatchObject([{ finding: id, status: 'refused' }]);
    expect(JSON.stringify(payload)).toContain('the plan has changed since it was approved');
    expect((await recordOf(id))?.approval).toBeUndefined();
    expect(await stage.waiting('changes')).toEqual([]);
  });

  it('is refused if there is nothing to approve', async () => {
    const id = idOf('notebook', 'nobody');
    const { payload } = await onAction.invoke(chosen('PalisadeRemediate', [about(id)]));
    expect(payload).toEqual([{ finding: id, status: 'refused', because: `there is no finding ${id}` }]);
    expect(await stage.waiting('changes')).toEqual([]);
    expect(await recordOf(id)).toBeUndefined();
  });
});

describe('a finding that another worker has leased', () => {
  it('is waited for', async () => {
    const id = await contained('busy');
    const opened = await stage.ledger.open(id, 'another worker');
    if (opened === 'leased') throw new Error('the finding is leased already');
    setTimeout(() => void stage.ledger.release(opened.lease), 2_500);
    const { payload } = await onAction.invoke(chosen('PalisadeRemediate', [about(id)]));
    expect(payload).toEqual([{ finding: id, status: 'done' }]);
  });

  it('is left to a retry of Lambda if the lease lasts, and the other findings are handled', async () => {
    const [id, free] = [await contained('busier'), await contained('free')];
    const opened = await stage.ledger.open(id, 'another worker');
    if (opened === 'leased') throw new Error('the finding is leased already');
    const event = chosen('PalisadeRemediate', [about(id), about(free)]);
    expect((await onAction.invoke(event)).error?.errorMessage).toContain(`another worker: ${id}`);
    expect((await recordOf(free))?.approval?.steps).toHaveLength(1);
    await stage.ledger.release(opened.lease);
    expect((await onAction.invoke(event)).payload).toMatchObject([{ finding: id, status: 'done' }, {}]);
    await stage.waiting('changes');
  });
});

describe('exempt', () => {
  it('exempts for 30 days, says by whom, and closes the ticket', async () => {
    const id = await contained('kaggle');
    const event = chosen('PalisadeExempt30d', [about(id)]);
    expect((await onAction.invoke(event)).payload).toEqual([{ finding: id, status: 'done' }]);
    await drain();
    const record = await recordOf(id);
    expect(record).toMatchObject({
      status: 'exempt',
      outcome: 'exempt',
      ticket: { open: false },
      exemption: { owner: `Security Hub custom action PalisadeExempt30d (event ${event.id})` },
    });
    const left = Date.parse(record?.exemption?.until ?? '') - Date.now();
    expect(Math.round(left / day)).toBe(30);
  });
});

describe('undo', () => {
  it('undoes what was done, and leaves the finding alone afterwards', async () => {
    const id = await guarded('ana');
    const { payload } = await onAction.invoke(chosen('PalisadeUndo', [about(id)]));
    expect(payload).toEqual([{ finding: id, status: 'done' }]);
    expect(await policiesOf('ana')).toEqual([]);
    await drain();
    // Neither the follow-up nor a later event reverts the person's choice.
    await deliver(onChange, [cloudTrailEvent('iam', 'PutUserPolicy', { userName: 'ana' })]);
    expect(await policiesOf('ana')).toEqual([]);
    const record = await recordOf(id);
    expect(record).toMatchObject({ status: 'fail', outcome: 'ticketed', ticket: { open: true } });
    expect(Math.round((Date.parse(record?.holdUntil ?? '') - Date.now()) / day)).toBe(7);
  });

  it('starts a notebook again that was stopped', async () => {
    const id = await contained('needed');
    const { payload } = await onAction.invoke(chosen('PalisadeUndo', [about(id)]));
    expect(payload).toEqual([{ finding: id, status: 'done' }]);
    await reaches(stage.aws, 'needed', 'InService');
    await drain();
    expect(await seededNotebookStatus(stage.aws, 'needed')).toBe('InService');
  });

  it('is refused if the resource has changed since', async () => {
    const id = await guarded('ben');
    const PolicyArn = 'arn:aws:iam::aws:policy/AmazonSageMakerReadOnly';
    await stage.aws.iam.send(new AttachUserPolicyCommand({ UserName: 'ben', PolicyArn }));
    const { payload } = await onAction.invoke(chosen('PalisadeUndo', [about(id)]));
    expect(payload).toMatchObject([{ status: 'refused' }]);
    expect(JSON.stringify(payload)).toContain('has changed since');
    expect(await policiesOf('ben')).toContain('PalisadeSageMakerGuardrail-us-east-1');
  });

  it('is refused if nothing was done', async () => {
    const id = await contained('untouched');
    await onAction.invoke(chosen('PalisadeUndo', [about(id)]));
    const { payload } = await onAction.invoke(chosen('PalisadeUndo', [about(id)]));
    expect(payload).toMatchObject([{ status: 'refused' }]);
    expect(JSON.stringify(payload)).toContain('nothing was done');
  });
});

describe('events of others', () => {
  it('only findings of other products are ignored', async () => {
    const id = await guarded('dora');
    const others = [{ Id: 'arn:aws:securityhub:us-east-1:111122223333:subscription/aws-foundational/1' }];
    expect((await onAction.invoke(chosen('PalisadeUndo', others))).payload).toEqual([]);
    const mixed = await onAction.invoke(chosen('PalisadeUndo', [...others, about(id)]));
    expect(mixed.payload).toEqual([{ finding: id, status: 'done' }]);
  });

  it('other actions are ignored', async () => {
    const id = idOf('user', 'ben');
    expect((await onAction.invoke(chosen('SendToChat', [about(id)]))).payload).toEqual([]);
  });
});

describe('an event that cannot be parsed', () => {
  const good = chosen('PalisadeUndo', [{ Id: 'palisade/x' }]);
  it.each<[string, unknown, string]>([
    ['null', null, 'custom action event: '],
    ['text', 'undo', 'custom action event: '],
    ['a list', [], 'custom action event: '],
    ['empty', {}, 'custom action event, '],
    [
      'of another detail type',
      { ...good, 'detail-type': 'Security Hub Findings - Imported' },
      'custom action event, detail-type: ',
    ],
    ['of another version', { ...good, version: '2' }, 'custom action event, version: '],
    ['without findings', chosen('PalisadeUndo', []), 'custom action event, detail.findings: '],
    [
      'with a number for an id',
      chosen('PalisadeUndo', [{ Id: 5 }]),
      'custom action event, detail.findings[0].Id: ',
    ],
    [
      'without a name',
      chosen('PalisadeUndo', [{ Id: 'palisade/x' }], { actionName: null }),
      'custom action event, detail.actionName: ',
    ],
  ])('%s: one typed error with the path in the event', async (_, event, place) => {
    stage.account.resetCalls();
    const { error } = await onAction.invoke(event);
    expect(error?.errorType).toBe('BadInputError');
    expect(error?.errorMessage.startsWith(place)).toBe(true);
    expect(error?.errorMessage).not.toContain('\n');
    expect(stage.callsOf(onAction)).toEqual({});
  });
});
