import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ModifyVpcAttributeCommand } from '@aws-sdk/client-ec2';
import { CreateUserCommand } from '@aws-sdk/client-iam';
import type { LambdaFunction } from '@palisade/sandbox/lambda/function';
import { cloudTrailEvent } from '../fakes/events';
import { seedEndpoint, seedNotebook, addOpenUser, addVpc, type SeededVpc } from './harness/seed';
import { deliver, type Stage, startStage } from './harness/stage';

// The AWS calls of one event in a warm function. More calls mean a higher bill and earlier throttling.

let stage: Stage;
let fn: LambdaFunction;
let vpc: SeededVpc;
let api: string;

/** Rules share what they read, so the calls of one rule can only be counted without the others. */
const only = ['notebook-direct-internet', 'endpoint-private-dns', 'principal-outside-access'];

/** Completes only when the clock is advanced. */
const notebookStop = 3_600_000;

/** With a limit that depends on the number of subjects, like the defaults. */
const settings = `rules:
  notebook-direct-internet: { mode: remediate }
  endpoint-private-dns: { mode: remediate }
  principal-outside-access: { mode: remediate }
limits: { actionsPerHour: 1000, sharePercent: 50 }
`;

beforeAll(async () => {
  stage = await startStage({ settings, notebookStopMs: notebookStop, only });
  vpc = await addVpc(stage.aws, 0);
  api = await seedEndpoint(stage.aws, vpc, 'api', true);
  fn = await stage.start('on-change');
  // The count of a sweep; without one, only one subject per hour may be changed.
  for (const rule of only) await stage.ledger.setPopulation(rule, 100);
  // Settings are read once per minute, not once per event.
  await deliver(fn, [notebookEvent('nobody')]);
});
afterAll(() => stage.stop());

const notebookEvent = (name: string) =>
  cloudTrailEvent('sagemaker', 'CreateNotebookInstance', { notebookInstanceName: name });
const endpointEvent = (id: string) =>
  cloudTrailEvent('ec2', 'ModifyVpcEndpoint', { ModifyVpcEndpointRequest: { VpcEndpointId: id } });
const userEvent = (userName: string) => cloudTrailEvent('iam', 'PutUserPolicy', { userName });

/** The reads of one evaluation of a subject, by rule. */
const judging = {
  // The notebook, the name that a replacement would have, and the VPCs that could hold it.
  notebook: { 'sagemaker:DescribeNotebookInstance': 2, 'ec2:DescribeVpcEndpoints': 1 },
  endpoint: {
    'ec2:DescribeVpcEndpoints': 1,
    'ec2:DescribeVpcEndpointServices': 1,
    // What decides where its name leads.
    'ec2:DescribeVpcAttribute': 2,
    'ec2:DescribeVpcs': 1,
    'ec2:DescribeDhcpOptions': 1,
    'route53:ListHostedZonesByVPC': 1,
    'route53profiles:ListProfileAssociations': 1,
    'route53resolver:ListResolverRuleAssociations': 1,
    'route53resolver:ListResolverRules': 1,
    // Who resolves it, and is let in.
    'sagemaker:ListNotebookInstances': 1,
    'sagemaker:DescribeNotebookInstance': 2,
    'sagemaker:ListDomains': 1,
    'ec2:DescribeNetworkInterfaces': 1,
    'ec2:DescribeSubnets': 1,
    'ec2:DescribeSecurityGroups': 1,
  },
  principal: {
    'iam:GetAccountAuthorizationDetails': 1,
    'iam:GetAccountSummary': 1,
    'ec2:DescribeVpcEndpoints': 1,
  },
};

type Calls = Readonly<Record<string, number>>;

function sum(...all: readonly Calls[]): Calls {
  const total: Record<string, number> = {};
  for (const calls of all)
    for (const [name, count] of Object.entries(calls)) total[name] = (total[name] ?? 0) + count;
  return total;
}

function times(count: number, calls: Calls): Calls {
  return Object.fromEntries(Object.entries(calls).map(([name, each]) => [name, count * each]));
}

/** The reads of the ledger about a finding at every event. */
const known: Calls = { 'dynamodb:GetItem': 1 };
/** Lease and outcome in the ledger with an audit entry, then Security Hub, then the mark that it was published. */
const handled: Calls = {
  'dynamodb:GetItem': 1,
  'dynamodb:UpdateItem': 3,
  'dynamodb:PutItem': 1,
  'securityhub:BatchImportFindings': 1,
  'securityhub:BatchUpdateFindings': 1,
};
/** The number of subjects, and the budget of this hour. */
const limits: Calls = { 'dynamodb:GetItem': 1, 'dynamodb:UpdateItem': 1 };
/** Intent and result of one step, each with its audit entry. */
const step: Calls = { 'dynamodb:UpdateItem': 2, 'dynamodb:PutItem': 2 };

interface Case {
  readonly event: string;
  /** Creates the resource of the event, and returns the event. */
  readonly make: () => Promise<object>;
  readonly calls: Calls;
}

const cases: readonly Case[] = [
  {
    event: 'notebook, passes',
    make: async () => {
      await seedNotebook(stage.aws, 'private', vpc);
      return notebookEvent('private');
    },
    calls: sum(judging.notebook, known),
  },
  {
    event: 'notebook, fails: is being stopped',
    make: async () => {
      await seedNotebook(stage.aws, 'open');
      return notebookEvent('open');
    },
    // Judged before the lease, under it, and after the step; it is stopping, so a follow-up is queued.
    calls: sum(times(3, judging.notebook), handled, limits, step, {
      'sagemaker:StopNotebookInstance': 1,
      'sqs:SendMessage': 1,
    }),
  },
  {
    event: 'notebook, fails: has stopped',
    make: async () => {
      await stage.account.clock.advance(notebookStop);
      return notebookEvent('open');
    },
    // The ledger records the ticket before it is opened.
    calls: sum(times(2, judging.notebook), handled, { 'ssm:CreateOpsItem': 1, 'dynamodb:UpdateItem': 1 }),
  },
  {
    event: 'notebook, fails, and nothing is new',
    make: () => Promise.resolve(notebookEvent('open')),
    // The plan may have been approved in the ticket.
    calls: sum(judging.notebook, known, { 'ssm:GetOpsItem': 1 }),
  },
  {
    event: 'endpoint, passes',
    make: () => Promise.resolve(endpointEvent(api)),
    calls: sum(judging.endpoint, known),
  },
  {
    event: 'endpoint, fails: private DNS turned on',
    // Where nobody else is: otherwise a person is asked, because somebody may be cut off.
    make: async () =>
      endpointEvent(await seedEndpoint(stage.aws, await addVpc(stage.aws, 2), 'runtime', false)),
    calls: sum(times(3, judging.endpoint), handled, limits, step, { 'ec2:ModifyVpcEndpoint': 1 }),
  },
  {
    event: 'endpoint, fails: DNS hostnames of the VPC and private DNS turned on',
    make: async () => {
      const other = await addVpc(stage.aws, 1);
      const off = { VpcId: other.id, EnableDnsHostnames: { Value: false } };
      await stage.aws.ec2.send(new ModifyVpcAttributeCommand(off));
      return endpointEvent(await seedEndpoint(stage.aws, other, 'runtime', false));
    },
    calls: sum(times(4, judging.endpoint), handled, limits, times(2, step), {
      'ec2:ModifyVpcAttribute': 1,
      'ec2:ModifyVpcEndpoint': 1,
    }),
  },
  {
    event: 'user, passes',
    make: async () => {
      await stage.aws.iam.send(new CreateUserCommand({ UserName: 'carol' }));
      return userEvent('carol');
    },
    calls: sum(judging.principal, known),
  },
  {
    event: 'user, fails: guardrail created and attached',
    make: async () => {
      await addOpenUser(stage.aws, 'ana');
      return userEvent('ana');
    },
    calls: sum(times(4, judging.principal), handled, limits, times(2, step), {
      'iam:CreatePolicy': 1,
      'iam:AttachUserPolicy': 1,
    }),
  },
  {
    event: 'user, fails: guardrail attached',
    make: async () => {
      await addOpenUser(stage.aws, 'ben');
      return userEvent('ben');
    },
    calls: sum(times(3, judging.principal), handled, limits, step, { 'iam:AttachUserPolicy': 1 }),
  },
];

/** The calls as text, such as `3 x`, `4 y`, for the test's title. */
function listed(calls: Calls): string {
  const total = Object.values(calls).reduce((count, one) => count + one, 0);
  const sorted = Object.entries(calls).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${total} calls: ${sorted.map(([name, count]) => `${count} ${name}`).join(', ')}`;
}

describe('AWS calls of one event', () => {
  // The order matters: some cases need the result of an earlier one.
  it.each(cases.map((one) => [one.event, listed(one.calls), one] as const))(
    '%s: %s',
    async (_, __, { make, calls }) => {
      const event = await make();
      stage.account.resetCalls();
      expect((await deliver(fn, [event])).failed).toEqual([]);
      expect(stage.callsOf(fn)).toEqual(calls);
    },
  );
});
