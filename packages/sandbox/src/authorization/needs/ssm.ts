import { anywhere, type CallInput, type Need, type Needs, textIn, type Where } from '../need';
import { awsPartitionOf } from '../../account/partition';

const opsItem =
  (action: string) =>
  (input: CallInput, { account, region }: Where): readonly Need[] => {
    const id = textIn(input, 'OpsItemId');
    return [
      {
        action: `ssm:${action}`,
        resource: `arn:${awsPartitionOf(region)}:ssm:${region}:${account}:opsitem/${id === '' ? '*' : id}`,
      },
    ];
  };
const parameter =
  (action: string) =>
  (input: CallInput, { account, region }: Where): readonly Need[] => {
    const asked = textIn(input, 'Name');
    if (asked.startsWith('arn:')) return [{ action: `ssm:${action}`, resource: asked }];
    const name = asked.replace(/^\//, '').split(':')[0] ?? '';
    const resource = `arn:${awsPartitionOf(region)}:ssm:${region}:${account}:parameter/${name}`;
    return [{ action: `ssm:${action}`, resource }];
  };

export const ssmNeeds: Needs = {
  // No resource types (service authorization reference): a statement on `opsitem/*` alone grants nothing.
  CreateOpsItem: anywhere('ssm:CreateOpsItem'),
  UpdateOpsItem: opsItem('UpdateOpsItem'),
  GetOpsItem: opsItem('GetOpsItem'),
  DescribeOpsItems: anywhere('ssm:DescribeOpsItems'),
  GetParameter: parameter('GetParameter'),
  PutParameter: parameter('PutParameter'),
};
