import { anywhere, type CallInput, type Need, type Needs, type Where } from '../need';
import { awsPartitionOf } from '../../account/partition';

const configRule =
  (action: string) =>
  (_: CallInput, { account, region }: Where): readonly Need[] => [
    // The ARN contains an id that AWS Config generates, so nobody can name it beforehand.
    {
      action: `config:${action}`,
      resource: `arn:${awsPartitionOf(region)}:config:${region}:${account}:config-rule/*`,
    },
  ];

export const configNeeds: Needs = {
  PutConfigRule: configRule('PutConfigRule'),
  DeleteConfigRule: configRule('DeleteConfigRule'),
  DescribeConfigRules: anywhere('config:DescribeConfigRules'),
  PutEvaluations: anywhere('config:PutEvaluations'),
  DescribeConfigurationRecorders: anywhere('config:DescribeConfigurationRecorders'),
  DescribeConfigurationRecorderStatus: anywhere('config:DescribeConfigurationRecorderStatus'),
};
