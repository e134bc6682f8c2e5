import { normalized, parseAddress, parseCidr, privateRanges, within } from '../src/address';
import { homeOf, principalKeys } from '../src/principal';
import { parseDate } from '../src/scalar';
import type { Perimeter, PrincipalIdentity } from '../src/types';
import type { GivenKeys } from './context';
import { shown, timeOf } from './together';

/** Keys that follow from the ARN of a user or role, whatever the session. */
const personal = [
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principaltype',
  'aws:principalisawsservice',
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:username',
];

function fitsId({ arn, id }: PrincipalIdentity, userid: string): boolean {
  if (id === undefined) return true;
  return arn.includes(':user/') ? userid === id : userid.startsWith(`${id}:`);
}

/** Whether the context gives a key as a session from GetFederationToken has it; only users can have one. */
function isFederated(context: GivenKeys, key: string, { arn }: PrincipalIdentity): boolean {
  if (context.get('aws:principaltype')?.values[0] !== 'FederatedUser' || !arn.includes(':user/'))
    return false;
  const [value] = context.get(key)?.values ?? [];
  if (key === 'aws:username') return value === undefined;
  if (key === 'aws:principaltype') return true;
  const account = `${arn.slice(0, arn.indexOf(':iam:'))}:sts::${homeOf({ arn }).account}:federated-user/`;
  return key === 'aws:principalarn' && value?.startsWith(account) === true;
}

/** What in the context no request of the principal has, or null. */
export function contradictsPrincipal(context: GivenKeys, principal: PrincipalIdentity): string | null {
  const own = principalKeys(principal);
  for (const key of personal) {
    const given = context.get(key);
    const fixed = own(key);
    if (given === undefined || fixed === null || isFederated(context, key, principal)) continue;
    const expected = fixed.value === undefined ? [] : [fixed.value].flat();
    if (given.values.join('\n') !== expected.join('\n'))
      return `context.${given.name}: ${shown(given.values)}, but for ${principal.arn} it is ${shown(expected)}`;
  }
  const userid = context.get('aws:userid');
  if (userid === undefined || fitsId(principal, userid.values[0] ?? '')) return null;
  return `context.${userid.name}: ${shown(userid.values)} does not belong to principal.id '${principal.id ?? ''}'`;
}

/** What in the context is before `now`, or null. */
export function contradictsNow(context: GivenKeys, now: string): string | null {
  const [time, start] = [timeOf(context, 'aws:currenttime'), parseDate(now)];
  if (time === null || start === null || time >= start) return null;
  return `context.${context.get('aws:currenttime')?.name ?? ''}: is before now, ${now}`;
}

/** What in the context no request has over the network of the perimeter, or null. */
export function contradictsNetwork(context: GivenKeys, { cidrs }: Perimeter): string | null {
  const given = context.get('aws:sourceip');
  const address = parseAddress(given?.values[0] ?? '');
  const isForwarded =
    context.get('aws:viaawsservice')?.values[0] === 'true' ||
    context.get('aws:calledvia')?.values[0] !== undefined;
  if (given === undefined || address === null || isForwarded || !within(privateRanges, address)) return null;
  const corporate = cidrs.map(parseCidr).filter((range) => range !== null);
  return within(normalized(corporate), address)
    ? null
    : `context.${given.name}: ${shown(given.values)} is no public address, nor in perimeter.cidrs: through a VPC endpoint it is aws:VpcSourceIp`;
}
