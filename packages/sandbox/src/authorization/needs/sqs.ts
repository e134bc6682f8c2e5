import { type CallInput, type Need, type Needs, textIn, type Where } from '../need';
import { awsPartitionOf } from '../../account/partition';

const queue =
  (action: string) =>
  (input: CallInput, { account, region }: Where): readonly Need[] => [
    {
      action: `sqs:${action}`,
      resource: `arn:${awsPartitionOf(region)}:sqs:${region}:${account}:${textIn(input, 'QueueUrl').split('/').at(-1) ?? ''}`,
    },
  ];

export const sqsNeeds: Needs = {
  SendMessage: queue('SendMessage'),
  SendMessageBatch: queue('SendMessage'),
  ReceiveMessage: queue('ReceiveMessage'),
  DeleteMessage: queue('DeleteMessage'),
  DeleteMessageBatch: queue('DeleteMessage'),
  ChangeMessageVisibility: queue('ChangeMessageVisibility'),
  GetQueueAttributes: queue('GetQueueAttributes'),
  GetQueueUrl: queue('GetQueueUrl'),
};
