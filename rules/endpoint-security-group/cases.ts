import type { IpPermission, NetworkInterface, SecurityGroup, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { DescribeDomainResponse, DescribeNotebookInstanceOutput } from '@aws-sdk/client-sagemaker';
import type { GivenAccount, RuleCase } from '../../test/rules/given';

const api: VpcEndpoint = {
  VpcEndpointId: 'vpce-0api',
  VpcEndpointType: 'Interface',
  VpcId: 'vpc-0ml',
  ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
  State: 'Available',
  PrivateDnsEnabled: true,
  RequesterManaged: false,
  OwnerId: '111122223333',
  SubnetIds: ['subnet-0e'],
  Groups: [{ GroupId: 'sg-0e', GroupName: 'endpoints' }],
};
const churn: DescribeNotebookInstanceOutput = {
  NotebookInstanceArn: 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/churn',
  NotebookInstanceName: 'churn',
  NotebookInstanceStatus: 'InService',
  SubnetId: 'subnet-0n',
  SecurityGroups: ['sg-0n'],
  DirectInternetAccess: 'Disabled',
};
const studio: DescribeDomainResponse = {
  DomainArn: 'arn:aws:sagemaker:us-east-1:111122223333:domain/d-1',
  DomainId: 'd-1',
  Status: 'InService',
  VpcId: 'vpc-0ml',
  SubnetIds: ['subnet-0n'],
  AppNetworkAccessType: 'VpcOnly',
  DefaultUserSettings: { ExecutionRole: 'arn:aws:iam::111122223333:role/r', SecurityGroups: ['sg-0d'] },
};

const tcp = (change: Omit<IpPermission, 'IpProtocol'>, FromPort = 443, ToPort = FromPort): IpPermission => ({
  IpProtocol: 'tcp',
  FromPort,
  ToPort,
  ...change,
});
const from = (...cidrs: string[]) => ({ IpRanges: cidrs.map((CidrIp) => ({ CidrIp })) });
const ofGroup = (GroupId: string) => ({ UserIdGroupPairs: [{ GroupId, UserId: '111122223333' }] });
const all = (change: Omit<IpPermission, 'IpProtocol'>): IpPermission => ({ IpProtocol: '-1', ...change });
const open = all(from('0.0.0.0/0'));

const group = (
  GroupId: string,
  IpPermissions: IpPermission[],
  IpPermissionsEgress: IpPermission[] = [open],
): SecurityGroup => ({
  GroupId,
  GroupName: GroupId,
  VpcId: 'vpc-0ml',
  OwnerId: '111122223333',
  IpPermissions,
  IpPermissionsEgress,
});

interface Parts {
  readonly endpoint?: Partial<VpcEndpoint>;
  readonly ingress?: IpPermission[];
  readonly egress?: IpPermission[];
  readonly more?: GivenAccount;
}

/** One notebook and no domain; the endpoint's group admits `ingress`, the notebook's lets out `egress`. */
function given({
  endpoint = {},
  ingress = [tcp(ofGroup('sg-0n'))],
  egress = [open],
  more = {},
}: Parts): GivenAccount {
  return {
    endpoints: [{ ...api, ...endpoint }],
    notebooks: [churn],
    domains: [],
    vpcs: [
      {
        VpcId: 'vpc-0ml',
        CidrBlock: '10.0.0.0/16',
        CidrBlockAssociationSet: [
          { CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } },
          { CidrBlock: '10.9.0.0/16', CidrBlockState: { State: 'disassociated' } },
        ],
      },
    ],
    subnets: [
      { SubnetId: 'subnet-0e', VpcId: 'vpc-0ml', CidrBlock: '10.0.1.0/24' },
      { SubnetId: 'subnet-0n', VpcId: 'vpc-0ml', CidrBlock: '10.0.2.0/24' },
    ],
    securityGroups: [group('sg-0e', ingress), group('sg-0n', [], egress), group('sg-0d', [])],
    networkInterfaces: [],
    prefixLists: [{ PrefixListId: 'pl-0corp', Cidrs: ['10.0.0.0/16', '192.0.2.0/24'] }],
    ...more,
  };
}

const authorize = 'ec2:AuthorizeSecurityGroupIngress';
const revoke = 'ec2:RevokeSecurityGroupIngress!';

/** Whether the endpoint lets in × whether the notebook lets out. Only if both do is there a path. */
const answers = ['yes', 'no', 'part', 'missing'] as const;
type Admission = (typeof answers)[number];
const ingressOf: Readonly<Record<Admission, IpPermission[]>> = {
  yes: [tcp(ofGroup('sg-0n'))],
  no: [tcp(ofGroup('sg-0x'))],
  part: [tcp(from('10.0.2.0/25'))],
  missing: [tcp({ PrefixListIds: [{ PrefixListId: 'pl-0gone' }] })],
};
const egressOf: Readonly<Record<Admission, IpPermission[]>> = {
  yes: [tcp(ofGroup('sg-0e'))],
  no: [tcp(from('10.1.0.0/16'))],
  part: [tcp(from('10.0.1.128/25'))],
  missing: [tcp({ PrefixListIds: [{ PrefixListId: 'pl-0gone' }] })],
};

const truthTable: readonly RuleCase[] = answers.flatMap((inwards) =>
  answers.map((outwards): RuleCase => {
    const isRefused = inwards === 'no' || outwards === 'no';
    return {
      name: `lets in: ${inwards}, lets out: ${outwards}`,
      given: given({ ingress: ingressOf[inwards], egress: egressOf[outwards] }),
      expect: isRefused ? 'fail' : inwards === 'yes' && outwards === 'yes' ? 'pass' : 'unknown',
      // Whether the notebook lets out is checked by another rule.
      ...(isRefused ? { plan: inwards === 'no' ? [authorize] : 'person' } : {}),
    };
  }),
);

/** Which rules carry TCP 443. */
const protocols: readonly RuleCase[] = (
  [
    [tcp(from('10.0.2.0/24')), 'pass'],
    [tcp(from('10.0.2.0/24'), 0, 65_535), 'pass'],
    [tcp(from('10.0.2.0/24'), 443, 444), 'pass'],
    [tcp(from('10.0.2.0/24'), 442, 443), 'pass'],
    [tcp(from('10.0.2.0/24'), 444, 65_535), 'fail'],
    [tcp(from('10.0.2.0/24'), 0, 442), 'fail'],
    [all(from('10.0.2.0/24')), 'pass'],
    [{ ...tcp(from('10.0.2.0/24')), IpProtocol: '6' }, 'pass'],
    [{ ...tcp(from('10.0.2.0/24')), IpProtocol: 'udp' }, 'fail'],
    [{ ...tcp(from('10.0.2.0/24'), -1), IpProtocol: 'icmp' }, 'fail'],
    [{ ...tcp({ Ipv6Ranges: [{ CidrIpv6: 'fd00::/8' }] }) }, 'fail'],
    [tcp(from('10.0.2.0/25', '10.0.2.128/25')), 'pass'],
    [tcp(from('10.0.2.0/25', '10.0.2.192/26')), 'unknown'],
    [tcp({ PrefixListIds: [{ PrefixListId: 'pl-0corp' }] }), 'pass'],
  ] as const
).map(([permission, expect]) => ({
  name: `${JSON.stringify(permission)} gives ${expect}`,
  given: given({ ingress: [permission] }),
  expect,
  ...(expect === 'fail' ? { plan: [authorize] } : {}),
}));

const narrow = tcp(ofGroup('sg-0n'));
const vpcRange = tcp(from('10.0.0.0/16'));

/** Rules that admit every address, and the plan that removes them. */
const worlds: readonly RuleCase[] = (
  [
    ['0.0.0.0/0 on 443', [tcp(from('0.0.0.0/0'))], [authorize, revoke]],
    ['0.0.0.0/0 on all ports', [open], [authorize, revoke]],
    ['0.0.0.0/0 on a range of ports', [tcp(from('0.0.0.0/0'), 1, 1_024)], [authorize, revoke]],
    ['0.0.0.0/0 beside a rule for the VPC', [vpcRange, tcp(from('0.0.0.0/0'))], [revoke]],
    ['0.0.0.0/0 beside a rule for the notebook', [narrow, tcp(from('0.0.0.0/0'))], [authorize, revoke]],
    ['two halves', [vpcRange, tcp(from('0.0.0.0/1', '128.0.0.0/1'))], [revoke, revoke]],
    ['one half', [vpcRange, tcp(from('0.0.0.0/1'))], [revoke]],
    [
      'four quarters',
      [vpcRange, tcp(from('0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2')), all(from('192.0.0.0/2'))],
      [revoke, revoke, revoke],
    ],
    ['::/0', [vpcRange, tcp({ Ipv6Ranges: [{ CidrIpv6: '::/0' }] })], [revoke]],
    ['2000::/3', [vpcRange, tcp({ Ipv6Ranges: [{ CidrIpv6: '2000::/3' }] })], [revoke]],
    [
      '0.0.0.0/0 and ::/0',
      [vpcRange, tcp({ ...from('0.0.0.0/0'), Ipv6Ranges: [{ CidrIpv6: '::/0' }] })],
      [revoke, revoke],
    ],
    ['a prefix list', [vpcRange, tcp({ PrefixListIds: [{ PrefixListId: 'pl-0world' }] })], [revoke]],
  ] as const
).map(([name, ingress, plan]) => ({
  name: `the world: ${name}`,
  given: given({
    ingress: [...ingress],
    more: { prefixLists: [{ PrefixListId: 'pl-0world', Cidrs: ['0.0.0.0/1', '128.0.0.0/1'] }] },
  }),
  expect: 'fail',
  says: ['open to the world'],
  severity: 'medium',
  plan,
}));

/** Rules that do not admit every address. */
const notWorlds: readonly RuleCase[] = (
  [
    ['0.0.0.0/0 on another port', tcp(from('0.0.0.0/0'), 80)],
    ['0.0.0.0/0 over UDP', { ...tcp(from('0.0.0.0/0')), IpProtocol: 'udp' }],
    ['all private ranges', tcp(from('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'))],
    ['a quarter', tcp(from('0.0.0.0/2'))],
    ['unique local IPv6', tcp({ Ipv6Ranges: [{ CidrIpv6: 'fc00::/7' }] })],
  ] as const
).map(([name, permission]) => ({
  name: `not the world: ${name}`,
  given: given({ ingress: [narrow, permission] }),
  expect: 'pass',
}));

/** Which consumers need which service. */
const services: readonly RuleCase[] = (
  [
    ['com.amazonaws.us-east-1.sagemaker.api', 'fail', 'fail'],
    ['com.amazonaws.us-east-1.sagemaker.runtime', 'fail', 'fail'],
    ['aws.sagemaker.us-east-1.notebook', 'fail', 'pass'],
    ['aws.sagemaker.us-east-1.studio', 'pass', 'fail'],
    ['com.amazonaws.us-east-1.sagemaker.api-fips', 'pass', 'pass'],
    ['com.amazonaws.us-east-1.sagemaker.featurestore-runtime', 'pass', 'pass'],
    ['com.amazonaws.us-east-1.sagemaker.metrics', 'pass', 'pass'],
    ['aws.sagemaker.us-east-1.experiments', 'pass', 'pass'],
    ['aws.sagemaker.us-east-1.mlflow', 'pass', 'pass'],
  ] as const
).flatMap(([ServiceName, notebooks, domains]): RuleCase[] =>
  (
    [
      ['a notebook', notebooks, {}],
      ['a domain', domains, { notebooks: [], domains: [studio] }],
    ] as const
  ).map(([who, expect, more]) => ({
    name: `${ServiceName}, kept from ${who}`,
    given: given({ endpoint: { ServiceName }, ingress: [], more }),
    expect,
    ...(expect === 'fail' ? { plan: [authorize] } : {}),
  })),
);

/** For SageMaker of another Region: nobody here needs it, but it is not to be open to the world. */
const ofAnotherRegion: readonly RuleCase[] = [
  { ServiceName: 'com.amazonaws.eu-west-1.sagemaker.api' },
  { ServiceRegion: 'eu-west-1' },
].flatMap((endpoint): RuleCase[] => [
  {
    name: `${JSON.stringify(endpoint)}: closed`,
    given: given({ endpoint, ingress: [] }),
    expect: 'pass',
    says: ['nobody in the VPC needs it'],
  },
  {
    name: `${JSON.stringify(endpoint)}: open to the world`,
    given: given({ endpoint, ingress: [open] }),
    expect: 'fail',
    severity: 'medium',
    plan: [authorize, revoke],
  },
  {
    name: `${JSON.stringify(endpoint)}: who uses SageMaker here does not matter`,
    given: given({ endpoint, ingress: [], more: { notebooks: 'unreadable', domains: 'unreadable' } }),
    expect: 'pass',
  },
]);

const instance = (id: string, GroupId: string): NetworkInterface => ({
  NetworkInterfaceId: `eni-0${id}`,
  VpcId: 'vpc-0ml',
  SubnetId: 'subnet-0n',
  InterfaceType: 'interface',
  Status: 'in-use',
  Groups: [{ GroupId }],
  Attachment: { InstanceId: `i-0${id}` },
});

/** Nobody knows whether they call SageMaker: they decide nothing, and those that are kept out are named. */
const others: readonly RuleCase[] = [
  {
    name: 'an instance that is kept out decides nothing',
    given: given({ more: { networkInterfaces: [instance('web', 'sg-0d')] } }),
    expect: 'pass',
  },
  {
    name: 'an instance that is kept out as the notebook is, is named',
    given: given({
      ingress: [tcp(ofGroup('sg-0x'))],
      more: { networkInterfaces: [instance('web', 'sg-0d'), instance('ok', 'sg-0x')] },
    }),
    expect: 'fail',
    says: ['"otherClientsOut":["instance i-0web"]'],
    plan: [authorize],
  },
  {
    name: 'other clients not read: the verdict stays',
    given: given({ ingress: [tcp(ofGroup('sg-0x'))], more: { networkInterfaces: 'unreadable' } }),
    expect: 'fail',
    says: ['"otherClientsOut":["not looked at: networkInterfaces: access was denied"]'],
    plan: [authorize],
  },
];

export const cases: readonly RuleCase[] = [
  ...ofAnotherRegion,
  ...others,
  ...truthTable,
  ...protocols,
  ...worlds,
  ...notWorlds,
  ...services,
  {
    name: 'the rule that is added is described and tagged, and its inverse is exact',
    given: given({ ingress: [] }),
    expect: 'fail',
    says: [
      'notebook churn cannot reach it',
      'sg-0e of vpce-0api does not let TCP 443 in from notebook churn',
    ],
    plan: [authorize],
    planSays: [
      '"GroupId":"sg-0e","IpPermissions":[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"UserIdGroupPairs":[{"GroupId":"sg-0n","Description":"Palisade',
      '"Key":"palisade:rule","Value":"endpoint-security-group"',
      '"call":"ec2:RevokeSecurityGroupIngress","input":{"GroupId":"sg-0e","IpPermissions":[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"UserIdGroupPairs":[{"GroupId":"sg-0n"}]}]}',
    ],
  },
  {
    name: 'an open rule is removed as it is, undo restores its description, and others that use the group are named',
    given: given({
      ingress: [
        vpcRange,
        { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'for the migration' }] },
      ],
      more: {
        endpoints: [api, { ...api, VpcEndpointId: 'vpce-0s3', ServiceName: 'com.amazonaws.us-east-1.s3' }],
      },
    }),
    subject: 'vpce-0api',
    expect: 'fail',
    plan: [revoke],
    planSays: [
      '"input":{"GroupId":"sg-0e","IpPermissions":[{"IpProtocol":"-1","IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]}',
      '"CidrIp":"0.0.0.0/0","Description":"for the migration"',
      'sg-0e also guards vpce-0s3',
    ],
  },
  {
    name: 'consumers that share a group need only one rule',
    given: given({
      ingress: [],
      more: {
        notebooks: [churn, { ...churn, NotebookInstanceName: 'fraud', SecurityGroups: ['sg-0x', 'sg-0n'] }],
        domains: [studio],
      },
    }),
    expect: 'fail',
    says: ['notebook churn', 'notebook fraud', 'domain d-1'],
    plan: [authorize, authorize],
  },
  {
    name: 'shared spaces of a domain have groups of their own',
    given: given({
      ingress: [tcp(ofGroup('sg-0d'))],
      more: {
        notebooks: [],
        domains: [
          {
            ...studio,
            DefaultSpaceSettings: {
              ExecutionRole: 'arn:aws:iam::111122223333:role/r',
              SecurityGroups: ['sg-0n'],
            },
          },
        ],
      },
    }),
    expect: 'fail',
    says: ['shared spaces of domain d-1'],
    plan: [authorize],
    planSays: ['sg-0n'],
  },
  {
    name: 'a domain whose own group does not let it out gets a rule there',
    given: given({
      ingress: [tcp(ofGroup('sg-0d'))],
      more: {
        notebooks: [],
        domains: [studio],
        securityGroups: [group('sg-0e', [tcp(ofGroup('sg-0d'))]), group('sg-0d', [], [])],
      },
    }),
    expect: 'fail',
    plan: ['ec2:AuthorizeSecurityGroupEgress'],
    planSays: ['"GroupId":"sg-0d"', 'ec2:RevokeSecurityGroupEgress'],
  },
  {
    name: 'a notebook whose own group does not let it out is for notebook-private-route',
    given: given({ egress: [] }),
    expect: 'fail',
    plan: 'person',
    planSays: ['notebook-private-route', 'authorize-security-group-egress --group-id sg-0n'],
  },
  {
    name: 'several groups of the endpoint add up, and the new rule goes into one that is not the default group',
    given: given({
      endpoint: { Groups: [{ GroupId: 'sg-0default' }, { GroupId: 'sg-0e' }] },
      more: {
        domains: [studio],
        securityGroups: [
          { ...group('sg-0default', [narrow]), GroupName: 'default' },
          group('sg-0e', []),
          group('sg-0n', []),
          group('sg-0d', []),
        ],
      },
    }),
    expect: 'fail',
    plan: [authorize],
    planSays: ['"GroupId":"sg-0e"'],
  },
  {
    name: 'several groups of a notebook add up',
    given: given({ more: { notebooks: [{ ...churn, SecurityGroups: ['sg-0d', 'sg-0n'] }] } }),
    expect: 'pass',
  },
  {
    name: 'one missing group does not matter when another says yes',
    given: given({ endpoint: { Groups: [{ GroupId: 'sg-0gone' }, { GroupId: 'sg-0e' }] } }),
    expect: 'unknown',
    says: ['sg-0gone'],
  },
  {
    name: 'a group of the notebook that is missing could let it out',
    given: given({ more: { notebooks: [{ ...churn, SecurityGroups: ['sg-0gone'] }] }, ingress: [vpcRange] }),
    expect: 'unknown',
    says: ['sg-0gone'],
  },
  {
    name: 'the endpoint has its addresses in two subnets, and only one is let out to',
    given: given({
      endpoint: { SubnetIds: ['subnet-0e', 'subnet-0f'] },
      egress: [tcp(from('10.0.1.0/24'))],
      more: {
        subnets: [
          { SubnetId: 'subnet-0e', VpcId: 'vpc-0ml', CidrBlock: '10.0.1.0/24' },
          { SubnetId: 'subnet-0f', VpcId: 'vpc-0ml', CidrBlock: '10.0.3.0/24' },
          { SubnetId: 'subnet-0n', VpcId: 'vpc-0ml', CidrBlock: '10.0.2.0/24' },
        ],
      },
    }),
    expect: 'fail',
    says: ['subnet-0f'],
    plan: 'person',
  },
  {
    name: 'an endpoint with IPv6 addresses only is reached over those',
    given: given({
      endpoint: { IpAddressType: 'ipv6' },
      ingress: [tcp({ Ipv6Ranges: [{ CidrIpv6: '2001:db8:0:2::/64' }] })],
      egress: [all({ Ipv6Ranges: [{ CidrIpv6: '::/0' }] })],
      more: {
        subnets: [
          {
            SubnetId: 'subnet-0e',
            VpcId: 'vpc-0ml',
            Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8:0:1::/64' }],
          },
          {
            SubnetId: 'subnet-0n',
            VpcId: 'vpc-0ml',
            Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8:0:2::/64' }],
          },
        ],
      },
    }),
    expect: 'pass',
  },
  {
    name: 'a subnet whose addresses are not known decides nothing',
    given: given({
      ingress: [vpcRange],
      more: {
        subnets: [
          { SubnetId: 'subnet-0e', VpcId: 'vpc-0ml', CidrBlock: '10.0.1.0/24' },
          { SubnetId: 'subnet-0n', VpcId: 'vpc-0ml' },
        ],
      },
    }),
    expect: 'unknown',
    says: ['subnet-0n'],
  },
  ...(
    [
      ['with direct internet access', { DirectInternetAccess: 'Enabled' }],
      ['that is being deleted', { NotebookInstanceStatus: 'Deleting' }],
      ['that has failed', { NotebookInstanceStatus: 'Failed' }],
      ['in another VPC', { SubnetId: 'subnet-0other' }],
    ] as const
  ).map(([what, change]): RuleCase => ({
    name: `a notebook ${what} needs no endpoint here`,
    given: given({
      ingress: [],
      more: {
        notebooks: [{ ...churn, ...change }],
        subnets: [
          { SubnetId: 'subnet-0n', VpcId: 'vpc-0ml', CidrBlock: '10.0.2.0/24' },
          { SubnetId: 'subnet-0other', VpcId: 'vpc-0other', CidrBlock: '10.5.2.0/24' },
        ],
      },
    }),
    expect: 'pass',
    says: ['nobody in the VPC needs it'],
  })),
  {
    name: 'a notebook in no VPC needs no endpoint',
    given: given({
      ingress: [],
      more: {
        notebooks: [
          { NotebookInstanceArn: 'arn:x', NotebookInstanceName: 'x', NotebookInstanceStatus: 'InService' },
        ],
      },
    }),
    expect: 'pass',
  },
  {
    name: 'a domain that is not VpcOnly leaves through a network of SageMaker',
    given: given({
      ingress: [],
      more: { notebooks: [], domains: [{ ...studio, AppNetworkAccessType: 'PublicInternetOnly' }] },
    }),
    expect: 'pass',
  },
  {
    name: 'a domain whose groups are in its user profiles cannot be judged by groups',
    given: given({
      ingress: [tcp(ofGroup('sg-0n'))],
      more: { notebooks: [], domains: [{ ...studio, DefaultUserSettings: undefined }] },
    }),
    expect: 'unknown',
    says: ['the security groups of domain d-1'],
  },
  {
    name: 'the subnet of a notebook is not among the subnets: who needs the endpoint is not known',
    given: given({ more: { notebooks: [{ ...churn, SubnetId: 'subnet-0gone' }] } }),
    expect: 'unknown',
    says: ['subnet-0gone'],
  },
  {
    name: 'a notebook that could not be described may need it',
    given: given({ more: { notebooks: [], unreadableNotebooks: ['secret'] } }),
    expect: 'unknown',
    says: ['secret'],
  },
  {
    name: 'a failure that was found is a failure, whatever else could not be read',
    given: given({ ingress: [], more: { unreadableNotebooks: ['secret'], domains: 'unreadable' } }),
    expect: 'fail',
    plan: [authorize],
  },
  {
    name: 'the ranges of the VPC are not known: no open rule is removed',
    given: given({ ingress: [open], more: { vpcs: 'unreadable' } }),
    expect: 'fail',
    plan: 'person',
    planSays: ['vpcs: access was denied'],
  },
  ...(['notebooks', 'domains', 'securityGroups', 'subnets'] as const).map((slice): RuleCase => ({
    name: `${slice} unreadable`,
    given: given({ more: { [slice]: 'unreadable' } }),
    expect: 'unknown',
    says: [slice],
  })),
  {
    name: 'prefix lists unreadable, and a rule names one',
    given: given({
      ingress: [tcp({ PrefixListIds: [{ PrefixListId: 'pl-0corp' }] })],
      more: { prefixLists: 'unreadable' },
    }),
    expect: 'unknown',
    says: ['prefixLists'],
  },
  {
    name: 'pending: wait until it is available',
    given: given({ endpoint: { State: 'Pending' }, ingress: [] }),
    expect: 'fail',
    plan: 'wait',
  },
  ...(['Deleting', 'Deleted', 'Rejected', 'Failed', 'Expired'] as const).map((State): RuleCase => ({
    name: `${State}: carries no traffic`,
    given: given({ endpoint: { State }, ingress: [] }),
    expect: 'not-applicable',
  })),
  {
    name: 'the endpoint of another account is changed there',
    given: given({ endpoint: { OwnerId: '444455556666' }, ingress: [] }),
    expect: 'fail',
    plan: 'person',
    planSays: ['444455556666'],
  },
  {
    name: 'an endpoint that an AWS service manages is changed there',
    given: given({ endpoint: { RequesterManaged: true }, ingress: [] }),
    expect: 'fail',
    plan: 'person',
  },
  {
    name: 'a group of another account (a shared VPC) is changed there',
    given: given({
      more: {
        securityGroups: [{ ...group('sg-0e', []), OwnerId: '444455556666' }, group('sg-0n', [])],
      },
    }),
    expect: 'fail',
    plan: 'person',
    planSays: ['444455556666'],
  },
];
