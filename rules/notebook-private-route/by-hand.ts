import { command } from '../../core/text/command';
import { familiesOf, openExits } from '../../core/network/internet';
import { gatePassage } from '../../core/network/internet-gates';
import { type Network, networkOf } from '../../core/network/network';
import { routeTableOf } from '../../core/network/routes';
import type { PathFault } from '../../core/network/path';
import type { Plan } from '../../core/model/plan';
import { regionalServiceName } from '../../core/model/sagemaker-services';
import type { NotebookInstance } from '../../core/slices/notebooks';
import type { Route } from '../../core/slices/route-tables';
import type { Snapshot } from '../../core/model/snapshot';

interface Broken {
  readonly service: string;
  readonly fault: PathFault;
}

/** What a person has to do, with the exact commands, including those of other rules that do a part of it. */
export function byHand(
  notebook: NotebookInstance,
  broken: readonly Broken[],
  internet: string | null,
  snapshot: Snapshot,
): Extract<Plan<never>, { kind: 'person' }> {
  const network = networkOf(snapshot);
  const text = [
    ...broken.flatMap((one) => remedy(one, notebook, network, snapshot)),
    ...(internet === null ? [] : closing(notebook, network)),
  ];
  const because = [
    ...new Set(broken.map(({ fault }) => reasons[fault.kind])),
    ...(internet === null ? [] : ['closing a route to the internet can cut off others in the subnet']),
  ].join('; ');
  return { kind: 'person', because, text: [...new Set(text)].join('\n') };
}

const reasons: Readonly<Record<PathFault['kind'], string>> = {
  groups: 'the security groups of the endpoint are the business of endpoint-security-group',
  pending: 'the endpoint is not available yet',
  family: 'the endpoint and the notebook have no family of addresses in common',
  name: 'the name of the endpoint is the business of endpoint-private-dns',
  zone: 'the route to the central endpoint leads through networks that are not visible from here',
  'no-record': 'the private hosted zone may belong to somebody else, who has to change or disassociate it',
  wherever: 'where the name leads is not known, and it is broken wherever that is',
  'no-way':
    'an endpoint or a route is missing, and which of them it should be is a decision about the network',
};

function remedy(
  { service, fault }: Broken,
  notebook: NotebookInstance,
  network: Network,
  { place: { region } }: Snapshot,
): readonly string[] {
  const subnetId = notebook.SubnetId ?? 'SUBNET';
  const groupIds = notebook.SecurityGroups ?? [];
  switch (fault.kind) {
    case 'groups':
      return fault.reach.in.status === 'no'
        ? [
            `Admit ${groupIds.join(' or ')} at the endpoint:`,
            command('apply', '--rule', 'endpoint-security-group', '--resource', fault.endpoint.VpcEndpointId),
          ]
        : [
            `Let ${groupIds.join(' or ')} out to the endpoint:`,
            `aws ec2 authorize-security-group-egress --group-id ${groupIds[0] ?? 'GROUP'} --ip-permissions 'IpProtocol=tcp,FromPort=443,ToPort=443,UserIdGroupPairs=[{GroupId=${fault.endpoint.Groups?.[0]?.GroupId ?? 'GROUP'}}]'`,
          ];
    case 'pending':
      return [`Wait until ${fault.endpoint.VpcEndpointId} is available.`];
    case 'family':
      return [
        `Give the endpoint IPv4 addresses too:`,
        `aws ec2 modify-vpc-endpoint --vpc-endpoint-id ${fault.endpoint.VpcEndpointId} --ip-address-type dualstack`,
      ];
    case 'name':
      return [
        `Let the name of ${service} resolve to the endpoint:`,
        command('apply', '--rule', 'endpoint-private-dns', '--resource', fault.endpoint.VpcEndpointId),
      ];
    case 'zone':
      return [
        `Give ${subnetId} a route to the network of the central endpoint for ${fault.name}, or disassociate the private hosted zone and create an endpoint here.`,
      ];
    case 'no-record':
      return [
        `Give ${fault.zone} a record that leads the name of ${service} to an endpoint, or disassociate it from the VPC.`,
      ];
    case 'wherever':
      return [
        `Let ${groupIds.join(' or ')} out on TCP 443, and find out where the name of ${service} leads in ${vpcOf(subnetId, network)}.`,
      ];
    case 'no-way':
      return [
        `Create an endpoint for ${service}:`,
        `aws ec2 create-vpc-endpoint --vpc-endpoint-type Interface --vpc-id ${vpcOf(subnetId, network)} --service-name ${regionalServiceName(service, region)} --subnet-ids ${subnetId} --security-group-ids ENDPOINT_GROUP --private-dns-enabled`,
        ...natAlternative(subnetId, network),
      ];
  }
}

/** The alternative: a route out through NAT. */
function natAlternative(subnetId: string, network: Network): readonly string[] {
  const vpcId = vpcOf(subnetId, network);
  const governing = routeTableOf(network, subnetId, vpcId);
  if ('missing' in governing) return [];
  const { RouteTableId, Routes = [] } = governing.is.table;
  const passage = gatePassage(network, 'nat', [{ vpcId, subnetId }]);
  if (passage.is !== 'open')
    return [
      `NAT is no alternative as things stand: ${passage.is === 'closed' ? passage.because : `it is not known ${passage.missing}`}.`,
    ];
  const exists = Routes.some(({ DestinationCidrBlock }) => DestinationCidrBlock === '0.0.0.0/0');
  return [
    `or, where its traffic may use NAT, and its security group lets TCP 443 out:`,
    `aws ec2 ${exists ? 'replace' : 'create'}-route --route-table-id ${RouteTableId} --destination-cidr-block 0.0.0.0/0 --nat-gateway-id NAT_GATEWAY`,
  ];
}

/** The routes to the internet, each with the command that removes it. */
function closing(notebook: NotebookInstance, network: Network): readonly string[] {
  const { SubnetId = 'SUBNET' } = notebook;
  const vpcId = vpcOf(SubnetId, network);
  const governing = routeTableOf(network, SubnetId, vpcId);
  if ('missing' in governing) return [];
  const { RouteTableId } = governing.is.table;
  const routes = familiesOf(notebook).flatMap((family) => {
    const found = openExits(network, SubnetId, vpcId, family);
    return 'exits' in found
      ? found.exits.flatMap(({ range, target }) =>
          ['nat', 'internet-gateway', 'egress-only'].includes(target.to) ? (range.route ?? []) : [],
        )
      : [];
  });
  return [
    `Move the notebook to a subnet without a route to the internet, or remove the route from ${RouteTableId}; every subnet that uses that table loses it:`,
    ...routes.map(
      (route) => `aws ec2 delete-route --route-table-id ${RouteTableId} ${destinationOption(route)}`,
    ),
  ];
}

function destinationOption(route: Route): string {
  if (route.DestinationPrefixListId !== undefined)
    return `--destination-prefix-list-id ${route.DestinationPrefixListId}`;
  if (route.DestinationIpv6CidrBlock !== undefined)
    return `--destination-ipv6-cidr-block ${route.DestinationIpv6CidrBlock}`;
  return `--destination-cidr-block ${route.DestinationCidrBlock ?? 'DESTINATION'}`;
}

function vpcOf(subnetId: string, network: Network): string {
  const subnet = network.subnet(subnetId);
  return 'is' in subnet ? subnet.is.VpcId : 'VPC';
}
