import type { CreateVpcEndpointRequest } from '@aws-sdk/client-ec2';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { ec2 as refusals } from '../../refusals/ec2';
import { refused } from '../../refusals/refusal';
import { defined, given } from '../members';
import { endpointServicesOf, type EndpointService } from './catalogue';
import {
  DEFAULT_POLICY,
  describeEndpoint,
  dnsEntries,
  groupsOf,
  oneSubnetPerZone,
  policyText,
  finishTransition,
  type WireEndpoint,
} from './endpoint';
import { checkPrivateDns } from './private-dns';
import { findTable } from './route-tables';
import { EC2_SLOT, type Endpoint, type VpcRecord } from './state';
import { tagNew } from './tags';
import { findVpc } from './vpcs';

interface WireResult {
  readonly VpcEndpoint: WireEndpoint;
  readonly ClientToken?: string;
}

export function createVpcEndpoint(input: CreateVpcEndpointRequest, call: Call): WireResult {
  const { endpoints } = call.state(EC2_SLOT);
  const request = JSON.stringify(input);
  const repeated = findByToken(endpoints, input.ClientToken, request);
  if (repeated !== undefined) return answer(repeated, call);
  const vpc = findVpc(call, given(input.VpcId));
  const service = endpointServicesOf(call.region).find(({ name }) => name === input.ServiceName);
  if (service === undefined) {
    const text = `The Vpc Endpoint Service '${String(input.ServiceName)}' does not exist`;
    throw new AwsError('InvalidServiceName', text);
  }
  const type = input.VpcEndpointType ?? 'Gateway';
  if (type !== 'Gateway' && type !== 'Interface') {
    throw new AwsError('Unsupported', `The embedded account has no ${type} endpoints`);
  }
  if (!service.types.includes(type)) {
    const types = service.types.join(', ');
    throw new AwsError(
      'InvalidParameter',
      `Endpoint type (${type}) does not match available service types ([${types}]).`,
    );
  }
  checkQuota(call, vpc, type);
  const id = call.account.ids.ec2('vpce');
  const detail = { ...common(input, call, vpc, id, type), ...ofType(input, call, vpc, service, id, type) };
  const endpoint: Endpoint = { detail: defined(detail), clientToken: input.ClientToken, request };
  tagNew(call, id, 'vpc-endpoint', input.TagSpecifications);
  endpoints.set(id, endpoint);
  if (type === 'Interface') finishTransition(call, id, 'Pending', call.account.timings.endpointCreate);
  return answer(endpoint, call);
}

function common(
  input: CreateVpcEndpointRequest,
  call: Call,
  vpc: VpcRecord,
  id: string,
  type: 'Gateway' | 'Interface',
) {
  return {
    VpcEndpointId: id,
    VpcEndpointType: type,
    VpcId: vpc.id,
    ServiceName: given(input.ServiceName),
    ServiceRegion: call.region,
    OwnerId: call.account.accountId,
    RequesterManaged: false,
    CreationTimestamp: new Date(call.now),
  };
}

function ofType(
  input: CreateVpcEndpointRequest,
  call: Call,
  vpc: VpcRecord,
  service: EndpointService,
  id: string,
  type: 'Gateway' | 'Interface',
) {
  const policy = policyText(call, input.PolicyDocument, service) ?? DEFAULT_POLICY;
  const tables = (input.RouteTableIds ?? []).map((table) => findTable(call, table).RouteTableId);
  if (type === 'Gateway') {
    if (input.PrivateDnsEnabled === true) {
      throw new AwsError('InvalidParameter', 'Private DNS can only be enabled for an Interface endpoint');
    }
    return {
      State: 'Available' as const,
      PolicyDocument: policy,
      RouteTableIds: tables,
      SubnetIds: [],
      Groups: [],
      NetworkInterfaceIds: [],
      DnsEntries: [],
      PrivateDnsEnabled: false,
    };
  }
  const privateDns = input.PrivateDnsEnabled ?? false;
  if (privateDns) checkPrivateDns(call, vpc, service);
  const subnets = oneSubnetPerZone(call, vpc.id, service.name, input.SubnetIds ?? []);
  return {
    State: 'Pending' as const,
    PolicyDocument: policy,
    RouteTableIds: [],
    SubnetIds: subnets,
    Groups: groupsOf(call, vpc.id, input.SecurityGroupIds),
    IpAddressType: input.IpAddressType ?? ('ipv4' as const),
    DnsOptions: { DnsRecordIpType: input.DnsOptions?.DnsRecordIpType ?? ('ipv4' as const) },
    NetworkInterfaceIds: subnets.map(() => call.account.ids.ec2('eni')),
    DnsEntries: dnsEntries(call, id, service, privateDns, subnets),
    PrivateDnsEnabled: privateDns,
  };
}

function checkQuota(call: Call, vpc: VpcRecord, type: 'Gateway' | 'Interface'): void {
  const { quotas } = call.account;
  const existing = [...call.state(EC2_SLOT).endpoints.values()].filter(
    ({ detail }) => detail.VpcEndpointType === type && (type === 'Gateway' || detail.VpcId === vpc.id),
  );
  const limit = type === 'Gateway' ? quotas.gatewayEndpointsPerRegion : quotas.interfaceEndpointsPerVpc;
  if (existing.length >= limit) {
    throw refused(refusals.endpointQuota);
  }
}

function findByToken(
  endpoints: ReadonlyMap<string, Endpoint>,
  token: string | undefined,
  request: string,
): Endpoint | undefined {
  if (token === undefined) return undefined;
  const found = [...endpoints.values()].find((endpoint) => endpoint.clientToken === token);
  if (found !== undefined && found.request !== request) {
    throw new AwsError('IdempotentParameterMismatch', 'The client token was used with other parameters');
  }
  return found;
}

function answer(endpoint: Endpoint, call: Call): WireResult {
  return defined({ VpcEndpoint: describeEndpoint(endpoint, call), ClientToken: endpoint.clientToken });
}
