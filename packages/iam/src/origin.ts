import { type AddressRange, parseAddress, normalized, parseCidr, within } from './address';
import { textCandidates } from './candidates';
import { type Atom, holds, type Value } from './condition';
import { type Dimension, group } from './dimension';
import { spelled } from './keys';
import { someVpc, someVpce, vpceLimits, vpcLimits } from './forms';
import type { Meter } from './meter';
import type { Fixed } from './principal';
import { refused, type Refused } from './refused';
import type { Perimeter } from './types';

/** How a request reaches AWS: over public addresses, through a VPC endpoint, or forwarded by an AWS service. */
export type Origin = 'public' | 'endpoint' | 'forwarded';
export type ZoneName = 'outside' | 'inside' | 'viaService';

/** A perimeter with its address ranges parsed. */
export interface Boundary {
  readonly perimeter: Perimeter;
  readonly corporate: readonly AddressRange[];
}

/** Reads the perimeter. Refused with what is wrong with it. */
export function readPerimeter(perimeter: Perimeter): Boundary | Refused {
  const corporate: AddressRange[] = [];
  for (const [index, cidr] of perimeter.cidrs.entries()) {
    const range = parseCidr(cidr);
    if (range === null)
      return refused(`perimeter.cidrs[${index}]: '${cidr}' is not an IP address or CIDR block`);
    corporate.push(range);
  }
  return { perimeter, corporate: normalized(corporate) };
}

const direct = {
  'aws:viaawsservice': 'false',
  'aws:calledvia': undefined,
  'aws:calledviafirst': undefined,
  'aws:calledvialast': undefined,
};
const noEndpoint = { 'aws:sourcevpc': undefined, 'aws:sourcevpce': undefined, 'aws:vpcsourceip': undefined };
// AWS sets these keys for requests to certain services only.
const noOwner = {
  'aws:vpceaccount': undefined,
  'aws:vpceorgid': undefined,
  'aws:vpceorgpaths': undefined,
  'aws:sourcevpcarn': undefined,
};

const settled: Readonly<Record<Origin, Readonly<Record<string, Value>>>> = {
  public: { ...direct, ...noEndpoint, ...noOwner },
  endpoint: { ...direct, 'aws:sourceip': undefined },
  forwarded: { 'aws:viaawsservice': 'true', ...noEndpoint, ...noOwner },
};

const required: Readonly<Record<Origin, readonly string[]>> = {
  public: ['aws:sourceip'],
  endpoint: ['aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip'],
  forwarded: [],
};

type Table = ReadonlyMap<string, { readonly value: Value }>;

function table(values: Readonly<Record<string, Value>>): Table {
  return new Map(Object.entries(values).map(([key, value]) => [key, { value }]));
}

const tables: Readonly<Record<Origin, Table>> = {
  public: table(settled.public),
  endpoint: table(settled.endpoint),
  forwarded: table(settled.forwarded),
};
const endpointOfNobody = table({ ...settled.endpoint, ...noOwner });

const ownerKeys = Object.keys(noOwner);

/** Whether requests have the keys of the endpoint's owner: a context that gives one of them says so. */
function hasOwnerKeys(service: string, { perimeter }: Boundary, context: Fixed): boolean {
  if (service !== 'sagemaker' || perimeter.endpointOwnerKeys === true) return true;
  return ownerKeys.some((key) => context(key)?.value !== undefined);
}

/** Words for the requests of an origin. */
const requests: Readonly<Record<Origin, string>> = {
  public: 'request over public addresses',
  endpoint: 'request through a VPC endpoint',
  forwarded: 'request that an AWS service forwards',
};

/** Why the context excludes every request of this origin, or null. */
function conflict(origin: Origin, known: Table, context: Fixed): string | null {
  for (const [key, { value }] of known) {
    const given = context(key);
    if (given === null || String(given.value).toLowerCase() === String(value)) continue;
    const as = value === undefined ? '' : ` as '${String(given.value)}'`;
    return `the context fixes ${spelled(key, key)}${as}, which no ${requests[origin]} has`;
  }
  const missing = required[origin].find((key) => context(key)?.value === undefined && context(key) !== null);
  return missing === undefined
    ? null
    : `the context leaves out ${spelled(missing, missing)}, which every ${requests[origin]} has`;
}

/** Keys that have one value in every request of this origin; refused when there is no such request. */
export function originKeys(
  origin: Origin,
  service: string,
  {
    boundary,
    context,
    principal,
  }: { readonly boundary: Boundary; readonly context: Fixed; readonly principal: Fixed },
): Fixed | Refused {
  const owned = origin !== 'endpoint' || hasOwnerKeys(service, boundary, context);
  const known = owned ? tables[origin] : endpointOfNobody;
  const because = conflict(origin, known, context);
  return because === null ? (key) => known.get(key) ?? context(key) ?? principal(key) : refused(because);
}

/** The network path of a request through an endpoint. */
export interface EndpointPath {
  readonly vpce: string;
  readonly vpc: string;
}

export function isInsideRoute(perimeter: Perimeter, route: EndpointPath): boolean {
  return perimeter.vpcs.includes(route.vpc) || perimeter.vpcEndpoints.includes(route.vpce);
}

export function isInsideAddress(boundary: Boundary, text: string): boolean {
  const address = parseAddress(text);
  return address !== null && within(boundary.corporate, address);
}

function fixedText(fixed: Fixed, key: string): string | null {
  const value = fixed(key)?.value;
  return typeof value === 'string' ? value : null;
}

/** Endpoint and VPC together: a known endpoint is in its own VPC, any other may be in any VPC. */
export function routeDimension(
  boundary: Boundary,
  fixed: Fixed,
  vpceAtoms: readonly Atom[],
  vpcAtoms: readonly Atom[],
  meter: Meter,
): Dimension<EndpointPath> {
  const { perimeter } = boundary;
  const home = new Map(Object.entries(perimeter.endpointVpc));
  const endpoints = textCandidates(
    vpceAtoms,
    [someVpce],
    [...home.keys(), ...perimeter.vpcEndpoints],
    meter,
    vpceLimits,
  );
  const networks = textCandidates(
    vpcAtoms,
    [someVpc],
    [...home.values(), ...perimeter.vpcs],
    meter,
    vpcLimits,
  );
  const fixedVpce = fixedText(fixed, 'aws:sourcevpce');
  const fixedVpc = fixedText(fixed, 'aws:sourcevpc');
  const routes: EndpointPath[] = [];
  const known = endpoints.values.filter((vpce) => home.has(vpce));
  for (const vpce of fixedVpce === null ? new Set([...known, ...endpoints.values]) : [fixedVpce]) {
    const vpcs = fixedVpc === null ? [...new Set(networks.values)] : [fixedVpc];
    const own = home.get(vpce);
    meter.spend(vpcs.length);
    for (const vpc of own === undefined ? vpcs : vpcs.filter((one) => one === own))
      routes.push({ vpce, vpc });
  }
  const questions = [
    ...vpceAtoms.map((atom) => (route: EndpointPath) => holds(atom, route.vpce, meter)),
    ...vpcAtoms.map((atom) => (route: EndpointPath) => holds(atom, route.vpc, meter)),
    (route: EndpointPath) => isInsideRoute(perimeter, route),
  ];
  return group(routes, questions, endpoints.complete && networks.complete, meter);
}
