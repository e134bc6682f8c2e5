import { splitArn } from '../../account/arn';
import { anywhere, type CallInput, type Need, type Needs, textIn, type Where } from '../need';
import { awsPartitionOf } from '../../account/partition';

const fn =
  (action: string) =>
  (input: CallInput, { account, region }: Where): readonly Need[] => {
    const name = textIn(input, 'FunctionName');
    const plain = name.startsWith('arn:')
      ? (splitArn(name).resource.split(':')[1] ?? '')
      : (name.split(':')[0] ?? '');
    return [
      {
        action: `lambda:${action}`,
        resource: `arn:${awsPartitionOf(region)}:lambda:${region}:${account}:function:${plain}`,
      },
    ];
  };

export const lambdaNeeds: Needs = {
  GetAccountSettings: anywhere('lambda:GetAccountSettings'),
  PutFunctionConcurrency: fn('PutFunctionConcurrency'),
  GetFunctionConcurrency: fn('GetFunctionConcurrency'),
  DeleteFunctionConcurrency: fn('DeleteFunctionConcurrency'),
  Invoke: fn('InvokeFunction'),
};
