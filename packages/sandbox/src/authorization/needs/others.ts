import { splitArn } from '../../account/arn';
import { isPlainObject } from '../../protocol/shape';
import { anywhere, type CallInput, type Need, type Needs, textIn, type Where } from '../need';
import { awsPartitionOf } from '../../account/partition';

export const route53Needs: Needs = {
  // Route 53 looks up the VPC with the caller's permissions.
  ListHostedZonesByVPC: anywhere('route53:ListHostedZonesByVPC', 'ec2:DescribeVpcs'),
};

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

/** The two operations on one trail name it by ARN, because it may belong to another Region or account. */
const trail =
  (action: string, name: string) =>
  (input: CallInput): readonly Need[] => [{ action: `cloudtrail:${action}`, resource: textIn(input, name) }];

export const cloudtrailNeeds: Needs = {
  DescribeTrails: anywhere('cloudtrail:DescribeTrails'),
  GetTrailStatus: trail('GetTrailStatus', 'Name'),
  GetEventSelectors: trail('GetEventSelectors', 'TrailName'),
};

/** GetCallerIdentity needs no permission. */
export const stsNeeds: Needs = {
  GetCallerIdentity: () => [],
  AssumeRole: (input) => [{ action: 'sts:AssumeRole', resource: textIn(input, 'RoleArn') }],
};

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
