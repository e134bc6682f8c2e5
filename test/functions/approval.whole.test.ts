import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DescribeVpcEndpointsCommand } from '@aws-sdk/client-ec2';
import { GetOpsItemCommand, UpdateOpsItemCommand } from '@aws-sdk/client-ssm';
import { findingId } from '../../core/model/resource';
import type { LambdaFunction } from '@palisade/sandbox/lambda/function';
import { cloudTrailEvent } from '../fakes/events';
import { seedEndpoint, addVpc } from './harness/seed';
import { deliver, type Stage, startStage } from './harness/stage';

// A person approves by setting the ticket in progress: from the drift to the closed ticket.

let stage: Stage;
let onChange: LambdaFunction;

beforeAll(async () => {
  stage = await startStage({
    only: ['endpoint-private-dns'],
    settings: 'rules:\n  endpoint-private-dns: { mode: approve }\nlimits: { sharePercent: 100 }\n',
  });
  onChange = await stage.start('on-change');
});
afterAll(() => stage.stop());

const place = { account: '111122223333', region: 'us-east-1' };

async function drifted(second: number) {
  const endpoint = await seedEndpoint(stage.aws, await addVpc(stage.aws, second), 'api', false);
  const event = cloudTrailEvent('ec2', 'ModifyVpcEndpoint', {
    ModifyVpcEndpointRequest: { VpcEndpointId: endpoint },
  });
  await deliver(onChange, [event]);
  const id = findingId('endpoint-private-dns', { type: 'AWS::EC2::VPCEndpoint', id: endpoint }, place);
  const record = await stage.ledger.load(id);
  return { endpoint, event, id, outcome: record?.outcome, ticket: record?.ticket?.id ?? '' };
}

async function hasPrivateDns(id: string): Promise<boolean | undefined> {
  const { VpcEndpoints } = await stage.aws.ec2.send(
    new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }),
  );
  return VpcEndpoints?.[0]?.PrivateDnsEnabled;
}

async function statusOf(OpsItemId: string): Promise<string | undefined> {
  return (await stage.aws.ssm.send(new GetOpsItemCommand({ OpsItemId }))).OpsItem?.Status;
}

/** A person changes the ticket's status; CloudTrail reports the call. */
async function setStatus(OpsItemId: string, Status: 'InProgress' | 'Resolved') {
  await stage.aws.ssm.send(new UpdateOpsItemCommand({ OpsItemId, Status }));
  return cloudTrailEvent('ssm', 'UpdateOpsItem', { opsItemId: OpsItemId, status: Status });
}

it('performs what the ticket showed once it is in progress, verifies it and closes the ticket', async () => {
  const { endpoint, event, id, outcome, ticket } = await drifted(1);
  expect(outcome).toBe('awaiting-approval');
  expect(await statusOf(ticket)).toBe('Open');
  // Nothing happens without the approval, however often the drift is reported.
  await deliver(onChange, [event]);
  expect(await hasPrivateDns(endpoint)).toBe(false);

  expect((await deliver(onChange, [await setStatus(ticket, 'InProgress')])).failed).toEqual([]);
  expect(await hasPrivateDns(endpoint)).toBe(true);
  expect(await stage.ledger.load(id)).toMatchObject({
    outcome: 'fixed',
    ticket: { id: ticket, open: false },
  });
  expect(await statusOf(ticket)).toBe('Resolved');
  expect((await stage.ledger.audit(id)).map((entry) => entry.event)).toEqual([
    'awaiting-approval',
    'approved',
    'intent',
    'performed',
    'fixed',
  ]);
});

it('acts once, however often the approval is delivered', async () => {
  const { endpoint, ticket } = await drifted(2);
  const approval = await setStatus(ticket, 'InProgress');
  stage.account.resetCalls();
  await deliver(onChange, [approval, approval]);
  await deliver(onChange, [approval]);
  expect(await hasPrivateDns(endpoint)).toBe(true);
  expect(stage.callsOf(onChange)).toMatchObject({ 'ec2:ModifyVpcEndpoint': 1 });
});

it('accepts no other status as an approval', async () => {
  const { endpoint, ticket } = await drifted(3);
  expect((await deliver(onChange, [await setStatus(ticket, 'Resolved')])).failed).toEqual([]);
  expect(await hasPrivateDns(endpoint)).toBe(false);
});

it('ignores tickets that are not ours', async () => {
  const foreign = cloudTrailEvent('ssm', 'UpdateOpsItem', {
    opsItemId: 'oi-123456789012',
    status: 'InProgress',
  });
  expect((await deliver(onChange, [foreign])).failed).toEqual([]);
  expect(await stage.waiting('dead')).toEqual([]);
});
