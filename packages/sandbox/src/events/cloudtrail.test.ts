import { describe, expect, it } from '@jest/globals';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeVpcsCommand,
  ModifyVpcAttributeCommand,
  ModifyVpcEndpointCommand,
} from '@aws-sdk/client-ec2';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateNotebookInstanceCommand, ListNotebookInstancesCommand } from '@aws-sdk/client-sagemaker';
import { CreateQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { assumedRole } from '../account/identity';
import { useAccount } from '../testing/account';
import { clientsOf, errorOf } from '../testing/clients';

const palisade = assumedRole(
  'arn:aws:iam::111122223333:role/palisade',
  'on-change',
  'ASIAPALISADE',
  Date.UTC(2026, 10, 22),
);
const test = useAccount({ identities: { ASIAPALISADE: palisade } });

/** The CloudTrail events received so far. */
const trail = () =>
  test.events
    .filter((event) => event['detail-type'] === 'AWS API Call via CloudTrail')
    .map((event) => event.detail);

const notebook = () =>
  new CreateNotebookInstanceCommand({
    NotebookInstanceName: 'research',
    InstanceType: 'ml.t3.medium',
    RoleArn: 'arn:aws:iam::111122223333:role/notebook',
    Tags: [{ Key: 'Team', Value: 'ML' }],
  });

describe('CloudTrail events', () => {
  it("have EventBridge's envelope around CloudTrail's record", async () => {
    await test.aws.sagemaker.send(notebook());
    const event = test.events.find((one) => one['detail-type'] === 'AWS API Call via CloudTrail');
    expect(event).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.sagemaker',
      account: '111122223333',
      time: '2026-11-22T00:00:00Z',
      region: 'us-east-1',
      resources: [],
      detail: {
        eventVersion: '1.11',
        userIdentity: {
          type: 'IAMUser',
          principalId: 'AIDASANDBOXADMIN00000',
          arn: 'arn:aws:iam::111122223333:user/sandbox-admin',
          accountId: '111122223333',
          accessKeyId: 'AKIATEST',
          userName: 'sandbox-admin',
        },
        eventTime: '2026-11-22T00:00:00Z',
        eventSource: 'sagemaker.amazonaws.com',
        eventName: 'CreateNotebookInstance',
        awsRegion: 'us-east-1',
        sourceIPAddress: '127.0.0.1',
        userAgent: expect.stringMatching(/^aws-sdk-js/),
        requestParameters: {
          notebookInstanceName: 'research',
          instanceType: 'ml.t3.medium',
          roleArn: 'arn:aws:iam::111122223333:role/notebook',
          tags: [{ key: 'Team', value: 'ML' }],
        },
        responseElements: {
          notebookInstanceArn: 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/research',
        },
        requestID: expect.any(String),
        eventID: expect.any(String),
        readOnly: false,
        eventType: 'AwsApiCall',
        managementEvent: true,
        recipientAccountId: '111122223333',
        eventCategory: 'Management',
      },
    });
  });

  it('are also emitted for failed writes, with the code; EC2 codes have a prefix', async () => {
    await errorOf(test.aws.sagemaker.send(notebook()));
    await errorOf(test.aws.sagemaker.send(notebook()));
    const DryRun = true;
    await errorOf(test.aws.ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16', DryRun })));
    await errorOf(test.aws.iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: '{' })));
    expect(trail().map((detail) => [detail['errorCode'], detail['responseElements'] === null])).toEqual([
      [undefined, false],
      ['ValidationException', true],
      ['Client.DryRunOperation', true],
      ['MalformedPolicyDocument', true],
    ]);
  });

  it('are not emitted for reads or messages', async () => {
    await test.aws.ec2.send(new DescribeVpcsCommand({}));
    await test.aws.sagemaker.send(new ListNotebookInstancesCommand({}));
    const { QueueUrl } = await test.aws.sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
    await test.aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    expect(trail().map((detail) => detail['eventName'])).toEqual(['CreateQueue']);
  });

  it('of IAM are in us-east-1 in whatever Region the caller is', async () => {
    const { iam, sagemaker } = clientsOf(test.sandbox.url, 'eu-west-1');
    const AssumeRolePolicyDocument = JSON.stringify({
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
    });
    await iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument }));
    const PolicyDocument = JSON.stringify({ Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] });
    await iam.send(new PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument }));
    await sagemaker.send(notebook());
    expect(trail().map((detail) => [detail['eventName'], detail['awsRegion']])).toEqual([
      ['CreateRole', 'us-east-1'],
      ['PutRolePolicy', 'us-east-1'],
      ['CreateNotebookInstance', 'eu-west-1'],
    ]);
    expect(trail()[1]).toMatchObject({
      requestParameters: { roleName: 'r', policyName: 'p', policyDocument: PolicyDocument },
      responseElements: null,
    });
  });

  it('show the caller of an access key', async () => {
    const { sagemaker } = clientsOf(test.sandbox.url, 'us-east-1', 'ASIAPALISADE');
    await sagemaker.send(notebook());
    expect(trail()[0]?.['userIdentity']).toMatchObject({
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/palisade/on-change',
      sessionContext: {
        sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/palisade', userName: 'palisade' },
      },
    });
  });

  it('of EC2 are flat for older operations and nested for endpoints', async () => {
    const { ec2 } = test.aws;
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    const VpcId = Vpc?.VpcId ?? '';
    const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.0.0/24' }));
    const SubnetId = Subnet?.SubnetId ?? '';
    await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
    await ec2.send(new CreateTagsCommand({ Resources: [VpcId], Tags: [{ Key: 'a', Value: 'b' }] }));
    const group = { VpcId, GroupName: 'g', Description: 'd' };
    const { GroupId = '' } = await ec2.send(new CreateSecurityGroupCommand(group));
    const IpPermissions = [
      { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/16' }] },
    ];
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    const ServiceName = 'com.amazonaws.us-east-1.sagemaker.api';
    const { VpcEndpoint } = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId,
        ServiceName,
        VpcEndpointType: 'Interface',
        SubnetIds: [SubnetId],
        SecurityGroupIds: [GroupId],
        PrivateDnsEnabled: false,
        TagSpecifications: [
          {
            ResourceType: 'vpc-endpoint',
            Tags: [
              { Key: 'a', Value: 'b' },
              { Key: 'c', Value: 'd' },
            ],
          },
        ],
      }),
    );
    const VpcEndpointId = VpcEndpoint?.VpcEndpointId ?? '';
    await ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, PrivateDnsEnabled: true }));
    await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpointId] }));
    const requests = Object.fromEntries(
      trail().map((detail) => [String(detail['eventName']), detail['requestParameters']]),
    );
    expect(requests).toMatchObject({
      CreateVpc: { cidrBlock: '10.0.0.0/16' },
      ModifyVpcAttribute: { vpcId: VpcId, enableDnsHostnames: { value: true } },
      CreateTags: {
        resourcesSet: { items: [{ resourceId: VpcId }] },
        tagSet: { items: [{ key: 'a', value: 'b' }] },
      },
      AuthorizeSecurityGroupIngress: {
        groupId: GroupId,
        ipPermissions: {
          items: [
            {
              ipProtocol: 'tcp',
              fromPort: 443,
              toPort: 443,
              ipRanges: { items: [{ cidrIp: '10.0.0.0/16' }] },
            },
          ],
        },
      },
      CreateVpcEndpoint: {
        CreateVpcEndpointRequest: {
          VpcId,
          ServiceName,
          VpcEndpointType: 'Interface',
          PrivateDnsEnabled: false,
          SubnetId: { content: SubnetId, tag: 1 },
          SecurityGroupId: { content: GroupId, tag: 1 },
          TagSpecification: {
            ResourceType: 'vpc-endpoint',
            tag: 1,
            Tag: [
              { Key: 'a', Value: 'b', tag: 1 },
              { Key: 'c', Value: 'd', tag: 2 },
            ],
          },
        },
      },
      ModifyVpcEndpoint: { ModifyVpcEndpointRequest: { VpcEndpointId, PrivateDnsEnabled: true } },
      DeleteVpcEndpoints: {
        DeleteVpcEndpointsRequest: { VpcEndpointId: { content: VpcEndpointId, tag: 1 } },
      },
    });
    const created = trail().find((detail) => detail['eventName'] === 'CreateVpcEndpoint');
    expect(created?.['responseElements']).toMatchObject({
      CreateVpcEndpointResponse: { vpcEndpoint: { vpcEndpointId: VpcEndpointId, state: 'pending' } },
    });
  });
});

describe('native notebook events', () => {
  it('are emitted for every state, some twice, without network fields', async () => {
    await test.aws.sagemaker.send(notebook());
    await test.sandbox.clock.advance(3_600_000);
    const native = test.events.filter(
      (event) => event['detail-type'] === 'SageMaker Notebook Instance State Change',
    );
    expect(native.map(({ detail }) => detail['NotebookInstanceStatus'])).toEqual([
      'Pending',
      'InService',
      'InService',
    ]);
    expect(new Set(native.map((event) => event.id)).size).toBe(3);
    expect(native[1]).toMatchObject({
      source: 'aws.sagemaker',
      resources: ['arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/research'],
      detail: { NotebookInstanceName: 'research', Tags: { Team: 'ML' } },
    });
    expect(Object.keys(native[1]?.detail ?? {})).not.toContain('DirectInternetAccess');
  });
});
