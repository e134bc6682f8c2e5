import { describe, expect, it } from '@jest/globals';
import { BadInputError } from '../../core/model/bad-input';
import { parseConfigInvocation } from './config';

const ruleIds = ['notebook-direct-internet', 'endpoint-private-dns', 'principal-outside-access'];

/** The form of "Example Events for AWS Config Rules" in its developer guide. */
const item = {
  configurationItemCaptureTime: '2026-11-20T09:59:00.123Z',
  awsAccountId: '111122223333',
  configurationItemStatus: 'OK',
  resourceId: 'vpce-0a1b2c3d',
  ARN: 'arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/vpce-0a1b2c3d',
  awsRegion: 'us-east-1',
  availabilityZone: 'Multiple Availability Zones',
  configurationStateMd5Hash: '8f1ee69b287895a0f8bc5753eca68e96',
  resourceType: 'AWS::EC2::VPCEndpoint',
  tags: {},
  relationships: [{ resourceId: 'vpc-1', resourceType: 'AWS::EC2::VPC', name: 'Is contained in Vpc' }],
  configuration: { vpcEndpointId: 'vpce-0a1b2c3d', state: { value: 'available' } },
};
const change = (more: object = {}) => ({
  configurationItemDiff: null,
  configurationItem: { ...item, ...more },
  notificationCreationTime: '2026-11-20T10:00:00.000Z',
  messageType: 'ConfigurationItemChangeNotification',
  recordVersion: '1.3',
});
const invocation = (invokingEvent: unknown, more: object = {}) => ({
  invokingEvent: typeof invokingEvent === 'string' ? invokingEvent : JSON.stringify(invokingEvent),
  ruleParameters: '{"ruleId":"endpoint-private-dns"}',
  resultToken: 'token',
  eventLeftScope: false,
  executionRoleArn: 'arn:aws:iam::111122223333:role/config',
  configRuleArn: 'arn:aws:config:us-east-1:111122223333:config-rule/config-rule-0123456',
  configRuleName: 'palisade-endpoint-private-dns',
  configRuleId: 'config-rule-0123456',
  accountId: '111122223333',
  version: '1.0',
  ...more,
});
const parse = (event: unknown) => parseConfigInvocation(event, ruleIds);

const expected = {
  ruleId: 'endpoint-private-dns',
  accountId: '111122223333',
  resultToken: 'token',
  evaluate: {
    kind: 'change',
    ref: { type: 'AWS::EC2::VPCEndpoint', id: 'vpce-0a1b2c3d' },
    isLowerCase: false,
    configResourceType: 'AWS::EC2::VPCEndpoint',
    configResourceId: 'vpce-0a1b2c3d',
    orderingTimestamp: '2026-11-20T09:59:00.123Z',
    applicable: true,
  },
};

describe('the three kinds of message', () => {
  it('a change', () => {
    expect(parse(invocation(change()))).toEqual(expected);
  });

  it('a change too big to be delivered, whose summary names the resource', () => {
    const { configuration: _, relationships: __, ...summary } = item;
    expect(
      parse(
        invocation({
          configurationItemSummary: { ...summary, changeType: 'UPDATE', configurationItemVersion: '1.3' },
          s3DeliverySummary: { s3BucketLocation: null, errorCode: null, errorMessage: null },
          notificationCreationTime: '2026-11-20T10:00:00.000Z',
          messageType: 'OversizedConfigurationItemChangeNotification',
          recordVersion: '1.0',
        }),
      ),
    ).toEqual(expected);
  });

  it('a schedule', () => {
    const scheduled = {
      awsAccountId: '111122223333',
      notificationCreationTime: '2026-11-20T10:00:00.000Z',
      messageType: 'ScheduledNotification',
      recordVersion: '1.0',
    };
    expect(parse(invocation(scheduled))).toEqual({
      ...expected,
      evaluate: { kind: 'scheduled', orderingTimestamp: '2026-11-20T10:00:00.000Z' },
    });
  });
});

describe('applicable', () => {
  it.each([
    ['OK', false, true],
    ['ResourceDiscovered', false, true],
    ['ResourceDeleted', false, false],
    ['ResourceNotRecorded', false, false],
    ['ResourceDeletedNotRecorded', false, false],
    ['OK', true, false],
  ])('status %s, left scope %s: %s', (configurationItemStatus, eventLeftScope, applicable) => {
    const event = invocation(change({ configurationItemStatus }), { eventLeftScope });
    expect(parse(event).evaluate).toMatchObject({ applicable });
  });
});

describe('resources', () => {
  it.each([
    [{ resourceId: 'churn', resourceName: 'Churn' }, 'Churn', false],
    [{ resourceId: 'churn', ARN: 'arn:aws:sagemaker:us-east-1:1:notebook-instance/churn' }, 'churn', true],
    [{ resourceId: 'churn', resourceName: null, ARN: undefined }, 'churn', true],
  ])('a notebook known as %j is %s, in lower case only: %s', (item, id, isLowerCase) => {
    const type = 'AWS::SageMaker::NotebookInstance';
    const event = invocation(change({ resourceType: type, ...item }));
    expect(parse(event).evaluate).toMatchObject({ ref: { type, id }, isLowerCase });
  });

  it.each([
    [
      'AWS::IAM::Role',
      { resourceId: 'AROAEXAMPLE', resourceName: 'ds', ARN: 'arn:aws:iam::1:role/path/ds' },
      'ds',
      'AROAEXAMPLE',
    ],
    ['AWS::IAM::User', { resourceId: 'AIDAEXAMPLE', ARN: 'arn:aws:iam::1:user/ann' }, 'ann', 'AIDAEXAMPLE'],
    ['AWS::IAM::Group', { resourceId: 'AGPAEXAMPLE', resourceName: 'ml' }, 'ml', 'AGPAEXAMPLE'],
    [
      'AWS::IAM::Policy',
      { resourceId: 'ANPAEXAMPLE', ARN: 'arn:aws:iam::1:policy/p' },
      'arn:aws:iam::1:policy/p',
      'ANPAEXAMPLE',
    ],
    [
      'AWS::SageMaker::NotebookInstance',
      {
        resourceId: 'churn',
        resourceName: 'Churn',
        ARN: 'arn:aws:sagemaker:us-east-1:1:notebook-instance/churn',
      },
      'Churn',
      'churn',
    ],
    [
      'AWS::SageMaker::NotebookInstance',
      { resourceId: 'arn:aws:sagemaker:us-east-1:1:notebook-instance/churn', ARN: null },
      'churn',
      'arn:aws:sagemaker:us-east-1:1:notebook-instance/churn',
    ],
    [
      'AWS::SageMaker::Domain',
      { resourceId: 'd-1', ARN: 'arn:x:domain/d-1', resourceName: 'research' },
      'd-1',
      'd-1',
    ],
    ['AWS::EC2::VPC', { resourceId: 'vpc-1', resourceName: null }, 'vpc-1', 'vpc-1'],
  ])('%s %j is %s', (resourceType, more, id, configResourceId) => {
    expect(parse(invocation(change({ resourceType, ...more }))).evaluate).toMatchObject({
      ref: { type: resourceType, id },
      configResourceId,
      configResourceType: resourceType,
    });
  });
});

describe('the rule', () => {
  it.each([
    ['{"ruleId":"notebook-direct-internet"}', 'anything', 'notebook-direct-internet'],
    ['{}', 'palisade-endpoint-private-dns', 'endpoint-private-dns'],
    [undefined, 'endpoint-private-dns', 'endpoint-private-dns'],
  ])('of parameters %s and name %s is %s', (ruleParameters, configRuleName, ruleId) => {
    expect(parse(invocation(change(), { ruleParameters, configRuleName })).ruleId).toBe(ruleId);
  });
});

describe('invocations that cannot be parsed', () => {
  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'AWS Config invocation'],
    ['another version', invocation(change(), { version: '2.0' }), 'version'],
    ['no token', invocation(change(), { resultToken: '' }), 'resultToken'],
    ['an invoking event that is not JSON', invocation('{"a'), 'invokingEvent: is not JSON'],
    [
      'another kind of message',
      invocation({ messageType: 'ConfigurationSnapshotDeliveryCompleted' }),
      'messageType',
    ],
    ['a change without item', invocation({ ...change(), configurationItem: undefined }), 'configurationItem'],
    [
      'a type that no rule evaluates',
      invocation(change({ resourceType: 'AWS::S3::Bucket' })),
      'configurationItem.resourceType',
    ],
    [
      'an invalid time',
      invocation(change({ configurationItemCaptureTime: 'now' })),
      'configurationItemCaptureTime',
    ],
    [
      'an unknown rule',
      invocation(change(), { ruleParameters: '{"ruleId":"x"}' }),
      'ruleParameters.ruleId: there is no rule x',
    ],
    [
      'parameters that are not JSON',
      invocation(change(), { ruleParameters: '{' }),
      'ruleParameters: is not JSON',
    ],
    [
      'a name that ends with no rule',
      invocation(change(), { ruleParameters: '{}', configRuleName: 'x-endpoint-private-dns-1' }),
      'configRuleName: x-endpoint-private-dns-1 does not end',
    ],
  ])('%s', (_, event, place) => {
    expect(() => parse(event)).toThrow(BadInputError);
    expect(() => parse(event)).toThrow(place);
  });
});
