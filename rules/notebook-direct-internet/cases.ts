import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import type { DescribeNotebookInstanceOutput, NotebookInstanceStatus } from '@aws-sdk/client-sagemaker';
import type { RuleCase } from '../../test/rules/given';

const base: DescribeNotebookInstanceOutput = {
  NotebookInstanceArn: 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/churn',
  NotebookInstanceName: 'churn',
  NotebookInstanceStatus: 'InService',
  InstanceType: 'ml.t3.medium',
  RoleArn: 'arn:aws:iam::111122223333:role/notebook',
  NotebookInstanceLifecycleConfigName: 'install-packages',
  DirectInternetAccess: 'Enabled',
  VolumeSizeInGB: 20,
  RootAccess: 'Disabled',
  PlatformIdentifier: 'notebook-al2023-v1',
};

const apiEndpoint: VpcEndpoint = {
  VpcEndpointId: 'vpce-0api',
  VpcEndpointType: 'Interface',
  VpcId: 'vpc-0ml',
  ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
  State: 'Available',
  SubnetIds: ['subnet-0b', 'subnet-0a'],
  Groups: [{ GroupId: 'sg-0ml', GroupName: 'ml' }],
};

const given = (
  change: Partial<DescribeNotebookInstanceOutput> = {},
  endpoints: readonly VpcEndpoint[] = [],
) => ({
  notebooks: [{ ...base, ...change }],
  endpoints,
});

const create = 'sagemaker:CreateNotebookInstance!';
const remove = 'sagemaker:DeleteNotebookInstance!';
const stop = 'sagemaker:StopNotebookInstance';

/** The statuses that AWS may return, with the plan for a notebook with direct internet access. */
const statuses: readonly [NotebookInstanceStatus, RuleCase['plan'], boolean][] = [
  ['InService', [stop, create, remove], false],
  ['Stopped', [create, remove], true],
  ['Failed', [create, remove], true],
  ['Pending', 'wait', false],
  ['Stopping', 'wait', false],
  ['Updating', 'wait', false],
  ['PendingMaintenance', 'wait', false],
  ['InMaintenance', 'wait', false],
];

/** Platforms on which AWS no longer creates or starts notebooks. */
const ended = ['notebook-al1-v1', 'notebook-al2-v1', 'notebook-al2-v2'];

/** AWS's answers to the reads that a step makes. */
export const answers = { 'sagemaker:ListTags': { Tags: [{ Key: 'team', Value: 'ml' }] } };

export const cases: readonly RuleCase[] = [
  ...ended.map((PlatformIdentifier): RuleCase => ({
    name: `AWS would not start it again: it runs on ${PlatformIdentifier}`,
    given: given({ PlatformIdentifier }, [apiEndpoint]),
    expect: 'fail',
    plan: [`${stop}!`, create, remove],
    planSays: [
      `ended its platform ${PlatformIdentifier}`,
      '"PlatformIdentifier":"notebook-al2023-v1"',
      'on the platform notebook-al2023-v1',
    ],
  })),
  ...['notebook-al2-v3', 'notebook-al2023-v1', 'notebook-al2030-v1'].map((PlatformIdentifier): RuleCase => ({
    name: `a replacement keeps ${PlatformIdentifier}`,
    given: given({ PlatformIdentifier }, [apiEndpoint]),
    expect: 'fail',
    plan: [stop, create, remove],
    planSays: [`"PlatformIdentifier":"${PlatformIdentifier}"`],
  })),
  ...statuses.map(([status, plan, contained]): RuleCase => ({
    name: `enabled and ${status}`,
    given: given({ NotebookInstanceStatus: status }, [apiEndpoint]),
    expect: 'fail',
    contained,
    severity: contained ? 'medium' : 'high',
    ...(plan === undefined ? {} : { plan }),
  })),
  ...statuses.map(([status]): RuleCase => ({
    name: `disabled and ${status}`,
    given: given({ NotebookInstanceStatus: status, DirectInternetAccess: 'Disabled', SubnetId: 'subnet-0a' }),
    expect: 'pass',
  })),
  ...(['Enabled', 'Disabled'] as const).map((access): RuleCase => ({
    name: `${access} and Deleting`,
    given: given({ NotebookInstanceStatus: 'Deleting', DirectInternetAccess: access }),
    expect: 'not-applicable',
  })),
  {
    name: 'root access enabled says nothing about internet access',
    given: given({ DirectInternetAccess: 'Disabled', RootAccess: 'Enabled', SubnetId: 'subnet-0a' }),
    expect: 'pass',
  },
  {
    name: 'a VPC subnet does not make direct internet access private; its own network is proposed',
    given: given({ SubnetId: 'subnet-0own', SecurityGroups: ['sg-0own'] }, [apiEndpoint]),
    expect: 'fail',
    plan: [stop, create, remove],
    planSays: [
      '"SubnetId":"subnet-0own"',
      '"SecurityGroupIds":["sg-0own"]',
      '"LifecycleConfigName":"install-packages"',
    ],
  },
  {
    name: 'without a subnet, the network of the sagemaker.api endpoint is proposed',
    given: given({}, [apiEndpoint]),
    expect: 'fail',
    plan: [stop, create, remove],
    planSays: ['"SubnetId":"subnet-0a"', '"SecurityGroupIds":["sg-0ml"]', 'churn-vpc', 'AND ITS VOLUME'],
  },
  {
    name: 'an endpoint in a VPC that is not approved does not make it a network for the replacement',
    given: given({}, [apiEndpoint]),
    settings: { perimeter: { vpcs: ['vpc-0other'] } },
    expect: 'fail',
    plan: [stop],
  },
  {
    name: 'stopped, and nowhere to recreate it: a person decides',
    given: given({ NotebookInstanceStatus: 'Stopped' }),
    expect: 'fail',
    contained: true,
    plan: 'person',
    planSays: ['perimeter.vpcs'],
  },
  {
    name: 'once the replacement exists only the old one is left to delete',
    given: {
      notebooks: [
        { ...base, NotebookInstanceStatus: 'Stopped' },
        {
          ...base,
          NotebookInstanceName: 'churn-vpc',
          DirectInternetAccess: 'Disabled',
          SubnetId: 'subnet-0a',
        },
      ],
      endpoints: [apiEndpoint],
    },
    subject: 'churn',
    expect: 'fail',
    plan: [remove],
  },
  {
    name: "a notebook of the replacement's name that is open too is no replacement: nothing is deleted",
    given: {
      notebooks: [
        { ...base, NotebookInstanceStatus: 'Stopped' },
        { ...base, NotebookInstanceName: 'churn-vpc' },
      ],
      endpoints: [apiEndpoint],
    },
    subject: 'churn',
    expect: 'fail',
    plan: 'person',
    planSays: ['churn-vpc exists'],
  },
  {
    name: 'endpoints that cannot be read: still contained, and no network is guessed',
    given: { notebooks: [base], endpoints: 'unreadable' },
    expect: 'fail',
    plan: [stop],
  },
  {
    name: 'stopped, and endpoints that cannot be read: the plan names what was missing, not that there is no network',
    given: { notebooks: [{ ...base, NotebookInstanceStatus: 'Stopped' }], endpoints: 'unreadable' },
    expect: 'fail',
    plan: 'person',
    planSays: ['no VPC could be chosen', 'access was denied'],
  },
  {
    name: 'no value at all is unknown, not a pass',
    given: { notebooks: [(({ DirectInternetAccess: _, ...rest }) => rest)(base)] },
    expect: 'unknown',
    says: ['absent'],
  },
  {
    name: 'a notebook that could not be described is unknown',
    given: { notebooks: [], unreadableNotebooks: ['secret'] },
    expect: 'unknown',
    says: ['secret could not be described'],
  },
];
