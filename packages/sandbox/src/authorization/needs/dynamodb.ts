import { isPlainObject } from '../../protocol/shape';
import { type CallInput, type Need, type Needs, textIn, type Where } from '../need';
import { awsPartitionOf } from '../../account/partition';

const tableArn = ({ account, region }: Where, name: string): string =>
  name.startsWith('arn:')
    ? name
    : `arn:${awsPartitionOf(region)}:dynamodb:${region}:${account}:table/${name}`;
const table =
  (action: string) =>
  (input: CallInput, where: Where): readonly Need[] => {
    const index = textIn(input, 'IndexName');
    const name = tableArn(where, textIn(input, 'TableName'));
    const resource = index === '' ? name : `${name}/index/${index}`;
    return [{ action: `dynamodb:${action}`, resource, context: leadingKeys(input) }];
  };

/** `dynamodb:LeadingKeys` of a call about one item. Assumes that the partition key is the attribute `pk`. */
function leadingKeys(input: CallInput): Readonly<Record<string, readonly string[]>> {
  const item = [input['Key'], input['Item']].find(isPlainObject);
  const key = item?.['pk'];
  const text = isPlainObject(key) ? key['S'] : undefined;
  return typeof text === 'string' ? { 'dynamodb:LeadingKeys': [text] } : {};
}

const tables =
  (action: string) =>
  (input: CallInput, where: Where): readonly Need[] => {
    const items = input['RequestItems'];
    return Object.keys(isPlainObject(items) ? items : {}).map((name) => ({
      action: `dynamodb:${action}`,
      resource: tableArn(where, name),
    }));
  };

export const dynamodbNeeds: Needs = {
  GetItem: table('GetItem'),
  PutItem: table('PutItem'),
  UpdateItem: table('UpdateItem'),
  DeleteItem: table('DeleteItem'),
  Query: table('Query'),
  Scan: table('Scan'),
  DescribeTable: table('DescribeTable'),
  BatchGetItem: tables('BatchGetItem'),
  BatchWriteItem: tables('BatchWriteItem'),
};
