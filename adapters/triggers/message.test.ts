import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BadInputError } from '../../core/model/bad-input';
import { cloudTrailEvent, eventBridge } from '../../test/fakes/events';
import { cloudTrailEvents } from './cloudtrail-events';
import { recordedCalls, samples } from './fixtures/recorded-calls';

const { notebook, vpc, user, named } = samples;
import { parseMessage } from './message';

const ownRole = 'arn:aws:iam::111122223333:role/palisade-on-change';
const parse = (event: unknown) => parseMessage(JSON.stringify(event), [ownRole], []);
const actor = 'arn:aws:sts::111122223333:assumed-role/data-scientist/ann';

describe('CloudTrail events', () => {
  it.each(recordedCalls)('%s %s %j', (service, name, requestParameters, responseElements, refs) => {
    expect(parse(cloudTrailEvent(service, name, requestParameters, { responseElements }))).toEqual({
      trigger: { kind: 'event', description: `${name} by ${actor}`, by: actor },
      refs,
      at: '2026-11-20T09:59:58Z',
    });
  });

  it('recognises the approval of a ticket, and ignores its other changes', () => {
    const updated = (requestParameters: object) =>
      parse(cloudTrailEvent('ssm', 'UpdateOpsItem', requestParameters));
    expect(updated({ opsItemId: 'oi-1', status: 'InProgress' })).toEqual({
      trigger: { kind: 'event', description: `UpdateOpsItem by ${actor}`, by: actor },
      refs: [],
      at: '2026-11-20T09:59:58Z',
      tickets: ['oi-1'],
    });
    expect(updated({ opsItemId: 'oi-1', status: 'Resolved' })).toHaveProperty('ignored');
    expect(updated({ opsItemId: 'oi-1', title: 'InProgress' })).toHaveProperty('ignored');
    expect(() => updated({ status: 'InProgress' })).toThrow('detail.requestParameters.opsItemId');
  });

  it('covers every known event', () => {
    const tested = new Set(recordedCalls.map(([service, name]) => `${service}.amazonaws.com ${name}`));
    tested.add('ssm.amazonaws.com UpdateOpsItem');
    const known = Object.entries(cloudTrailEvents).flatMap(([source, names]) =>
      names.map((name) => `${source} ${name}`),
    );
    expect([...tested].sort()).toEqual(known.sort());
  });

  it.each([
    ['sagemaker', 'CreateTrainingJob', { trainingJobName: 'x' }],
    ['sagemaker', 'AddTags', { resourceArn: 'arn:aws:sagemaker:us-east-1:1:notebook-instance/churn' }],
    ['sagemaker', 'CreatePresignedNotebookInstanceUrl', { notebookInstanceName: 'x' }],
    ['ec2', 'RunInstances', { vpcId: 'vpc-1' }],
    ['ec2', 'CreateTags', { resourcesSet: { items: [{ resourceId: 'i-1' }] } }],
    ['route53', 'CreateHostedZone', { name: 'public.example' }],
    [
      'route53',
      'ChangeResourceRecordSets',
      { changeBatch: { changes: [{ resourceRecordSet: { name: 'www.corp.example.' } }] } },
    ],
    ['route53resolver', 'CreateResolverRule', { domainName: 'amazonaws.com' }],
    ['iam', 'CreateAccessKey', { userName: 'ann' }],
    ['s3', 'CreateBucket', { bucketName: 'x' }],
  ])('ignores %s %s, which no verdict depends on', (service, name, parameters) => {
    expect(parse(cloudTrailEvent(service, name, parameters))).toEqual({
      ignored: `${name} concerns nothing that a rule evaluates`,
    });
  });

  it.each(['Client.UnauthorizedOperation', 'Client.DryRunOperation', 'AccessDenied'])(
    'ignores a call that failed with %s',
    (errorCode) => {
      const event = cloudTrailEvent('ec2', 'ModifyVpcEndpoint', { vpcEndpointId: 'vpce-1' }, { errorCode });
      expect(parse(event)).toEqual({ ignored: `ModifyVpcEndpoint failed (${errorCode})` });
    },
  );

  const as = (userIdentity: object) =>
    cloudTrailEvent('sagemaker', 'StopNotebookInstance', named, { userIdentity });

  it('ignores our own calls, and only ours', () => {
    const session = (arn: string) => as({ type: 'AssumedRole', sessionContext: { sessionIssuer: { arn } } });
    expect(parse(session(ownRole))).toEqual({ ignored: 'StopNotebookInstance was our own call' });
    expect(parse(session(`${ownRole}-2`))).toMatchObject({ refs: [notebook] });
  });

  it.each([
    [{ type: 'Root', arn: 'arn:aws:iam::111122223333:root' }, 'arn:aws:iam::111122223333:root'],
    [{ type: 'AWSService', invokedBy: 'cloudformation.amazonaws.com' }, 'cloudformation.amazonaws.com'],
    [{ type: 'AWSAccount', principalId: 'AIDAEXAMPLE' }, 'AIDAEXAMPLE'],
    [{ type: 'Unknown' }, 'Unknown'],
    [{}, 'an unknown identity'],
  ])('names the actor %j', (userIdentity, words) => {
    expect(parse(as(userIdentity))).toMatchObject({
      trigger: { description: `StopNotebookInstance by ${words}` },
    });
  });
});

it('takes the name from a state change, because its ARN is in lower case', () => {
  const event = eventBridge('SageMaker Notebook Instance State Change', 'aws.sagemaker', {
    NotebookInstanceArn: 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/churn-model',
    NotebookInstanceName: 'Churn-Model',
    NotebookInstanceStatus: 'Stopped',
    InstanceType: 'ml.t3.medium',
    RoleArn: 'arn:aws:iam::111122223333:role/ds',
    LastModifiedTime: 1_695_912_523_501,
    CreationTime: 1_691_593_432_277,
    Tags: { project: 'x' },
  });
  expect(parse(event)).toEqual({
    trigger: { kind: 'event', description: 'notebook instance Churn-Model is Stopped' },
    refs: [notebook],
    at: '2026-11-20T10:00:00Z',
  });
});

describe('follow-ups', () => {
  it('keeps each resource once', () => {
    expect(parse({ palisade: 'follow-up/1', refs: [vpc, user, vpc], because: 'b' })).toEqual({
      trigger: { kind: 'follow-up', description: 'follow-up: b' },
      refs: [vpc, user],
    });
  });
});

const good = cloudTrailEvent('sagemaker', 'StopNotebookInstance', named);
const withDetail = (more: object): unknown => ({ ...good, detail: { ...good.detail, ...more } });
const bad: readonly (readonly [string, unknown, string])[] = [
  ['a number', 1, 'queue message: is neither'],
  ['null', null, 'queue message: is neither'],
  ['an empty object', {}, 'queue message: is neither'],
  ['another detail type', { ...good, 'detail-type': 'EC2 Spot' }, 'detail-type: EC2 Spot is not a kind'],
  ['another envelope version', { ...good, version: '1' }, 'version'],
  ['another CloudTrail version', withDetail({ eventVersion: '2.0' }), 'detail.eventVersion'],
  ['no detail', { ...good, detail: undefined }, 'detail'],
  ['no event name', withDetail({ eventName: undefined }), 'detail.eventName'],
  [
    'no parameters',
    withDetail({ requestParameters: null }),
    'detail.requestParameters.notebookInstanceName: is missing',
  ],
  [
    'an empty name',
    withDetail({ requestParameters: { notebookInstanceName: '' } }),
    'notebookInstanceName: is missing',
  ],
  [
    'a name that is no text',
    withDetail({ requestParameters: { notebookInstanceName: {} } }),
    'notebookInstanceName: is missing',
  ],
  [
    'no id where there must be one',
    cloudTrailEvent('ec2', 'ModifyVpcEndpoint', {}),
    'names no VPC and no VPC endpoint',
  ],
  [
    'no id of a security group',
    cloudTrailEvent('ec2', 'RevokeSecurityGroupIngress', { groupName: 'ml' }),
    'detail.requestParameters.groupId: is missing',
  ],
  [
    'no id of a route table',
    cloudTrailEvent('ec2', 'CreateRoute', { destinationCidrBlock: '0.0.0.0/0' }),
    'detail.requestParameters.routeTableId: is missing',
  ],
  [
    'no id of a NAT gateway',
    cloudTrailEvent('ec2', 'CreateNatGateway', {}),
    'detail.requestParameters.natGatewayId: is missing',
  ],
  [
    'no ARN of a new domain',
    cloudTrailEvent('sagemaker', 'CreateDomain', {}),
    'detail.responseElements.domainArn',
  ],
  [
    'a state change without name',
    eventBridge('SageMaker Notebook Instance State Change', 'aws.sagemaker', {
      NotebookInstanceStatus: 'Stopped',
    }),
    'detail.NotebookInstanceName',
  ],
  ['another follow-up version', { palisade: 'follow-up/2', refs: [vpc], because: '' }, 'palisade'],
  ['a follow-up about nothing', { palisade: 'follow-up/1', refs: [], because: '' }, 'refs'],
  [
    'a follow-up about an unknown type',
    { palisade: 'follow-up/1', refs: [{ type: 'X', id: '1' }], because: '' },
    'refs[0].type',
  ],
  ['a follow-up with an unknown key', { palisade: 'follow-up/1', refs: [vpc], because: '', at: 1 }, 'at'],
];
describe('messages that cannot be parsed', () => {
  it.each(bad)('%s', (_, message, place) => {
    const error: unknown = (() => {
      try {
        return parse(message);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(BadInputError);
    expect(String(error)).toContain(place);
  });

  it('text that is not JSON', () => {
    expect(() => parseMessage('{"a":', [], [])).toThrow(
      new BadInputError('queue message', '', 'is not JSON'),
    );
  });

  it('never cause anything but a result or a BadInputError', () => {
    const broken = fc.oneof(
      fc.jsonValue(),
      fc.jsonValue().map((value) => withDetail({ requestParameters: value })),
      fc.jsonValue().map((value) => withDetail({ userIdentity: value })),
      fc.jsonValue().map((value) => ({ palisade: 'follow-up/1', refs: value, because: '' })),
      fc
        .constantFrom(...recordedCalls)
        .chain(([service, name]) =>
          fc.jsonValue().map((value) => cloudTrailEvent(service, name, { a: value })),
        ),
    );
    fc.assert(
      fc.property(broken, (event) => {
        try {
          parse(event);
        } catch (error) {
          expect(error).toBeInstanceOf(BadInputError);
        }
      }),
    );
  });
});
