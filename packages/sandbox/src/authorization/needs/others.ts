import { isRecord } from '../../protocol/shape';
import { anywhere, type Input, type Need, type Needs, textIn, type Where } from '../need';
import { partitionOf } from '../../account/partition';

export const route53: Needs = {
  // Route 53 looks the VPC up with the caller's permissions.
  ListHostedZonesByVPC: anywhere('route53:ListHostedZonesByVPC', 'ec2:DescribeVpcs'),
};

const configRule =
  (action: string) =>
  (_: Input, { account, region }: Where): readonly Need[] => [
    // The ARN holds an id that AWS Config makes up, so nobody can name it beforehand.
    {
      action: `config:${action}`,
      resource: `arn:${partitionOf(region)}:config:${region}:${account}:config-rule/*`,
    },
  ];

export const config: Needs = {
  PutConfigRule: configRule('PutConfigRule'),
  DeleteConfigRule: configRule('DeleteConfigRule'),
  DescribeConfigRules: anywhere('config:DescribeConfigRules'),
  PutEvaluations: anywhere('config:PutEvaluations'),
  DescribeConfigurationRecorders: anywhere('config:DescribeConfigurationRecorders'),
  DescribeConfigurationRecorderStatus: anywhere('config:DescribeConfigurationRecorderStatus'),
};

const fn =
  (action: string) =>
  (input: Input, { account, region }: Where): readonly Need[] => {
    const name = textIn(input, 'FunctionName');
    const plain = name.startsWith('arn:') ? (name.split(':')[6] ?? '') : (name.split(':')[0] ?? '');
    return [
      {
        action: `lambda:${action}`,
        resource: `arn:${partitionOf(region)}:lambda:${region}:${account}:function:${plain}`,
      },
    ];
  };

export const lambda: Needs = {
  GetAccountSettings: anywhere('lambda:GetAccountSettings'),
  PutFunctionConcurrency: fn('PutFunctionConcurrency'),
  GetFunctionConcurrency: fn('GetFunctionConcurrency'),
  DeleteFunctionConcurrency: fn('DeleteFunctionConcurrency'),
  Invoke: fn('InvokeFunction'),
};

/** Trails belong to whatever Region and account they are of; the two that take one are asked for by its ARN. */
const trail =
  (action: string, name: string) =>
  (input: Input): readonly Need[] => [{ action: `cloudtrail:${action}`, resource: textIn(input, name) }];

export const cloudtrail: Needs = {
  DescribeTrails: anywhere('cloudtrail:DescribeTrails'),
  GetTrailStatus: trail('GetTrailStatus', 'Name'),
  GetEventSelectors: trail('GetEventSelectors', 'TrailName'),
};

/** GetCallerIdentity needs no permission. */
export const sts: Needs = {
  GetCallerIdentity: () => [],
  AssumeRole: (input) => [{ action: 'sts:AssumeRole', resource: textIn(input, 'RoleArn') }],
};

const hub =
  (action: string) =>
  (_: Input, { account, region }: Where): readonly Need[] => [
    {
      action: `securityhub:${action}`,
      resource: `arn:${partitionOf(region)}:securityhub:${region}:${account}:hub/default`,
    },
  ];

export const securityhub: Needs = {
  BatchImportFindings: (_, { account, region }) => [
    {
      action: 'securityhub:BatchImportFindings',
      resource: `arn:${partitionOf(region)}:securityhub:${region}:${account}:product/${account}/default`,
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
  (input: Input, { account, region }: Where): readonly Need[] => {
    const id = textIn(input, 'OpsItemId');
    return [
      {
        action: `ssm:${action}`,
        resource: `arn:${partitionOf(region)}:ssm:${region}:${account}:opsitem/${id === '' ? '*' : id}`,
      },
    ];
  };
const parameter =
  (action: string) =>
  (input: Input, { account, region }: Where): readonly Need[] => {
    const asked = textIn(input, 'Name');
    if (asked.startsWith('arn:')) return [{ action: `ssm:${action}`, resource: asked }];
    const name = asked.replace(/^\//, '').split(':')[0] ?? '';
    const resource = `arn:${partitionOf(region)}:ssm:${region}:${account}:parameter/${name}`;
    return [{ action: `ssm:${action}`, resource }];
  };

export const ssm: Needs = {
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
  (input: Input, { account, region }: Where): readonly Need[] => [
    {
      action: `sqs:${action}`,
      resource: `arn:${partitionOf(region)}:sqs:${region}:${account}:${textIn(input, 'QueueUrl').split('/').at(-1) ?? ''}`,
    },
  ];

export const sqs: Needs = {
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
  name.startsWith('arn:') ? name : `arn:${partitionOf(region)}:dynamodb:${region}:${account}:table/${name}`;
const table =
  (action: string) =>
  (input: Input, where: Where): readonly Need[] => {
    const index = textIn(input, 'IndexName');
    const name = tableArn(where, textIn(input, 'TableName'));
    const resource = index === '' ? name : `${name}/index/${index}`;
    return [{ action: `dynamodb:${action}`, resource, context: leadingKeys(input) }];
  };

/** `dynamodb:LeadingKeys` of a call about one item. Takes the partition key to be the attribute called `pk`. */
function leadingKeys(input: Input): Readonly<Record<string, readonly string[]>> {
  const item = [input['Key'], input['Item']].find(isRecord);
  const key = item?.['pk'];
  const text = isRecord(key) ? key['S'] : undefined;
  return typeof text === 'string' ? { 'dynamodb:LeadingKeys': [text] } : {};
}

const tables =
  (action: string) =>
  (input: Input, where: Where): readonly Need[] => {
    const items = input['RequestItems'];
    return Object.keys(isRecord(items) ? items : {}).map((name) => ({
      action: `dynamodb:${action}`,
      resource: tableArn(where, name),
    }));
  };

export const dynamodb: Needs = {
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
