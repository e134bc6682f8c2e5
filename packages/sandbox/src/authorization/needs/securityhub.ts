import type { CallInput, Need, Needs, Where } from '../need';
import { awsPartitionOf } from '../../account/partition';

const hub =
  (action: string) =>
  (_: CallInput, { account, region }: Where): readonly Need[] => [
    {
      action: `securityhub:${action}`,
      resource: `arn:${awsPartitionOf(region)}:securityhub:${region}:${account}:hub/default`,
    },
  ];

export const securityhubNeeds: Needs = {
  BatchImportFindings: (_, { account, region }) => [
    {
      action: 'securityhub:BatchImportFindings',
      resource: `arn:${awsPartitionOf(region)}:securityhub:${region}:${account}:product/${account}/default`,
      context: { 'securityhub:TargetAccount': account },
    },
  ],
  BatchUpdateFindings: hub('BatchUpdateFindings'),
  GetFindings: hub('GetFindings'),
  DescribeHub: hub('DescribeHub'),
  CreateActionTarget: hub('CreateActionTarget'),
  UpdateActionTarget: hub('UpdateActionTarget'),
  DeleteActionTarget: hub('DeleteActionTarget'),
  DescribeActionTargets: hub('DescribeActionTargets'),
};
