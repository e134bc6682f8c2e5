import { describe, expect, it } from '@jest/globals';
import { EC2ServiceException } from '@aws-sdk/client-ec2';
import { Route53ServiceException } from '@aws-sdk/client-route-53';
import { fails, gather, unreadableReason, valueOf } from '../fixtures/gathering';
import type { Stubs } from '../fixtures/stub-clients';
import { inVpcOf, networkRef } from '../fixtures/selecting';

const inVpcs = (...ids: readonly string[]) => ids.map((id) => inVpcOf(networkRef(id)));

/** `vpc-1` and `vpc-2` are the account's own, `vpc-9` is shared with it. */
const vpcs: Stubs = {
  'ec2:DescribeVpcs': () => ({
    Vpcs: [{ VpcId: 'vpc-1' }, { VpcId: 'vpc-2', OwnerId: '111122223333' }, { VpcId: 'vpc-9', OwnerId: '9' }],
  }),
};

const denied = (message: string) =>
  new Route53ServiceException({
    name: 'AccessDenied',
    message,
    $fault: 'client',
    $metadata: { httpStatusCode: 403 },
  });

describe('DHCP options', () => {
  it('are read with one call', async () => {
    const DhcpOptions = [
      {
        DhcpOptionsId: 'dopt-1',
        DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] }],
      },
    ];
    const { snapshot, calls } = await gather(
      { 'ec2:DescribeDhcpOptions': () => ({ DhcpOptions }) },
      { dhcpOptions: 'all' },
    );
    expect(valueOf(snapshot, 'dhcpOptions')).toEqual(DhcpOptions);
    expect(calls).toEqual({ 'ec2:DescribeDhcpOptions': 1 });
  });

  it('name the permission that is missing', async () => {
    const error = new EC2ServiceException({
      name: 'UnauthorizedOperation',
      message: 'no',
      $fault: 'client',
      $metadata: {},
    });
    const { snapshot } = await gather({ 'ec2:DescribeDhcpOptions': fails(error) }, { dhcpOptions: 'all' });
    expect(unreadableReason(snapshot, 'dhcpOptions')).toBe(
      'ec2:DescribeDhcpOptions was denied (UnauthorizedOperation): no',
    );
  });
});

describe('Resolver rules', () => {
  const rules: Stubs = {
    ...vpcs,
    'route53resolver:ListResolverRules': () => ({
      ResolverRules: [
        { Id: 'rslvr-autodefined-rr-internet-resolver', DomainName: '.', RuleType: 'RECURSIVE' },
        {
          Id: 'rslvr-rr-1',
          DomainName: 'corp.',
          RuleType: 'FORWARD',
          Status: 'COMPLETE',
          ShareStatus: 'SHARED_WITH_ME',
          TargetIps: [{ Ip: '10.0.0.2', Port: 53 }],
        },
        { Id: 'rslvr-rr-2', DomainName: 'amazonaws.com.', RuleType: 'SYSTEM' },
      ],
    }),
  };
  const associated = (ResolverRuleId: string, VPCId: string, Status?: string) => ({
    ResolverRuleId,
    VPCId,
    ...(Status === undefined ? {} : { Status }),
  });
  const forwarded = {
    Id: 'rslvr-rr-1',
    DomainName: 'corp.',
    RuleType: 'FORWARD',
    TargetIps: [{ Ip: '10.0.0.2' }],
  };

  it('are read with two lists for all VPCs, page by page', async () => {
    const { snapshot, calls } = await gather(
      {
        ...rules,
        'route53resolver:ListResolverRuleAssociations': ({ NextToken }) =>
          NextToken === undefined
            ? {
                NextToken: 'more',
                ResolverRuleAssociations: [
                  associated('rslvr-autodefined-rr-internet-resolver', 'vpc-1', 'COMPLETE'),
                  associated('rslvr-autodefined-rr-unlisted', 'vpc-1', 'COMPLETE'),
                  associated('rslvr-rr-2', 'vpc-3'),
                ],
              }
            : { ResolverRuleAssociations: [associated('rslvr-rr-1', 'vpc-1', 'COMPLETE')] },
      },
      { resolverRules: inVpcs('vpc-1', 'vpc-2', 'vpc-9', 'vpc-gone') },
    );
    expect(valueOf(snapshot, 'resolverRules')).toEqual({
      'vpc-1': [
        { Id: 'rslvr-autodefined-rr-internet-resolver', DomainName: '.', RuleType: 'RECURSIVE' },
        forwarded,
      ],
      'vpc-2': [],
      'vpc-9': { unreadable: 'vpc-9 belongs to account 9, which alone sees its Resolver rules' },
    });
    expect(calls).toEqual({
      'ec2:DescribeVpcs': 1,
      'route53resolver:ListResolverRuleAssociations': 2,
      'route53resolver:ListResolverRules': 1,
    });
  });

  it.each([
    ['FAILED', 'rslvr-rr-2', []],
    [
      'CREATING',
      'rslvr-rr-2',
      { unreadable: 'the Resolver rule rslvr-rr-2 for amazonaws.com. is CREATING in the VPC' },
    ],
    ['CREATING', 'rslvr-rr-1', [forwarded]],
    [
      'COMPLETE',
      'rslvr-rr-9',
      {
        unreadable:
          'route53resolver:ListResolverRules does not list rslvr-rr-9, which is associated with the VPC',
      },
    ],
  ])('whose association is %s: %s', async (status, id, expected) => {
    const { snapshot } = await gather(
      {
        ...rules,
        'route53resolver:ListResolverRuleAssociations': () => ({
          ResolverRuleAssociations: [associated(id, 'vpc-1', status)],
        }),
      },
      { resolverRules: inVpcs('vpc-1') },
    );
    expect(valueOf(snapshot, 'resolverRules')).toEqual({ 'vpc-1': expected });
  });

  it.each(['ListResolverRules', 'ListResolverRuleAssociations'] as const)(
    'name the permission that is missing for %s',
    async (operation) => {
      const { snapshot } = await gather(
        {
          ...rules,
          'route53resolver:ListResolverRuleAssociations': () => ({}),
          [`route53resolver:${operation}`]: fails(denied('no')),
        },
        { resolverRules: inVpcs('vpc-1') },
      );
      expect(unreadableReason(snapshot, 'resolverRules')).toBe(
        `route53resolver:${operation} was denied (AccessDenied): no`,
      );
    },
  );
});

const soa = (Name: string) => ({
  Name,
  Type: 'SOA' as const,
  ResourceRecords: [{ Value: 'ns. x. 1 2 3 4 5' }],
});
const alias = {
  Name: 'api.sagemaker.us-east-1.amazonaws.com.',
  Type: 'A' as const,
  AliasTarget: {
    DNSName: 'vpce-1.api.sagemaker.us-east-1.vpce.amazonaws.com.',
    HostedZoneId: 'Z7HUB22UULQXV',
    EvaluateTargetHealth: false,
  },
};
const recorded = {
  ...alias,
  AliasTarget: { DNSName: alias.AliasTarget.DNSName, HostedZoneId: 'Z7HUB22UULQXV' },
};

/** The records of each zone; others are refused. */
const zones: Stubs = {
  'route53:ListResourceRecordSets': ({ HostedZoneId = '', StartRecordName }) => {
    const page = { MaxItems: 300, IsTruncated: false };
    switch (HostedZoneId) {
      case 'Z1':
        return StartRecordName === undefined
          ? {
              ...page,
              ResourceRecordSets: [soa('amazonaws.com.')],
              IsTruncated: true,
              NextRecordName: alias.Name,
            }
          : { ...page, ResourceRecordSets: [alias] };
      case 'Z2':
        return {
          ...page,
          ResourceRecordSets: [soa('corp.')],
          IsTruncated: true,
          NextRecordName: 'a.corp.',
        };
      case 'Z3':
        return { ...page, ResourceRecordSets: [], IsTruncated: true, NextRecordName: 'com.' };
      default:
        throw denied(`not authorized to access ${HostedZoneId}`);
    }
  },
};

describe('records of zones', () => {
  const summaries: Stubs = {
    'route53:ListHostedZonesByVPC': ({ VPCId }) => ({
      MaxItems: 100,
      HostedZoneSummaries:
        VPCId === 'vpc-2'
          ? []
          : [
              { HostedZoneId: 'Z1', Name: 'amazonaws.com.', Owner: { OwningAccount: '111122223333' } },
              { HostedZoneId: 'Z2', Name: 'corp.', Owner: { OwningAccount: '111122223333' } },
              { HostedZoneId: 'Z9', Name: 'com.', Owner: { OwningAccount: '9' } },
              { HostedZoneId: 'Z5', Name: 'com.', Owner: { OwningService: 'vpce.amazonaws.com' } },
            ],
    }),
  };

  it('are read of those that may serve SageMaker, each once, and share the list of zones', async () => {
    const { snapshot, calls } = await gather(
      { ...zones, ...summaries },
      { zoneRecords: inVpcs('vpc-1', 'vpc-2', 'vpc-3'), hostedZones: inVpcs('vpc-1', 'vpc-2', 'vpc-3') },
    );
    const read = [
      {
        Name: 'amazonaws.com',
        HostedZoneId: 'Z1',
        ResourceRecordSets: [soa('amazonaws.com.'), recorded],
      },
      {
        Name: 'com',
        HostedZoneId: 'Z9',
        unreadable:
          'route53:ListResourceRecordSets was denied (AccessDenied): not authorized to access Z9; the zone belongs to account 9',
      },
    ];
    expect(valueOf(snapshot, 'zoneRecords')).toEqual({ 'vpc-1': read, 'vpc-2': [], 'vpc-3': read });
    expect(valueOf(snapshot, 'hostedZones')).toMatchObject({ 'vpc-1': ['amazonaws.com', 'corp', 'com'] });
    expect(calls).toEqual({ 'route53:ListHostedZonesByVPC': 3, 'route53:ListResourceRecordSets': 3 });
  });

  it('are not read without end', async () => {
    const { snapshot, calls } = await gather(
      {
        ...zones,
        'route53:ListHostedZonesByVPC': () => ({
          MaxItems: 100,
          HostedZoneSummaries: [{ HostedZoneId: 'Z3', Name: 'com.', Owner: {} }],
        }),
      },
      { zoneRecords: inVpcs('vpc-1') },
    );
    expect(valueOf(snapshot, 'zoneRecords')['vpc-1']).toMatchObject([
      { unreadable: expect.stringContaining('the zone Z3 has more than 12000 records') },
    ]);
    expect(calls['route53:ListResourceRecordSets']).toBe(40);
  });
});

describe('Route 53 Profiles', () => {
  const brought = (ResourceArn: string, more: object = {}) => ({
    ResourceArn,
    ResourceType: 'as AWS spells it',
    Status: 'COMPLETE' as const,
    ...more,
  });
  const arn = (rest: string) => `arn:aws:${rest}`;
  const stubs: Stubs = {
    ...vpcs,
    ...zones,
    'ec2:DescribeVpcEndpoints': () => ({
      VpcEndpoints: [
        {
          VpcEndpointId: 'vpce-1',
          VpcEndpointType: 'Interface',
          VpcId: 'vpc-2',
          ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
        },
      ],
    }),
    'route53resolver:ListResolverRules': () => ({
      ResolverRules: [{ Id: 'rslvr-rr-1', DomainName: 'amazonaws.com.', RuleType: 'FORWARD' }],
    }),
    'route53profiles:ListProfileAssociations': () => ({
      ProfileAssociations: [
        { ProfileId: 'rp-1', ResourceId: 'vpc-1', Status: 'COMPLETE' },
        { ProfileId: 'rp-2', ResourceId: 'vpc-2', Status: 'COMPLETE' },
        { ProfileId: 'rp-3', ResourceId: 'vpc-3', Status: 'COMPLETE' },
      ],
    }),
    'route53profiles:ListProfileResourceAssociations': ({ ProfileId }) => {
      if (ProfileId === 'rp-2') throw denied('not yours');
      return {
        ProfileResourceAssociations: [
          brought(arn('route53:::hostedzone/Z1'), { Name: 'central' }),
          brought(arn('route53:::hostedzone/Z2')),
          brought(arn('route53:::hostedzone/Z9'), { OwnerId: '9' }),
          brought(arn('route53resolver:us-east-1:9:resolver-rule/rslvr-rr-1')),
          brought(arn('route53resolver:us-east-1:9:resolver-rule/rslvr-rr-9')),
          brought(arn('ec2:us-east-1:111122223333:vpc-endpoint/vpce-1')),
          brought(arn('ec2:us-east-1:9:vpc-endpoint/vpce-9')),
          brought(arn('route53:::hostedzone/Z4'), { Status: 'CREATING' }),
          brought(arn('route53:::hostedzone/Z5'), { Status: 'FAILED' }),
          brought(arn('route53resolver:us-east-1:9:firewall-rule-group/rslvr-frg-1')),
        ],
      };
    },
  };

  it('are read with what they bring, one list for each that is in use', async () => {
    const { snapshot, calls } = await gather(stubs, {
      route53Profiles: inVpcs('vpc-1', 'vpc-2', 'vpc-9'),
      endpoints: 'all',
    });
    expect(valueOf(snapshot, 'route53Profiles')).toEqual({
      'vpc-1': [
        {
          ProfileId: 'rp-1',
          Resources: [
            {
              ResourceArn: 'arn:aws:route53:::hostedzone/Z1',
              ResourceType: 'PRIVATE_HOSTED_ZONE',
              Name: 'central',
              DomainName: 'amazonaws.com',
              ResourceRecordSets: [soa('amazonaws.com.'), recorded],
            },
            {
              ResourceArn: 'arn:aws:route53:::hostedzone/Z2',
              ResourceType: 'PRIVATE_HOSTED_ZONE',
              DomainName: 'corp',
            },
            {
              ResourceArn: 'arn:aws:route53:::hostedzone/Z9',
              ResourceType: 'PRIVATE_HOSTED_ZONE',
              unreadable:
                'route53:ListResourceRecordSets was denied (AccessDenied): not authorized to access Z9; account 9 associated it with the Profile',
            },
            {
              ResourceArn: 'arn:aws:route53resolver:us-east-1:9:resolver-rule/rslvr-rr-1',
              ResourceType: 'RESOLVER_RULE',
              DomainName: 'amazonaws.com.',
              RuleType: 'FORWARD',
            },
            {
              ResourceArn: 'arn:aws:route53resolver:us-east-1:9:resolver-rule/rslvr-rr-9',
              ResourceType: 'RESOLVER_RULE',
              unreadable:
                'route53resolver:ListResolverRules does not list rslvr-rr-9: the account that owns it does not share it',
            },
            {
              ResourceArn: 'arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/vpce-1',
              ResourceType: 'VPC_ENDPOINT',
              ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
            },
            {
              ResourceArn: 'arn:aws:ec2:us-east-1:9:vpc-endpoint/vpce-9',
              ResourceType: 'VPC_ENDPOINT',
              unreadable: 'vpce-9 is no interface endpoint of this account that is read',
            },
            {
              ResourceArn: 'arn:aws:route53:::hostedzone/Z4',
              ResourceType: 'PRIVATE_HOSTED_ZONE',
              unreadable: 'its association with the Profile is CREATING',
            },
            {
              ResourceArn: 'arn:aws:route53resolver:us-east-1:9:firewall-rule-group/rslvr-frg-1',
              ResourceType: 'as AWS spells it',
            },
          ],
        },
      ],
      'vpc-2': [
        {
          ProfileId: 'rp-2',
          unreadable: 'route53profiles:ListProfileResourceAssociations was denied (AccessDenied): not yours',
        },
      ],
      'vpc-9': { unreadable: 'vpc-9 belongs to account 9, which alone sees its Route 53 Profile' },
    });
    expect(calls).toEqual({
      'ec2:DescribeVpcEndpoints': 1,
      'ec2:DescribeVpcs': 1,
      'route53profiles:ListProfileAssociations': 1,
      'route53profiles:ListProfileResourceAssociations': 2,
      'route53resolver:ListResolverRules': 1,
      'route53:ListResourceRecordSets': 4,
    });
  });

  it('cost one call where there is none', async () => {
    const { snapshot, calls } = await gather(
      { ...stubs, 'route53profiles:ListProfileAssociations': () => ({ ProfileAssociations: [] }) },
      { route53Profiles: inVpcs('vpc-1') },
    );
    expect(valueOf(snapshot, 'route53Profiles')).toEqual({ 'vpc-1': [] });
    expect(calls).toEqual({ 'ec2:DescribeVpcs': 1, 'route53profiles:ListProfileAssociations': 1 });
  });

  it.each([
    ['CREATING', [{ ProfileId: 'rp-1', unreadable: 'its association with vpc-1 is CREATING' }]],
    ['FAILED', []],
    ['DELETED', []],
  ])('that are %s', async (Status, expected) => {
    const { snapshot } = await gather(
      {
        ...stubs,
        'route53profiles:ListProfileAssociations': () => ({
          ProfileAssociations: [{ ProfileId: 'rp-1', ResourceId: 'vpc-1', Status }],
        }),
      },
      { route53Profiles: inVpcs('vpc-1') },
    );
    expect(valueOf(snapshot, 'route53Profiles')).toEqual({ 'vpc-1': expected });
  });
});

describe('all of it together', () => {
  it.each([
    [['vpc-1'], 7],
    [['vpc-1', 'vpc-2'], 8],
  ])('costs for %j %i calls: one more for each VPC', async (ids, expected) => {
    const empty: Stubs = {
      ...vpcs,
      'ec2:DescribeDhcpOptions': () => ({ DhcpOptions: [] }),
      'ec2:DescribeVpcEndpoints': () => ({ VpcEndpoints: [] }),
      'route53:ListHostedZonesByVPC': () => ({ MaxItems: 100, HostedZoneSummaries: [] }),
      'route53resolver:ListResolverRules': () => ({}),
      'route53resolver:ListResolverRuleAssociations': () => ({}),
      'route53profiles:ListProfileAssociations': () => ({}),
    };
    const here = inVpcs(...ids);
    const { calls } = await gather(empty, {
      vpcs: here,
      endpoints: 'all',
      hostedZones: here,
      zoneRecords: here,
      resolverRules: here,
      route53Profiles: here,
      dhcpOptions: 'all',
    });
    expect(Object.values(calls).reduce((sum, count) => sum + count, 0)).toBe(expected);
  });
});
