import { type ConcreteRequest, inCidr } from '@palisade/sandbox/authorization/evaluate';

// The evaluator is the embedded account's own: it shares no code with packages/iam, so that the two cannot share a
// mistake.
export {
  type ConcreteRequest,
  isAllowed,
  type NaivePolicies,
  principalContext,
} from '@palisade/sandbox/authorization/evaluate';

export interface NaivePerimeter {
  readonly vpcs: readonly string[];
  readonly vpcEndpoints: readonly string[];
  readonly cidrs: readonly string[];
  readonly endpointVpc: Readonly<Record<string, string>>;
}

const notPublic = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '127.0.0.0/8',
  '169.254.0.0/16',
  'fc00::/7',
  'fe80::/10',
];

/** The zone of a request: direct and inside, direct and outside, or forwarded; or why it cannot exist. */
export function zoneOf(request: ConcreteRequest, perimeter: NaivePerimeter): string {
  const { context } = request;
  const vpc = context['aws:SourceVpc'];
  const vpce = context['aws:SourceVpce'];
  const address = context['aws:SourceIp'];
  if ((vpc === undefined) !== (vpce === undefined)) return 'only one of SourceVpc and SourceVpce';
  if (vpce === undefined && context['aws:VpcSourceIp'] !== undefined)
    return 'VpcSourceIp without an endpoint';
  if (context['aws:ViaAWSService'] === 'true')
    return vpc === undefined ? 'viaService' : 'forwarded through an endpoint';
  if (context['aws:CalledVia'] !== undefined) return 'CalledVia on a direct call';
  if (vpc !== undefined && vpce !== undefined) {
    if (address !== undefined) return 'SourceIp through an endpoint';
    const home = perimeter.endpointVpc[String(vpce)];
    if (home !== undefined && home !== vpc) return 'an endpoint in the wrong VPC';
    return perimeter.vpcs.includes(String(vpc)) || perimeter.vpcEndpoints.includes(String(vpce))
      ? 'inside'
      : 'outside';
  }
  if (address === undefined) return 'neither an endpoint nor an address';
  if (perimeter.cidrs.some((cidr) => inCidr(cidr, String(address)))) return 'inside';
  return notPublic.some((cidr) => inCidr(cidr, String(address)))
    ? 'a private address on the internet'
    : 'outside';
}
