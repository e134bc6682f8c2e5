import type { VpcEndpoint } from '../slices/endpoints';
import type { ConnectionEnd } from './reach';

/** Nothing is found under this id: an interface endpoint has subnets and groups, so their absence tells nothing. */
const notRead = [''];

/** An endpoint as the server of a connection. */
export function endpointParty({ VpcEndpointId, SubnetIds, Groups }: VpcEndpoint): ConnectionEnd {
  return {
    name: VpcEndpointId,
    subnetIds: SubnetIds ?? notRead,
    groupIds: Groups?.map(({ GroupId }) => GroupId) ?? notRead,
  };
}

/** Dual-stack endpoints are reached over IPv4, which every consumer has. AWS varies the letter case. */
export function familyOf({ IpAddressType }: VpcEndpoint): 'ipv4' | 'ipv6' {
  return IpAddressType?.toLowerCase() === 'ipv6' ? 'ipv6' : 'ipv4';
}
