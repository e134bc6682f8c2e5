import type { Subnet, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { DescribeNotebookInstanceOutput, NotebookInstanceStatus } from '@aws-sdk/client-sagemaker';
import type { GivenAccount, RuleCase } from '../../test/rules/given';

const base: DescribeNotebookInstanceOutput = {
  NotebookInstanceArn: 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/churn',
  NotebookInstanceName: 'churn',
  NotebookInstanceStatus: 'InService',
  InstanceType: 'ml.t3.medium',
  RoleArn: 'arn:aws:iam::111122223333:role/notebook',
  DirectInternetAccess: 'Enabled',
  RootAccess: 'Disabled',
};

const apiEndpoint: VpcEndpoint = {
  VpcEndpointId: 'vpce-0api',
  VpcEndpointType: 'Interface',
  VpcId: 'vpc-0ml',
  ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
  State: 'Available',
  SubnetIds: ['subnet-0a'],
  Groups: [{ GroupId: 'sg-0ml', GroupName: 'ml' }],
};

const subnets: readonly Subnet[] = [
  { SubnetId: 'subnet-0a', VpcId: 'vpc-0ml' },
  { SubnetId: 'subnet-0x', VpcId: 'vpc-0other' },
];

const given = (
  change: Partial<DescribeNotebookInstanceOutput> = {},
  more: Partial<GivenAccount> = {},
): GivenAccount => ({
  notebooks: [{ ...base, ...change }],
  subnets,
  endpoints: [apiEndpoint],
  ...more,
});

const inside = { SubnetId: 'subnet-0a', SecurityGroups: ['sg-0ml'] };
const outside = { SubnetId: 'subnet-0x', SecurityGroups: ['sg-0x'] };
const approving = (...vpcs: readonly string[]) => ({ perimeter: { vpcs } });

const create = 'sagemaker:CreateNotebookInstance!';
const stop = 'sagemaker:StopNotebookInstance!';
const remove = 'sagemaker:DeleteNotebookInstance!';

const statuses: readonly [NotebookInstanceStatus, NonNullable<RuleCase['plan']>, boolean][] = [
  ['InService', [create, stop, remove], false],
  ['Stopped', [create, remove], true],
  ['Failed', [create, remove], true],
  ['Pending', 'wait', false],
  ['Stopping', 'wait', false],
  ['Updating', 'wait', false],
  ['PendingMaintenance', 'wait', false],
  ['InMaintenance', 'wait', false],
];

/** AWS's answers to the reads that a step makes. */
export const answers = { 'sagemaker:ListTags': { Tags: [{ Key: 'team', Value: 'ml' }] } };

export const cases: readonly RuleCase[] = [
  ...statuses.flatMap(([status, plan, contained]): readonly RuleCase[] =>
    [
      ['in no VPC', {}, 'in no VPC'] as const,
      ['in a VPC that is not approved', outside, 'vpc-0other'] as const,
    ].map(([name, network, says]) => ({
      name: `${name} and ${status}`,
      given: given({ NotebookInstanceStatus: status, ...network }),
      expect: 'fail',
      says: [says],
      contained,
      severity: contained ? 'medium' : 'high',
      plan,
    })),
  ),
  ...statuses.map(([status]): RuleCase => ({
    name: `in an approved VPC and ${status}`,
    given: given({ NotebookInstanceStatus: status, ...inside }),
    expect: 'pass',
    says: ['vpc-0ml'],
  })),
  ...[{ SubnetId: undefined }, inside, outside].map((network): RuleCase => ({
    name: `Deleting in ${network.SubnetId ?? 'no VPC'}`,
    given: given({ NotebookInstanceStatus: 'Deleting', ...network }),
    expect: 'not-applicable',
  })),
  {
    name: 'direct internet access says nothing about the VPC',
    given: given({ ...inside, DirectInternetAccess: 'Disabled' }),
    expect: 'pass',
  },
  {
    name: 'settings approve its VPC, which holds no endpoint',
    given: given(outside),
    settings: approving('vpc-0other'),
    expect: 'pass',
  },
  {
    name: 'settings approve its VPC: endpoints that cannot be read decide nothing',
    given: given(outside, { endpoints: 'unreadable' }),
    settings: approving('vpc-0other'),
    expect: 'pass',
  },
  {
    name: 'settings approve a VPC other than the one with the endpoint: no network is known to recreate it in',
    given: given(inside),
    settings: approving('vpc-0prod'),
    expect: 'fail',
    says: ['vpc-0ml', 'vpc-0prod'],
    plan: 'person',
    planSays: ['perimeter.vpcs'],
  },
  {
    name: 'no VPC is approved: an endpoint that is not available does not approve one',
    given: given(inside, { endpoints: [{ ...apiEndpoint, State: 'Failed' }] }),
    expect: 'fail',
    says: ['none holds a sagemaker.api endpoint'],
    plan: 'person',
  },
  {
    name: 'the replacement is the same notebook in the network of the endpoint, not in its own',
    given: given(outside),
    expect: 'fail',
    plan: [create, stop, remove],
    planSays: [
      '"SubnetId":"subnet-0a"',
      '"SecurityGroupIds":["sg-0ml"]',
      '"NotebookInstanceName":"churn-vpc"',
      'AND ITS VOLUME',
    ],
  },
  {
    name: 'once the replacement exists the old one is left to stop and to delete',
    given: given({}, { notebooks: [base, { ...base, ...inside, NotebookInstanceName: 'churn-vpc' }] }),
    subject: 'churn',
    expect: 'fail',
    plan: [stop, remove],
  },
  {
    name: 'a notebook of the replacement’s name outside the VPC is no replacement: nothing is deleted',
    given: given({}, { notebooks: [base, { ...base, ...outside, NotebookInstanceName: 'churn-vpc' }] }),
    subject: 'churn',
    expect: 'fail',
    plan: 'person',
    planSays: ['churn-vpc exists'],
  },
  {
    name: 'in no VPC: a failure whatever else cannot be read; no network is guessed',
    given: given({}, { subnets: 'unreadable', endpoints: 'unreadable' }),
    expect: 'fail',
    plan: 'person',
  },
  {
    name: 'subnets that cannot be read',
    given: given(inside, { subnets: 'unreadable' }),
    expect: 'unknown',
    says: ['subnets: access was denied'],
  },
  {
    name: 'security groups without a subnet',
    given: given({ SubnetId: undefined, SecurityGroups: ['sg-0ml'] }),
    expect: 'unknown',
    says: ['the subnet of the notebook'],
  },
  {
    name: 'a subnet that is not there',
    given: given({ SubnetId: 'subnet-0gone' }),
    expect: 'unknown',
    says: ['the VPC of subnet-0gone'],
  },
  {
    name: 'the approved VPCs cannot be discovered',
    given: given(inside, { endpoints: 'unreadable' }),
    expect: 'unknown',
    says: ['the approved VPCs: endpoints: access was denied'],
  },
  {
    name: 'a notebook that could not be described is unknown',
    given: given({}, { notebooks: [], unreadableNotebooks: ['secret'] }),
    expect: 'unknown',
    says: ['secret could not be described'],
  },
];
