import type { PrefixList, ServiceDetail, Vpc, VpcEndpoint } from '@aws-sdk/client-ec2';
import type {
  AppDetails,
  DescribeDomainResponse,
  DescribeNotebookInstanceOutput,
} from '@aws-sdk/client-sagemaker';
import fc from 'fast-check';
import { serviceName } from '../../../core/model/sagemaker-services';
import { isAlive } from '../../../core/enforcement/perimeter';
import { vpcEndpoint } from '../../../core/slices/endpoints';
import type { GivenAccount } from '../given';
import { byVpc, dhcpOptions, namesOf } from './names';
import {
  choice,
  endpointsOf,
  securityGroupsIn,
  idsOf,
  natGatewaysOf,
  equally,
  other,
  own,
  region,
  endpointedServices,
  subnetsOf,
  tablesOf,
  type ZoneLetter,
  zoneLetters,
} from './parts';

/** A generated account with one or two VPCs, as the files of an export, and settings in the form of palisade.yml. */
export interface GeneratedNetwork {
  readonly given: Required<Pick<GivenAccount, Walked>>;
  readonly settings: object;
}

/** The slices that generated networks have. */
export const walked = [
  ...(['notebooks', 'domains', 'apps', 'endpoints', 'endpointServices', 'vpcAttributes'] as const),
  ...(['hostedZones', 'zoneRecords', 'resolverRules', 'route53Profiles', 'dhcpOptions', 'vpcs'] as const),
  ...(['subnets', 'routeTables', 'securityGroups', 'natGateways', 'prefixLists'] as const),
] as const;
type Walked = (typeof walked)[number];

const prefixLists: PrefixList[] = [
  { PrefixListId: 'pl-0vpcs', PrefixListName: 'vpcs', Cidrs: ['10.1.0.0/16', '10.2.0.0/16'] },
  { PrefixListId: 'pl-0public', PrefixListName: 'public', Cidrs: ['0.0.0.0/1', '128.0.0.0/1'] },
  { PrefixListId: 'pl-0s3', PrefixListName: `com.amazonaws.${region}.s3`, Cidrs: ['52.216.0.0/15'] },
];

/** As AWS describes them: every service here supports policies but the FIPS ones. */
const endpointServices: ServiceDetail[] = endpointedServices.map((service) => {
  const label = service.replace('sagemaker.', '');
  const isBranded = label === 'notebook' || label === 'studio';
  const PrivateDnsName = isBranded
    ? `*.${label}.${region}.sagemaker.aws`
    : `${label}.sagemaker.${region}.amazonaws.com`;
  return {
    ServiceName: serviceName(service, region),
    ServiceType: [{ ServiceType: 'Interface' }],
    PrivateDnsName,
    PrivateDnsNames: [{ PrivateDnsName }],
    VpcEndpointPolicySupported: true,
    AvailabilityZones: zoneLetters.map((zone) => `${region}${zone}`),
  };
});

const vpcOf = (vpc: number, owner: string) =>
  fc.record({
    names: namesOf(vpc),
    subnets: subnetsOf(vpc, owner),
    tables: tablesOf(vpc, owner),
    nat: natGatewaysOf(vpc),
    groups: securityGroupsIn(vpc, own),
    endpoints: endpointsOf(vpc).map(oneHolder),
    owner: fc.constant(owner),
  });

/** AWS lets only one endpoint of a service hold its private DNS name in a VPC (CreateVpcEndpoint). */
function oneHolder(endpoints: readonly VpcEndpoint[]): VpcEndpoint[] {
  const taken = new Set<string>();
  return endpoints.map((endpoint) => {
    const { ServiceName = '', PrivateDnsEnabled } = endpoint;
    if (PrivateDnsEnabled !== true || !isAlive(vpcEndpoint.parse(endpoint))) return endpoint;
    if (taken.has(ServiceName)) return { ...endpoint, PrivateDnsEnabled: false };
    taken.add(ServiceName);
    return endpoint;
  });
}

interface Place {
  readonly vpc: number;
  readonly zone: ZoneLetter;
  readonly group: string;
}
const placeIn = (vpcs: number): fc.Arbitrary<Place> =>
  fc.record({
    vpc: fc.integer({ min: 1, max: vpcs }),
    zone: choice<ZoneLetter>('a', 'b'),
    group: equally('x', 'y'),
  });

const notebookIn = (vpcs: number, index: number): fc.Arbitrary<DescribeNotebookInstanceOutput> =>
  fc
    .record({
      place: placeIn(vpcs),
      DirectInternetAccess: choice<DescribeNotebookInstanceOutput['DirectInternetAccess']>(
        'Disabled',
        'Enabled',
      ),
      NotebookInstanceStatus: choice<DescribeNotebookInstanceOutput['NotebookInstanceStatus']>(
        'InService',
        'Stopped',
        'Failed',
        'Deleting',
      ),
      IpAddressType: choice<DescribeNotebookInstanceOutput['IpAddressType']>('ipv4', 'dualstack'),
    })
    .map(({ place: { vpc, zone, group }, ...rest }) => ({
      ...rest,
      NotebookInstanceName: `nb-${index}`,
      NotebookInstanceArn: `arn:aws:sagemaker:${region}:${own}:notebook-instance/nb-${index}`,
      SubnetId: idsOf(vpc).subnet(zone),
      SecurityGroups: [idsOf(vpc).group(group)],
      RootAccess: 'Disabled',
    }));

const domainIn = (vpcs: number, index: number): fc.Arbitrary<DescribeDomainResponse> =>
  fc
    .record({
      place: placeIn(vpcs),
      AppNetworkAccessType: choice<DescribeDomainResponse['AppNetworkAccessType']>(
        'VpcOnly',
        'PublicInternetOnly',
      ),
      Status: choice<DescribeDomainResponse['Status']>('InService', 'Failed', 'Deleting'),
    })
    .map(({ place: { vpc, zone, group }, ...rest }) => ({
      ...rest,
      DomainId: `d-${index}`,
      DomainArn: `arn:aws:sagemaker:${region}:${own}:domain/d-${index}`,
      VpcId: idsOf(vpc).vpc,
      SubnetIds: [idsOf(vpc).subnet(zone)],
      DefaultUserSettings: { SecurityGroups: [idsOf(vpc).group(group)] },
    }));

const someOf = <T>(most: number, one: (index: number) => fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc
    .integer({ min: 0, max: most })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => one(index + 1))));

const settings = fc
  .record({
    vpcs: equally<(string[] | undefined)[]>(undefined, ['vpc-01'], ['vpc-01', 'vpc-02']),
    strict: choice(false, true),
    isExempt: choice(false, true),
  })
  .map(({ vpcs, strict, isExempt }) => ({
    ...(vpcs === undefined ? {} : { perimeter: { vpcs } }),
    rules: { 'notebook-private-route': { strict } },
    ...(isExempt
      ? {
          exemptions: ['notebook-in-vpc', 'endpoint-required'].map((rule) => ({
            rule,
            resource: '*1',
            until: '2030-01-01',
            owner: 'ml',
            reason: 'agreed',
          })),
        }
      : {}),
  }));

/** Generated networks; see parts.ts for what they have. */
export const networks: fc.Arbitrary<GeneratedNetwork> = fc
  .constantFrom<readonly string[]>([own], [own], [other], [own, own], [own, other])
  .chain((owners) =>
    fc.record({
      vpcs: fc.tuple(...owners.map((owner, index) => vpcOf(index + 1, owner))),
      notebooks: someOf(2, (index) => notebookIn(owners.length, index)),
      domains: someOf(1, (index) => domainIn(owners.length, index)),
      apps: fc.boolean(),
      settings,
    }),
  )
  .map(({ vpcs, notebooks, domains, apps, ...rest }) => {
    const names = vpcs.map((one) => one.names);
    return {
      ...rest,
      given: {
        notebooks,
        domains,
        apps: apps ? domains.map(appOf) : [],
        endpoints: vpcs.flatMap(({ endpoints }) => endpoints),
        endpointServices,
        vpcAttributes: byVpc('vpcAttributes', names),
        hostedZones: byVpc('hostedZones', names),
        zoneRecords: byVpc('zoneRecords', names),
        resolverRules: byVpc('resolverRules', names),
        route53Profiles: byVpc('route53Profiles', names),
        dhcpOptions,
        vpcs: vpcs.map(({ owner, names: { DhcpOptionsId } }, index): Vpc => ({
          VpcId: idsOf(index + 1).vpc,
          OwnerId: owner,
          DhcpOptionsId,
          CidrBlock: `10.${index + 1}.0.0/16`,
        })),
        subnets: vpcs.flatMap(({ subnets }) => subnets),
        routeTables: vpcs.flatMap(({ tables }) => tables),
        securityGroups: vpcs.flatMap(({ groups }) => groups),
        natGateways: vpcs.flatMap(({ nat }) => nat),
        prefixLists,
      },
    };
  });

const appOf = ({ DomainId }: DescribeDomainResponse): AppDetails => ({
  ...(DomainId === undefined ? {} : { DomainId }),
  UserProfileName: 'ana',
  AppType: 'JupyterLab',
  AppName: 'default',
  Status: 'InService',
});
