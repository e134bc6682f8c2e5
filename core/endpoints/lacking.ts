import type { VpcEndpoint } from '../slices/endpoints';

/**
 * DescribeVpcEndpoints gives all of these for an interface endpoint. `PrivateDnsEnabled` has no default to rely on: it
 * is true in the reference of CreateVpcEndpoint and false in that of CloudFormation.
 */
const needed = ['VpcEndpointId', 'VpcId', 'State', 'PrivateDnsEnabled'] as const;

/** What an interface endpoint's record lacks, in words; `undefined` if it has all that verdicts rest on. */
export function lackingIn(endpoint: VpcEndpoint): string | undefined {
  const lacking = needed.filter((field) => endpoint[field] === undefined || endpoint[field] === '');
  return lacking.length === 0
    ? undefined
    : `the record of endpoint ${endpoint.VpcEndpointId} lacks ${lacking.join(', ')}`;
}
