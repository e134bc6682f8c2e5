import type { DescribeNotebookInstanceOutput, NotebookInstanceStatus } from '@aws-sdk/client-sagemaker';
import type { RuleCase } from '../../test/rules/given';

const base: DescribeNotebookInstanceOutput = {
  NotebookInstanceArn: 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/churn',
  NotebookInstanceName: 'churn',
  NotebookInstanceStatus: 'InService',
  InstanceType: 'ml.t3.medium',
  RoleArn: 'arn:aws:iam::111122223333:role/notebook',
  DirectInternetAccess: 'Disabled',
  SubnetId: 'subnet-0a',
  SecurityGroups: ['sg-0ml'],
  RootAccess: 'Enabled',
};

const given = (change: Partial<DescribeNotebookInstanceOutput> = {}) => ({
  notebooks: [{ ...base, ...change }],
});

const stop = 'sagemaker:StopNotebookInstance';
const update = 'sagemaker:UpdateNotebookInstance';
const start = 'sagemaker:StartNotebookInstance';

/** The statuses that AWS may return, with the plan and the severity for a notebook with root access. */
const statuses: readonly [NotebookInstanceStatus, NonNullable<RuleCase['plan']>, 'high' | 'medium'][] = [
  ['InService', [stop, update, start], 'high'],
  ['Stopped', [update], 'medium'],
  ['Failed', 'person', 'medium'],
  ['Pending', 'wait', 'high'],
  ['Stopping', 'wait', 'high'],
  ['Updating', 'wait', 'high'],
  ['PendingMaintenance', 'wait', 'high'],
  ['InMaintenance', 'wait', 'high'],
];

export const cases: readonly RuleCase[] = [
  {
    name: 'AWS would not start it again: a person has to update its platform first',
    given: given({ PlatformIdentifier: 'notebook-al2-v1' }),
    expect: 'fail',
    plan: 'person',
    planSays: ['ended its platform notebook-al2-v1', 'UpdateNotebookInstance'],
  },
  {
    name: 'stopped, on a platform that AWS has ended: nothing has to start',
    given: given({ PlatformIdentifier: 'notebook-al2-v1', NotebookInstanceStatus: 'Stopped' }),
    expect: 'fail',
    plan: [update],
  },
  ...statuses.map(([status, plan, severity]): RuleCase => ({
    name: `enabled and ${status}`,
    given: given({ NotebookInstanceStatus: status }),
    expect: 'fail',
    contained: false,
    severity,
    plan,
  })),
  ...statuses.map(([status]): RuleCase => ({
    name: `disabled and ${status}`,
    given: given({ NotebookInstanceStatus: status, RootAccess: 'Disabled' }),
    expect: 'pass',
  })),
  ...(['Enabled', 'Disabled'] as const).map((access): RuleCase => ({
    name: `${access} and Deleting`,
    given: given({ NotebookInstanceStatus: 'Deleting', RootAccess: access }),
    expect: 'not-applicable',
  })),
  {
    name: 'direct internet access says nothing about root access',
    given: given({ RootAccess: 'Disabled', DirectInternetAccess: 'Enabled' }),
    expect: 'pass',
  },
  {
    name: 'only root access is changed, and the notebook runs again',
    given: given({ NotebookInstanceLifecycleConfigName: 'install-packages' }),
    expect: 'fail',
    says: ['install-packages'],
    plan: [stop, update, start],
    planSays: ['{"NotebookInstanceName":"churn","RootAccess":"Disabled"}'],
  },
  {
    name: 'no value at all is unknown, not a pass',
    given: { notebooks: [(({ RootAccess: _, ...rest }) => rest)(base)] },
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
