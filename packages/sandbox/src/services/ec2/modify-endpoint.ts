import type { ModifyVpcEndpointRequest, ModifyVpcEndpointResult } from '@aws-sdk/client-ec2';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { given } from '../members';
import { endpointServicesOf, type EndpointService } from './catalogue';
import {
  DEFAULT_POLICY,
  dnsEntries,
  groupsOf,
  oneSubnetPerZone,
  policyText,
  requesterManaged,
  finishTransition,
} from './endpoint';
import { checkPrivateDns } from './private-dns';
import { findTable } from './route-tables';
import { EC2_SLOT, find, type Endpoint } from './state';
import { findVpc } from './vpcs';

/** Everything is checked before anything changes. Afterwards the endpoint is pending for a while. */
export function modifyVpcEndpoint(input: ModifyVpcEndpointRequest, call: Call): ModifyVpcEndpointResult {
  const id = given(input.VpcEndpointId);
  const endpoint = find(call.state(EC2_SLOT).endpoints, id, 'vpce', 'InvalidVpcEndpointId');
  const { detail } = endpoint;
  const service = endpointServicesOf(call.region).find(({ name }) => name === detail.ServiceName);
  if (service === undefined)
    throw new AwsError('InvalidServiceName', 'The service of the endpoint does not exist');
  if (detail.RequesterManaged === true) {
    throw requesterManaged(service.name);
  }
  if (detail.State === 'Deleting')
    throw new AwsError('IncorrectState', `The Vpc Endpoint ${id} is being deleted`);
  const changes =
    detail.VpcEndpointType === 'Gateway'
      ? gatewayChanges(input, call, endpoint)
      : interfaceChanges(input, call, endpoint, service);
  const policy =
    input.ResetPolicy === true ? DEFAULT_POLICY : policyText(call, input.PolicyDocument, service);
  Object.assign(detail, changes, policy === undefined ? {} : { PolicyDocument: policy });
  if (detail.VpcEndpointType === 'Interface' && Object.keys(changes).length > 0) {
    detail.State = 'Pending';
    finishTransition(call, id, 'Pending', call.account.timings.endpointModify);
  }
  return { Return: true };
}

type Changes = Partial<Endpoint['detail']>;

function gatewayChanges(input: ModifyVpcEndpointRequest, call: Call, { detail }: Endpoint): Changes {
  if (input.PrivateDnsEnabled !== undefined || input.AddSubnetIds !== undefined) {
    throw new AwsError(
      'InvalidParameter',
      'Only the policy and the route tables of a Gateway endpoint can change',
    );
  }
  if (input.AddRouteTableIds === undefined && input.RemoveRouteTableIds === undefined) return {};
  const added = (input.AddRouteTableIds ?? []).map((table) => findTable(call, table).RouteTableId);
  return { RouteTableIds: changed(detail.RouteTableIds, added, input.RemoveRouteTableIds) };
}

function interfaceChanges(
  input: ModifyVpcEndpointRequest,
  call: Call,
  { detail }: Endpoint,
  service: EndpointService,
): Changes {
  const changes: Changes = {};
  if (input.AddSubnetIds !== undefined || input.RemoveSubnetIds !== undefined) {
    // AWS adds before it removes, so moving to another subnet in the same zone takes two calls.
    const together = changed(detail.SubnetIds, input.AddSubnetIds, undefined);
    oneSubnetPerZone(call, detail.VpcId, service.name, together);
    const subnets = changed(detail.SubnetIds, input.AddSubnetIds, input.RemoveSubnetIds);
    if (subnets.length === 0) throw new AwsError('InvalidParameter', 'An interface endpoint needs a subnet');
    changes.SubnetIds = subnets;
    changes.NetworkInterfaceIds = subnets.map(() => call.account.ids.ec2('eni'));
  }
  if (input.AddSecurityGroupIds !== undefined || input.RemoveSecurityGroupIds !== undefined) {
    const current = (detail.Groups ?? []).map((group) => group.GroupId ?? '');
    const ids = changed(current, input.AddSecurityGroupIds, input.RemoveSecurityGroupIds);
    if (ids.length === 0)
      throw new AwsError('InvalidParameter', 'An interface endpoint needs a security group');
    changes.Groups = groupsOf(call, detail.VpcId, ids);
  }
  if (input.IpAddressType !== undefined) changes.IpAddressType = input.IpAddressType;
  if (input.DnsOptions?.DnsRecordIpType !== undefined) {
    changes.DnsOptions = { DnsRecordIpType: input.DnsOptions.DnsRecordIpType };
  }
  const privateDns = input.PrivateDnsEnabled;
  if (privateDns !== undefined && privateDns !== detail.PrivateDnsEnabled) {
    const vpc = findVpc(call, detail.VpcId);
    if (privateDns) checkPrivateDns(call, vpc, service, detail.VpcEndpointId);
    changes.PrivateDnsEnabled = privateDns;
  }
  if (changes.SubnetIds !== undefined || changes.PrivateDnsEnabled !== undefined) {
    const after = { ...detail, ...changes };
    changes.DnsEntries = dnsEntries(
      call,
      detail.VpcEndpointId,
      service,
      after.PrivateDnsEnabled === true,
      after.SubnetIds ?? [],
    );
  }
  return changes;
}

function changed(
  current: readonly string[] | undefined,
  added: readonly string[] | undefined,
  removed: readonly string[] | undefined,
): string[] {
  const all = new Set([...(current ?? []), ...(added ?? [])]);
  return [...all].filter((id) => removed?.includes(id) !== true);
}
