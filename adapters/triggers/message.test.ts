import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BadInputError } from '../../core/model/bad-input';
import type { ResourceRef } from '../../core/model/resource';
import { cloudTrailEvent, eventBridge } from '../../test/fakes/events';
import { cloudTrailEvents } from './cloudtrail-events';
import { parseMessage } from './message';

const ownRole = 'arn:aws:iam::111122223333:role/palisade-on-change';
const parse = (event: unknown) => parseMessage(JSON.stringify(event), [ownRole], []);
const actor = 'arn:aws:sts::111122223333:assumed-role/data-scientist/ann';

const notebook: ResourceRef = { type: 'AWS::SageMaker::NotebookInstance', id: 'Churn-Model' };
const domain: ResourceRef = { type: 'AWS::SageMaker::Domain', id: 'd-abc123' };
const endpoint: ResourceRef = { type: 'AWS::EC2::VPCEndpoint', id: 'vpce-0a1b2c3d' };
const securityGroup = { type: 'AWS::EC2::SecurityGroup', id: 'sg-0a' } as const;
const table = { type: 'AWS::EC2::RouteTable', id: 'rtb-0a' } as const;
const nat = { type: 'AWS::EC2::NatGateway', id: 'nat-0a' } as const;
const vpc: ResourceRef = { type: 'AWS::EC2::VPC', id: 'vpc-0f9e8d7c' };
const user: ResourceRef = { type: 'AWS::IAM::User', id: 'ann' };
const role: ResourceRef = { type: 'AWS::IAM::Role', id: 'ds' };
const group: ResourceRef = { type: 'AWS::IAM::Group', id: 'ml' };
const policyArn = 'arn:aws:iam::111122223333:policy/ml';
const policy: ResourceRef = { type: 'AWS::IAM::Policy', id: policyArn };

const named = { notebookInstanceName: 'Churn-Model' };
const roleNamed = { roleName: 'ds', policyName: 'p', policyArn };
const userNamed = { userName: 'ann', policyName: 'p', policyArn };
const groupNamed = { groupName: 'ml', policyName: 'p', policyArn };

/** Service, event, request parameters, response elements, refs. */
type Case = readonly [string, string, object | null, object | null, readonly ResourceRef[]];
const cases: readonly Case[] = [
  ...[
    'CreateNotebookInstance',
    'UpdateNotebookInstance',
    'StartNotebookInstance',
    'StopNotebookInstance',
    'DeleteNotebookInstance',
  ].map((name): Case => ['sagemaker', name, { ...named, instanceType: 'ml.t3.medium' }, null, [notebook]]),
  [
    'sagemaker',
    'CreateDomain',
    { domainName: 'research', vpcId: 'vpc-1', authMode: 'IAM' },
    { domainArn: 'arn:aws:sagemaker:us-east-1:111122223333:domain/d-abc123', url: 'https://d-abc123.studio' },
    [domain],
  ],
  ...[
    'UpdateDomain',
    'DeleteDomain',
    'CreateUserProfile',
    'UpdateUserProfile',
    'CreateSpace',
    'CreateApp',
    'DeleteApp',
  ].map((name): Case => [
    'sagemaker',
    name,
    { domainId: 'd-abc123', userProfileName: 'ann' },
    null,
    [domain],
  ]),
  // Newer EC2 calls are recorded nested and in Pascal case, with XML's list items.
  [
    'ec2',
    'CreateVpcEndpoint',
    {
      CreateVpcEndpointRequest: {
        VpcId: 'vpc-0f9e8d7c',
        VpcEndpointType: 'Interface',
        ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
        PrivateDnsEnabled: false,
        SubnetId: { tag: 1, content: 'subnet-1' },
      },
    },
    {
      CreateVpcEndpointResponse: {
        xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/',
        vpcEndpoint: { vpcEndpointId: 'vpce-0a1b2c3d', vpcId: 'vpc-0f9e8d7c', state: 'pending' },
        requestId: 'r',
      },
    },
    [vpc, endpoint],
  ],
  [
    'ec2',
    'CreateVpcEndpoint',
    { vpcId: 'vpc-0f9e8d7c', serviceName: 'com.amazonaws.us-east-1.sagemaker.api' },
    { vpcEndpoint: { vpcEndpointId: 'vpce-0a1b2c3d', vpcId: 'vpc-0f9e8d7c' } },
    [vpc, endpoint],
  ],
  [
    'ec2',
    'ModifyVpcEndpoint',
    { ModifyVpcEndpointRequest: { VpcEndpointId: 'vpce-0a1b2c3d', PrivateDnsEnabled: false } },
    { ModifyVpcEndpointResponse: { return: true } },
    [endpoint],
  ],
  ['ec2', 'ModifyVpcEndpoint', { vpcEndpointId: 'vpce-0a1b2c3d' }, { _return: true }, [endpoint]],
  [
    'ec2',
    'DeleteVpcEndpoints',
    {
      DeleteVpcEndpointsRequest: {
        VpcEndpointId: [
          { tag: 1, content: 'vpce-0a1b2c3d' },
          { tag: 2, content: 'vpce-2' },
        ],
      },
    },
    { DeleteVpcEndpointsResponse: { unsuccessful: '' } },
    [endpoint, { ...endpoint, id: 'vpce-2' }],
  ],
  [
    'ec2',
    'ModifyVpcAttribute',
    { vpcId: 'vpc-0f9e8d7c', enableDnsSupport: { value: false } },
    { _return: true },
    [vpc],
  ],
  ['ec2', 'CreateVpc', { cidrBlock: '10.0.0.0/16' }, { vpc: { vpcId: 'vpc-0f9e8d7c' } }, [vpc]],
  [
    'ec2',
    'CreateTags',
    {
      resourcesSet: { items: [{ resourceId: 'vpce-0a1b2c3d' }, { resourceId: 'i-1' }] },
      tagSet: { items: [] },
    },
    { _return: true },
    [endpoint],
  ],
  ...['AuthorizeSecurityGroupIngress', 'AuthorizeSecurityGroupEgress'].map((name): Case => [
    'ec2',
    name,
    {
      groupId: 'sg-0a',
      ipPermissions: {
        items: [
          {
            ipProtocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            groups: { items: [{ groupId: 'sg-0peer', userId: '111122223333' }] },
            ipRanges: {},
          },
        ],
      },
    },
    {
      _return: true,
      securityGroupRuleSet: {
        items: [{ groupId: 'sg-0a', referencedGroupInfo: { groupId: 'sg-0peer' } }],
      },
    },
    [securityGroup],
  ]),
  ...['RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress'].map((name): Case => [
    'ec2',
    name,
    { groupId: 'sg-0a', securityGroupRuleIds: { items: [{ securityGroupRuleId: 'sgr-1' }] } },
    { _return: true },
    [securityGroup],
  ]),
  // A group of the default VPC, by its name.
  [
    'ec2',
    'AuthorizeSecurityGroupIngress',
    { groupName: 'ml', ipPermissions: { items: [{ groups: { items: [{ groupId: 'sg-0peer' }] } }] } },
    { securityGroupRuleSet: { items: [{ groupId: 'sg-0a' }] } },
    [securityGroup],
  ],
  [
    'ec2',
    'ModifySecurityGroupRules',
    { ModifySecurityGroupRulesRequest: { GroupId: 'sg-0a', SecurityGroupRule: { tag: 1 } } },
    { ModifySecurityGroupRulesResponse: { return: true } },
    [securityGroup],
  ],
  ...['CreateRoute', 'ReplaceRoute', 'DeleteRoute'].map((name): Case => [
    'ec2',
    name,
    { routeTableId: 'rtb-0a', destinationCidrBlock: '0.0.0.0/0', natGatewayId: 'nat-0a' },
    { _return: true },
    [table],
  ]),
  [
    'ec2',
    'AssociateRouteTable',
    { routeTableId: 'rtb-0a', subnetId: 'subnet-0a' },
    { associationId: 'rtbassoc-0a' },
    [table],
  ],
  [
    'ec2',
    'ReplaceRouteTableAssociation',
    { routeTableId: 'rtb-0a', associationId: 'rtbassoc-0a' },
    { newAssociationId: 'rtbassoc-0b' },
    [table],
  ],
  [
    'ec2',
    'DisassociateRouteTable',
    { associationId: 'rtbassoc-0a' },
    { _return: true },
    [{ ...table, id: 'rtbassoc-0a' }],
  ],
  [
    'ec2',
    'CreateNatGateway',
    { CreateNatGatewayRequest: { SubnetId: 'subnet-0a', ConnectivityType: 'public' } },
    { CreateNatGatewayResponse: { natGateway: { natGatewayId: 'nat-0a', vpcId: 'vpc-0f9e8d7c' } } },
    [nat],
  ],
  ['ec2', 'DeleteNatGateway', { DeleteNatGatewayRequest: { NatGatewayId: 'nat-0a' } }, null, [nat]],
  ['ec2', 'DeleteTags', { resourcesSet: { items: [{ resourceId: 'vpc-0f9e8d7c' }] } }, null, [vpc]],
  [
    'route53',
    'AssociateVPCWithHostedZone',
    { hostedZoneId: 'Z1', vPC: { vPCId: 'vpc-0f9e8d7c', vPCRegion: 'us-east-1' } },
    { changeInfo: { id: '/change/C1' } },
    [vpc],
  ],
  [
    'route53',
    'DisassociateVPCFromHostedZone',
    { hostedZoneId: 'Z1', vPC: { vPCId: 'vpc-0f9e8d7c', vPCRegion: 'us-east-1' } },
    null,
    [vpc],
  ],
  ['route53', 'CreateHostedZone', { name: 'x', vPC: { vPCId: 'vpc-0f9e8d7c' } }, null, [vpc]],
  ...[
    'CreateUser',
    'DeleteUser',
    'PutUserPolicy',
    'DeleteUserPolicy',
    'AttachUserPolicy',
    'DetachUserPolicy',
    'PutUserPermissionsBoundary',
    'DeleteUserPermissionsBoundary',
    'AddUserToGroup',
    'RemoveUserFromGroup',
    'TagUser',
    'UntagUser',
  ].map((name): Case => ['iam', name, { ...userNamed, groupName: 'ml' }, null, [user]]),
  ...[
    'CreateRole',
    'DeleteRole',
    'PutRolePolicy',
    'DeleteRolePolicy',
    'AttachRolePolicy',
    'DetachRolePolicy',
    'PutRolePermissionsBoundary',
    'DeleteRolePermissionsBoundary',
    'UpdateAssumeRolePolicy',
    'TagRole',
    'UntagRole',
  ].map((name): Case => ['iam', name, roleNamed, null, [role]]),
  ...[
    'CreateGroup',
    'DeleteGroup',
    'PutGroupPolicy',
    'DeleteGroupPolicy',
    'AttachGroupPolicy',
    'DetachGroupPolicy',
  ].map((name): Case => ['iam', name, groupNamed, null, [group]]),
  ['iam', 'UpdateUser', { userName: 'ann', newUserName: 'anna' }, null, [user, { ...user, id: 'anna' }]],
  ['iam', 'UpdateUser', { userName: 'ann', newPath: '/x/' }, null, [user]],
  ['iam', 'UpdateGroup', { groupName: 'ml', newGroupName: 'ai' }, null, [group, { ...group, id: 'ai' }]],
  ['iam', 'CreatePolicy', { policyName: 'ml' }, { policy: { arn: policyArn, policyName: 'ml' } }, [policy]],
  ...['CreatePolicyVersion', 'SetDefaultPolicyVersion', 'DeletePolicyVersion', 'DeletePolicy'].map(
    (name): Case => ['iam', name, { policyArn, versionId: 'v2' }, null, [policy]],
  ),
];

describe('CloudTrail events', () => {
  it.each(cases)('%s %s %j', (service, name, requestParameters, responseElements, refs) => {
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
    const tested = new Set(cases.map(([service, name]) => `${service}.amazonaws.com ${name}`));
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
        .constantFrom(...cases)
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
