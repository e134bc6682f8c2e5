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

/** What is known about the caller and the time, apart from the request. */
export interface NaiveFacts {
  readonly principal: {
    readonly arn: string;
    readonly tags?: Readonly<Record<string, string>>;
    readonly sessionTags?: 'free' | 'none';
    readonly id?: string;
  };
  readonly now?: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** Why the request cannot exist whatever the policies say, or null. The context of the problem is taken as it is. */
export function notARequest(
  { context, resource }: ConcreteRequest,
  facts: NaiveFacts,
  perimeter: NaivePerimeter,
): string | null {
  const isGiven = (name: string) =>
    Object.keys(facts.context ?? {}).some((key) => key.toLowerCase() === name.toLowerCase());
  const value = (name: string) => (isGiven(name) ? undefined : context[name]);
  const known = [perimeter.vpcs, perimeter.vpcEndpoints, Object.entries(perimeter.endpointVpc)].flat(2);
  for (const [name, form] of [
    ['aws:SourceVpc', /^vpc-[0-9a-z]+$/],
    ['aws:SourceVpce', /^vpce-[0-9a-z]+$/],
  ] as const) {
    const id = value(name);
    if (id !== undefined && !known.includes(String(id)) && !form.test(String(id)))
      return `not an id: ${name}`;
  }
  if (!/:notebook-instance\/[a-zA-Z0-9](-*[a-zA-Z0-9])*$/.test(resource)) return 'not a name';
  const services = [value('aws:CalledVia') ?? []].flat();
  if (services.some((name) => !/^[a-z0-9-]+(\.[a-z0-9-]+){1,4}$/.test(name))) return 'not a service';
  const user = value('aws:userid');
  const { arn, id } = facts.principal;
  const own = id ?? (arn.includes(':role/') ? 'AROA[A-Z0-9]{12,}' : 'AIDA[A-Z0-9]{12,}');
  const whole = new RegExp(`^${own}${arn.includes(':role/') ? ':[\\w+=,.@-]{2,}' : ''}$`);
  if (user !== undefined && !whole.test(String(user))) return 'the id of somebody else';
  const time = value('aws:CurrentTime');
  if (time !== undefined && facts.now !== undefined && Date.parse(String(time)) < Date.parse(facts.now))
    return 'in the past';
  return null;
}

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
