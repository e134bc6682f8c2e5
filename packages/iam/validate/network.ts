import { isPublic, isUsable, isInRange, readAddress } from './address';
import { arnPartsOf, wrongArn } from './arn';
import type { RequestView } from './view';

const endpointKeys = ['aws:SourceVpc', 'aws:SourceVpce', 'aws:VpcSourceIp'] as const;
const ownerKeys = ['aws:SourceVpcArn', 'aws:VpceAccount', 'aws:VpceOrgID', 'aws:VpceOrgPaths'] as const;

const readable = /^vpce?(?:-[0-9a-z]+)+$/;
const hexadecimal = /^-(?:[0-9a-f]{8}|[0-9a-f]{17})$/;

function* idReasons(view: RequestView): Generator<string> {
  const { vpcs, vpcEndpoints, endpointVpc } = view.facts.perimeter;
  const named = new Set(view.facts.named);
  const known = new Set([...vpcs, ...vpcEndpoints, ...Object.entries(endpointVpc).flat()]);
  for (const [key, prefix] of [
    ['aws:SourceVpc', 'vpc'],
    ['aws:SourceVpce', 'vpce'],
    ['aws:Ec2InstanceSourceVpc', 'vpc'],
  ] as const) {
    const id = view.text(key);
    if (id === undefined || view.isGiven(key) || known.has(id)) continue;
    if (named.has(id) && id.startsWith(`${prefix}-`) && readable.test(id)) continue;
    if (!id.startsWith(`${prefix}-`) || !hexadecimal.test(id.slice(prefix.length)))
      yield `${key}: '${id}' is not an id that AWS gives`;
  }
}

function* addressReasons(view: RequestView, isDirect: boolean): Generator<string> {
  for (const key of ['aws:SourceIp', 'aws:VpcSourceIp', 'aws:Ec2InstanceSourcePrivateIPv4']) {
    const text = view.text(key);
    if (text === undefined || view.isGiven(key)) continue;
    const address = readAddress(text);
    if (address === undefined) yield `${key}: '${text}' is not an IP address`;
    else if (view.facts.perimeter.cidrs.some((block) => isInRange(address, block))) continue;
    else if (!isUsable(address)) yield `${key}: no sender has the address ${text}`;
    else if (key === 'aws:SourceIp' && isDirect && !isPublic(address))
      yield `${key}: ${text} is a private address, which does not arrive over the internet`;
  }
}

function* endpointReasons(view: RequestView): Generator<string> {
  const { text, facts } = view;
  const vpc = text('aws:SourceVpc');
  const vpce = text('aws:SourceVpce');
  const home = facts.perimeter.endpointVpc[vpce ?? ''];
  if (
    home !== undefined &&
    vpc !== undefined &&
    home !== vpc &&
    !(view.isGiven('aws:SourceVpc') && view.isGiven('aws:SourceVpce'))
  )
    yield `the endpoint ${vpce ?? ''} is in ${home}, not in ${vpc}`;
  const arn = text('aws:SourceVpcArn');
  if (arn === undefined || view.isGiven('aws:SourceVpcArn')) return;
  const wrong = wrongArn(arn, view.partition);
  if (wrong !== undefined) yield `aws:SourceVpcArn: ${wrong}`;
  else if (!/^vpc\/vpc-[0-9a-f]+$/.test(arnPartsOf(arn)?.resource ?? ''))
    yield `aws:SourceVpcArn: '${arn}' is not a VPC`;
  else if (vpc !== undefined && !arn.endsWith(`/${vpc}`))
    yield `aws:SourceVpcArn is ${arn}, but aws:SourceVpc is ${vpc}`;
}

/** How a request reaches AWS: over the internet, through an endpoint, or by a service that forwards the call. */
export function* networkReasons(view: RequestView): Generator<string> {
  const { shown } = view;
  const has = (key: string) => shown.has(key.toLowerCase());
  const isForwarded = view.text('aws:ViaAWSService') === 'true';
  const through = endpointKeys.filter(has);
  yield* idReasons(view);
  yield* addressReasons(view, !isForwarded);
  yield* endpointReasons(view);
  const lacking = endpointKeys.filter((key) => !has(key) && !view.isGiven(key));
  if (through.length > 0 && lacking.length > 0)
    yield `a request through an endpoint has ${lacking.join(' and ')} as well as ${through.join(' and ')}`;
  if (through.length > 0 && has('aws:SourceIp') && !view.isGiven('aws:SourceIp'))
    yield 'a request through an endpoint has no aws:SourceIp';
  if (through.length > 0 && isForwarded) yield `a call that a service forwards has no ${through.join(', ')}`;
  if (through.length === 0 && !isForwarded && !has('aws:SourceIp') && !view.isGiven('aws:SourceIp'))
    yield 'a direct request has aws:SourceIp, or the keys of an endpoint';
  const owner = ownerKeys.find((key) => has(key) && !view.isGiven(key));
  if (owner !== undefined && through.length === 0)
    yield `${owner} exists only in requests through an endpoint`;
}

/** What forwarded a call stands in the list of the services that it went through. */
export function* chainReasons(view: RequestView): Generator<string> {
  const { text, list } = view;
  const chain = list('aws:CalledVia');
  const ends = [text('aws:CalledViaFirst'), text('aws:CalledViaLast')] as const;
  const services = [...(chain ?? []), ...ends.filter((end) => end !== undefined)];
  if (services.length === 0 || view.isGiven('aws:CalledVia')) return;
  if (text('aws:ViaAWSService') !== 'true' && !view.isGiven('aws:ViaAWSService'))
    yield 'aws:CalledVia exists only where aws:ViaAWSService is true';
  const odd = services.find((name) => !/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/.test(name));
  if (odd !== undefined) yield `aws:CalledVia: '${odd}' is not the principal of a service`;
  if (chain === undefined || chain.length === 0) return;
  const first = ends[0] ?? chain[0];
  const last = ends[1] ?? chain.at(-1);
  if (first !== chain[0]) yield `aws:CalledViaFirst is ${first ?? ''}, but ${chain[0] ?? ''} called first`;
  if (last !== chain.at(-1))
    yield `aws:CalledViaLast is ${last ?? ''}, but ${chain.at(-1) ?? ''} called last`;
}
