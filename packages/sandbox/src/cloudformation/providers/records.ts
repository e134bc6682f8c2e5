import { isPlainObject } from '../../protocol/shape';
import { requireRole } from '../require-role';
import {
  regionalArn,
  optionalText,
  type CreatedResource,
  type Provider,
  type ProviderRequest,
  propertyText,
} from '../provider';

/** A resource that no part of the sandbox uses: it only has an id and attributes. */
function record(describe: (request: ProviderRequest) => CreatedResource): Provider {
  return {
    create: (request) => Promise.resolve(describe(request)),
    update: (request) => Promise.resolve(describe(request)),
    remove: () => Promise.resolve(),
  };
}

const byName = (property: string, arn: (request: ProviderRequest, name: string) => string): Provider =>
  record((request) => {
    const id = optionalText(request, property) ?? request.name;
    return { id, attributes: { Arn: arn(request, id) } };
  });

const attached = (): Provider => record((request) => ({ id: request.name, attributes: {} }));

/** Types of resources that are only recorded. */
export const records: Readonly<Record<string, Provider>> = {
  'AWS::Logs::MetricFilter': attached(),
  'AWS::CloudWatch::Alarm': byName('AlarmName', ({ host }, name) =>
    regionalArn(host, 'cloudwatch', `alarm:${name}`),
  ),
  'AWS::CloudWatch::Dashboard': byName('DashboardName', (_, name) => name),
  'AWS::SNS::Topic': record((request) => {
    const name = optionalText(request, 'TopicName') ?? request.name;
    const arn = regionalArn(request.host, 'sns', name);
    return { id: arn, attributes: { TopicArn: arn, TopicName: name } };
  }),
  'AWS::SNS::TopicPolicy': attached(),
  'AWS::SNS::Subscription': attached(),
  'AWS::KMS::Key': record((request) => ({
    id: request.name,
    attributes: { Arn: regionalArn(request.host, 'kms', `key/${request.name}`), KeyId: request.name },
  })),
  'AWS::KMS::Alias': byName('AliasName', ({ host }, name) => regionalArn(host, 'kms', name)),
  'AWS::Lambda::Version': record((request) => {
    const named = propertyText(request, 'FunctionName');
    const arn = named.startsWith('arn:') ? named : regionalArn(request.host, 'lambda', `function:${named}`);
    return { id: `${arn}:1`, attributes: { Version: '1', FunctionArn: `${arn}:1` } };
  }),
  'AWS::Lambda::EventInvokeConfig': {
    create: (request) => Promise.resolve(setInvokeConfig(request)),
    update: (request) => Promise.resolve(setInvokeConfig(request)),
    remove: ({ functions }, { id }) => {
      functions.invokeConfigs.delete(id);
      return Promise.resolve();
    },
  },
};

function setInvokeConfig(request: ProviderRequest): CreatedResource {
  const { host, properties } = request;
  const named = propertyText(request, 'FunctionName');
  const arn = named.startsWith('arn:') ? named : regionalArn(host, 'lambda', `function:${named}`);
  const { MaximumRetryAttempts: retries, DestinationConfig: destinations } = properties;
  const failure = isPlainObject(destinations) ? destinations['OnFailure'] : undefined;
  const onFailure = isPlainObject(failure) ? failure['Destination'] : undefined;
  if (typeof onFailure === 'string')
    requireRole(host, arn, request.location, [{ action: 'sqs:SendMessage', resource: onFailure }]);
  host.functions.invokeConfigs.set(arn, {
    retries: retries === undefined ? 2 : Number(retries),
    onFailure: typeof onFailure === 'string' ? onFailure : undefined,
  });
  return { id: arn, attributes: {} };
}
