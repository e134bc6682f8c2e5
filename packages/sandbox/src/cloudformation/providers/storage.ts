import {
  CreateTableCommand,
  DeleteTableCommand,
  ResourceInUseException,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { internalCall } from '../../account/internal-call';
import { isArray, isPlainObject } from '../../protocol/shape';
import { findQueue, SQS_SLOT } from '../../services/sqs/state';
import {
  regionalArn,
  type StackHost,
  ResourceError,
  optionalText,
  type CreatedResource,
  type Provider,
  type ProviderRequest,
  propertyText,
} from '../provider';
import { scalarText } from '../intrinsics';
import { TemplateError } from '../template';

const callOf = ({ sandbox, region }: StackHost) =>
  internalCall(sandbox.account, region, 'cloudformation.amazonaws.com');

/** The properties of AWS::SQS::Queue that are attributes of the queue, with SQS's own names. */
const QUEUE_ATTRIBUTES = new Map([
  ['DelaySeconds', 'DelaySeconds'],
  ['MaximumMessageSize', 'MaximumMessageSize'],
  ['MessageRetentionPeriod', 'MessageRetentionPeriod'],
  ['ReceiveMessageWaitTimeSeconds', 'ReceiveMessageWaitTimeSeconds'],
  ['VisibilityTimeout', 'VisibilityTimeout'],
  ['RedrivePolicy', 'RedrivePolicy'],
  ['RedriveAllowPolicy', 'RedriveAllowPolicy'],
  ['SqsManagedSseEnabled', 'SqsManagedSseEnabled'],
  ['KmsMasterKeyId', 'KmsMasterKeyId'],
  ['KmsDataKeyReusePeriodSeconds', 'KmsDataKeyReusePeriodSeconds'],
]);

function queueAttributes({ properties, location }: ProviderRequest): Record<string, string> {
  const entries = Object.entries(properties).filter(([name]) => name !== 'Tags' && name !== 'QueueName');
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const attribute = QUEUE_ATTRIBUTES.get(name);
      if (attribute === undefined)
        throw new TemplateError(`${location}.Properties.${name}`, 'is not modelled');
      return [
        attribute,
        typeof value === 'object'
          ? JSON.stringify(value)
          : scalarText(value, `${location}.Properties.${name}`),
      ];
    }),
  );
}

const queue: Provider = {
  replacedBy: ['QueueName', 'FifoQueue'],
  async create(request) {
    const { sqs } = request.host.clients;
    const QueueName = optionalText(request, 'QueueName') ?? request.name;
    const Attributes = queueAttributes(request);
    // SQS itself would return the existing queue.
    if (callOf(request.host).state(SQS_SLOT).queues.has(QueueName))
      throw new ResourceError(
        'AlreadyExists',
        `Resource of type 'AWS::SQS::Queue' with identifier '${QueueName}' already exists.`,
      );
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    return { id: QueueUrl, attributes: { Arn: regionalArn(request.host, 'sqs', QueueName), QueueName } };
  },
  update(request, made) {
    const { attributes } = findQueue(callOf(request.host), made.id);
    for (const [name, value] of Object.entries(queueAttributes(request))) attributes.set(name, value);
    return Promise.resolve(made);
  },
  remove(host, made) {
    callOf(host)
      .state(SQS_SLOT)
      .queues.delete(made.id.split('/').at(-1) ?? '');
    return Promise.resolve();
  },
};

const queuePolicy: Provider = {
  create: (request) => Promise.resolve(setPolicy(request)),
  update: (request) => Promise.resolve(setPolicy(request)),
  remove: () => Promise.resolve(),
};

function setPolicy({ host, name, properties }: ProviderRequest): CreatedResource {
  const { Queues: urls, PolicyDocument: document } = properties;
  for (const url of isArray(urls) ? urls : [])
    findQueue(callOf(host), String(url)).attributes.set('Policy', JSON.stringify(document));
  return { id: name, attributes: {} };
}

/** The properties that are input of CreateTable; the others are set by separate calls. */
const TABLE_INPUT = [
  'AttributeDefinitions',
  'KeySchema',
  'BillingMode',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
];

const table: Provider = {
  replacedBy: ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
  async create(request) {
    const { host, properties } = request;
    const TableName = optionalText(request, 'TableName') ?? request.name;
    const taken = new Map<string, unknown>(
      TABLE_INPUT.filter((name) => name in properties).map((name) => [name, properties[name]]),
    );
    // The properties have the names and types of CreateTable's input (CloudFormation user guide); dynalite checks them.
    const input = { ...Object.fromEntries(taken), TableName } as CreateTableCommandInput;
    await host.clients.dynamodb.send(new CreateTableCommand(input)).catch((error: unknown) => {
      // dynalite's message is only the error's name.
      if (error instanceof ResourceInUseException)
        throw new ResourceError('AlreadyExists', `Table already exists: ${TableName}`);
      throw error;
    });
    await refineTable(request, TableName);
    return { id: TableName, attributes: { Arn: regionalArn(host, 'dynamodb', `table/${TableName}`) } };
  },
  async update(request, made) {
    await refineTable(request, made.id);
    return made;
  },
  async remove({ clients }, { id }) {
    await clients.dynamodb.send(new DeleteTableCommand({ TableName: id }));
  },
};

async function refineTable(
  { host: { clients }, properties }: ProviderRequest,
  TableName: string,
): Promise<void> {
  const { TimeToLiveSpecification: ttl, PointInTimeRecoverySpecification: recovery } = properties;
  if (isPlainObject(ttl))
    await clients.dynamodb.send(
      new UpdateTimeToLiveCommand({
        TableName,
        TimeToLiveSpecification: {
          AttributeName: String(ttl['AttributeName']),
          Enabled: ttl['Enabled'] === true,
        },
      }),
    );
  if (isPlainObject(recovery))
    await clients.dynamodb.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: {
          PointInTimeRecoveryEnabled: recovery['PointInTimeRecoveryEnabled'] === true,
        },
      }),
    );
}

const parameter: Provider = {
  replacedBy: ['Name'],
  create: (request) => putParameter(request, optionalText(request, 'Name') ?? request.name, false),
  update: (request, made) => putParameter(request, made.id, true),
  async remove({ clients }, { id }) {
    await clients.ssm.send(new DeleteParameterCommand({ Name: id }));
  },
};

async function putParameter(
  request: ProviderRequest,
  Name: string,
  Overwrite: boolean,
): Promise<CreatedResource> {
  const Value = propertyText(request, 'Value');
  await request.host.clients.ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite }));
  return { id: Name, attributes: { Type: 'String', Value } };
}

export const storage: Readonly<Record<string, Provider>> = {
  'AWS::SQS::Queue': queue,
  'AWS::SQS::QueuePolicy': queuePolicy,
  'AWS::DynamoDB::Table': table,
  'AWS::SSM::Parameter': parameter,
};
