import type { VpcEndpoint } from '../slices/endpoints';

/** What DescribeVpcEndpoints gives for every interface endpoint, and for which there is no default. */
const needed = ['VpcEndpointId', 'VpcId', 'State', 'ServiceName'] as const;

/** What an interface endpoint's record lacks, in words; `undefined` if it has all that verdicts rest on. */
export function lackingIn(endpoint: VpcEndpoint): string | undefined {
  const lacking = needed.filter((field) => endpoint[field] === '');
  return lacking.length === 0
    ? undefined
    : `the record of endpoint ${endpoint.VpcEndpointId} lacks ${lacking.join(', ')}`;
}
