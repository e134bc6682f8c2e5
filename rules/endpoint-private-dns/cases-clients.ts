import type { NetworkInterface, SecurityGroup, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { GivenAccount, RuleCase } from '../../test/rules/given';

const privateDns = 'ec2:ModifyVpcEndpoint';
const tcp443 = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
const anywhere = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const group = (
  GroupId: string,
  IpPermissions: SecurityGroup['IpPermissions'] = [],
  IpPermissionsEgress: SecurityGroup['IpPermissions'] = [anywhere],
): SecurityGroup => ({ GroupId, GroupName: GroupId, VpcId: 'vpc-0ml', IpPermissions, IpPermissionsEgress });
const from = (GroupId: string) => [{ ...tcp443, UserIdGroupPairs: [{ GroupId }] }];
const fromRange = (CidrIp: string) => [{ ...tcp443, IpRanges: [{ CidrIp }] }];

const at = (NetworkInterfaceId: string, address: string, more: NetworkInterface): NetworkInterface => ({
  NetworkInterfaceId,
  VpcId: 'vpc-0ml',
  SubnetId: 'subnet-0a',
  AvailabilityZone: 'us-east-1a',
  InterfaceType: 'interface',
  Status: 'in-use',
  Groups: [{ GroupId: 'sg-0app', GroupName: 'app' }],
  PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: address }],
  ...more,
});
const instance = (id = 'i-0a', address = '10.0.1.10') =>
  at(`eni-${id}`, address, { Attachment: { InstanceId: id, InstanceOwnerId: '111122223333' } });
const uuid = '2f6d8f2c-0b6f-4c1a-9e7b-3a3a1c2b4d5e';
const scorer = at('eni-0f', '10.0.1.20', {
  InterfaceType: 'lambda',
  Description: `AWS Lambda VPC ENI-scorer-${uuid}`,
  RequesterManaged: false,
});
const task = at('eni-0t', '10.0.1.30', {
  Description: `arn:aws:ecs:us-east-1:111122223333:attachment/${uuid}`,
});

/** Who is there besides the endpoint decides whether its private DNS may be turned on without being asked. */
export function clientCases(
  given: (change?: Partial<VpcEndpoint>, more?: GivenAccount) => GivenAccount,
): readonly RuleCase[] {
  const among = (
    networkInterfaces: readonly NetworkInterface[] | 'unreadable',
    ingress: SecurityGroup['IpPermissions'] = from('sg-0app'),
    more: GivenAccount = {},
  ): GivenAccount =>
    given(
      {},
      {
        networkInterfaces,
        securityGroups: [group('sg-0ml', ingress), group('sg-0app')],
        subnets: [{ SubnetId: 'subnet-0a', VpcId: 'vpc-0ml', CidrBlock: '10.0.1.0/24' }],
        ...more,
      },
    );
  return [
    {
      name: 'clients that are let in keep the service: no approval',
      given: among([instance(), scorer, task]),
      expect: 'fail',
      says: ['"otherClients":["instance i-0a","function scorer",', `ECS task ${uuid}`],
      plan: [privateDns],
      planSays: ['Let in: instance i-0a, function scorer, ECS task'],
    },
    {
      name: 'a function and a task that are not let in would be cut off: approval, with their names',
      given: among([scorer, task], from('sg-0other')),
      expect: 'fail',
      plan: [`${privateDns}!`],
      planSays: [`cut off from SageMaker if they use it: function scorer, ECS task ${uuid}`],
    },
    {
      name: 'a group that lets nobody in cuts off every client',
      given: among([instance(), scorer], []),
      expect: 'fail',
      plan: [`${privateDns}!`],
      planSays: ['instance i-0a, function scorer'],
    },
    {
      name: 'a rule for a part of the subnet decides by the address of each interface',
      given: among(
        [instance('i-0in', '10.0.1.10'), instance('i-0out', '10.0.1.200')],
        fromRange('10.0.1.0/25'),
      ),
      expect: 'fail',
      plan: [`${privateDns}!`],
      planSays: ['if they use it: instance i-0out', 'Let in: instance i-0in'],
    },
    {
      name: 'a client whose group lets nothing out calls nobody',
      given: among([instance()], [], { securityGroups: [group('sg-0ml'), group('sg-0app', [], [])] }),
      expect: 'fail',
      plan: [privateDns],
    },
    {
      name: 'a client whose group was not read may be cut off',
      given: among([instance()], from('sg-0app'), { securityGroups: [group('sg-0ml', from('sg-0app'))] }),
      expect: 'fail',
      plan: [`${privateDns}!`],
      planSays: ['not known whether these are let in: instance i-0a', 'sg-0app'],
    },
    {
      name: 'a load balancer, a NAT gateway, an endpoint and a detached interface call nobody',
      given: among(
        [
          at('eni-0l', '10.0.1.40', { RequesterManaged: true, Description: 'ELB app/web/50dc6c495c0c9188' }),
          // AWS answers nat_gateway, which the SDK's type does not have.
          at('eni-0n', '10.0.1.41', { InterfaceType: 'natGateway' }),
          at('eni-0v', '10.0.1.42', { InterfaceType: 'vpc_endpoint', RequesterManaged: true }),
          at('eni-0d', '10.0.1.43', { Status: 'available' }),
        ],
        [],
      ),
      expect: 'fail',
      says: ['"otherClients":[]'],
      plan: [privateDns],
      planSays: ['Nobody else in vpc-0ml is known to resolve it'],
    },
    {
      name: 'who only calls itself a load balancer may call',
      given: among([at('eni-0l', '10.0.1.40', { Description: 'ELB app/web/50dc6c495c0c9188' })], []),
      expect: 'fail',
      plan: [`${privateDns}!`],
      planSays: ['interface eni-0l (ELB app/web'],
    },
    {
      name: 'SageMaker’s own interfaces count as the notebook that they belong to',
      given: among(
        [
          at('eni-0s', '10.0.1.50', {
            Description:
              '[Do not delete] Network Interface created to access resources in your VPC for SageMaker Notebook Instance churn',
          }),
        ],
        [],
        {
          notebooks: [
            {
              NotebookInstanceArn: 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/churn',
              NotebookInstanceName: 'churn',
              NotebookInstanceStatus: 'InService',
              SubnetId: 'subnet-0a',
              SecurityGroups: ['sg-0app'],
              DirectInternetAccess: 'Disabled',
            },
          ],
        },
      ),
      expect: 'fail',
      says: ['"otherClients":[]'],
      plan: [`${privateDns}!`],
      planSays: ['if they use it: notebook churn'],
    },
    {
      name: 'clients of another VPC do not count',
      given: among([{ ...scorer, VpcId: 'vpc-0other' }], []),
      expect: 'fail',
      plan: [privateDns],
    },
    {
      name: 'an interface whose VPC is not known may be here',
      given: among([{ NetworkInterfaceId: 'eni-0q', Status: 'in-use' }]),
      expect: 'fail',
      plan: [`${privateDns}!`],
      planSays: ['the VPC of eni-0q'],
    },
    {
      name: 'thousands are shown as the first few and a number',
      given: among(
        Array.from({ length: 3_000 }, (_, index) => instance(`i-${index}`, `10.0.1.${index % 250}`)),
        [],
      ),
      expect: 'fail',
      says: [
        '"otherClients":["instance i-0","instance i-1","instance i-2","instance i-3","instance i-4","2995 more"]',
      ],
      plan: [`${privateDns}!`],
      planSays: ['instance i-4, 2995 more'],
    },
    {
      name: 'interfaces not read: the verdict stays, and nobody unseen is cut off without being asked',
      given: among('unreadable'),
      expect: 'fail',
      says: ['not looked at: networkInterfaces: access was denied'],
      plan: [`${privateDns}!`],
      planSays: [
        'Other clients in vpc-0ml (EC2, ECS, Lambda) may be cut off, not looked at: networkInterfaces',
      ],
    },
    {
      name: 'notebooks not read: they may be cut off',
      given: among([], [], { notebooks: 'unreadable' }),
      expect: 'fail',
      plan: [`${privateDns}!`],
      planSays: ['not looked at: notebooks'],
    },
  ];
}
