import fc from 'fast-check';
import { createEngine } from '../src';
import { answerLine } from '../prove/answer';
import { type Case, cases, isAsked, sampleRequests } from './generator';
import { type ConcreteRequest, isAllowed, type NaivePolicies, notARequest, zoneOf } from './naive';
import { complete, type Tally } from './properties';

type Value = string | readonly string[];
type Keys = Readonly<Record<string, Value>>;

const vpcArn = (vpc: string) => `arn:aws:ec2:us-east-1:111122223333:vpc/${vpc}`;

/** Keys that a caller of `prove` may give: modelled or not, as a value, a list of one, several, or absent. */
const contexts = fc.constantFrom<Keys>(
  { 'aws:SourceVpc': 'vpc-1' },
  { 'aws:SourceVpc': ['vpc-2'] },
  { 'aws:SourceVpc': [] },
  { 'aws:SourceVpce': ['vpce-1'] },
  { 'aws:SourceVpce': 'vpce-2' },
  { 'aws:SourceIp': ['198.51.100.7'] },
  { 'aws:SourceIp': '203.0.113.200' },
  { 'aws:SourceIp': [] },
  { 'aws:VpcSourceIp': '10.1.2.3' },
  { 'aws:ViaAWSService': ['true'] },
  { 'aws:ViaAWSService': 'false' },
  { 'aws:CalledVia': ['kms.amazonaws.com', 'athena.amazonaws.com'] },
  { 'aws:VpceOrgID': 'o-1' },
  { 'aws:VpceOrgID': ['o-2'] },
  { 'aws:VpceOrgID': [] },
  { 'aws:VpceAccount': '111122223333' },
  { 'aws:VpceOrgPaths': ['o-1/r-1/'] },
  { 'aws:SourceVpcArn': vpcArn('vpc-1') },
  { 'aws:SourceVpcArn': [vpcArn('vpc-77')] },
  { 'aws:MultiFactorAuthPresent': ['true'] },
  { 'aws:MultiFactorAuthAge': [] },
  { 'aws:RequestedRegion': ['us-east-1'] },
  { 'aws:ResourceTag/team': ['ml'] },
  { 'aws:PrincipalTag/team': 'ops' },
  { 'aws:TagKeys': 'team' },
  { 'sagemaker:VpcSubnets': ['subnet-1', 'other'] },
  { 'aws:SourceIdentity': 'me' },
  { 'aws:FederatedProvider': ['x'] },
  { 'sts:RoleSessionName': 'me', 'sts:TransitiveTagKeys': ['a', 'b'] },
  { 'saml:sub': 'x', 'cognito-identity.amazonaws.com:amr': ['authenticated'] },
  { 'aws:SomethingNew': 'x' },
);

const network = ['aws:SourceIp', 'aws:SourceVpc', 'aws:SourceVpce', 'aws:VpcSourceIp', 'aws:CalledVia'];
const owned = ['aws:VpceOrgID', 'aws:VpceAccount', 'aws:VpceOrgPaths', 'aws:SourceVpcArn'];

/** Some request of every origin, so that each zone that has requests with a key shows one. */
const origins: readonly Keys[] = [
  ...['198.51.100.7', '203.0.113.200', '8.8.8.8', '2001:db8::1', '10.1.2.3'].map((address) => ({
    'aws:SourceIp': address,
  })),
  ...['vpce-1', 'vpce-2', 'vpce-9'].flatMap((vpce) =>
    ['vpc-1', 'vpc-2', 'vpc-3', 'vpc-77'].map((vpc) => ({
      'aws:SourceVpce': vpce,
      'aws:SourceVpc': vpc,
      'aws:VpcSourceIp': '10.1.2.3',
    })),
  ),
  { 'aws:ViaAWSService': 'true', 'aws:CalledVia': ['kms.amazonaws.com', 'athena.amazonaws.com'] },
  { 'aws:ViaAWSService': 'true', 'aws:SourceIp': '203.0.113.200' },
  { 'aws:ViaAWSService': 'true', 'aws:SourceIp': '198.51.100.7' },
  { 'aws:ViaAWSService': 'true' },
];

const list = (value: Value | undefined) => [value ?? []].flat().join('\n');

/** The request from another origin, with the principal's keys and those given; null where it cannot have them. */
function requestOf(one: Case, sample: ConcreteRequest, origin: Keys, keys: Keys): ConcreteRequest | null {
  const problem = { ...one.problem, context: keys };
  // The key that is given here replaces the context of the problem.
  const { context, ...rest } = complete({ ...one, problem: { ...problem, context: {} } }, sample);
  const all = new Map<string, Value>(Object.entries({ 'aws:ViaAWSService': 'false', ...context }));
  // Every request has both keys of the time, and they agree.
  all.set('aws:EpochTime', String(Date.parse(String(all.get('aws:CurrentTime'))) / 1000));
  const { arn, id } = problem.principal;
  const isUser = arn.includes(':user/');
  const own = id ?? (isUser ? 'AIDA1A2B3C4D5E6F7G8H9' : 'AROA1A2B3C4D5E6F7G8H9');
  all.set('aws:userid', isUser ? own : `${own}:ana`);
  for (const key of network) all.delete(key);
  for (const [key, value] of Object.entries({ 'aws:ViaAWSService': 'false', ...origin })) all.set(key, value);
  for (const [key, value] of Object.entries(keys)) {
    if (network.includes(key) || key === 'aws:ViaAWSService') {
      if (list(all.get(key)) !== list(value)) return null;
    } else if (value.length === 0) all.delete(key);
    else all.set(key, typeof value !== 'string' && value.length === 1 ? (value[0] ?? '') : value);
  }
  const vpc = all.get('aws:SourceVpc');
  if (vpc === undefined && owned.some((key) => all.has(key))) return null;
  const arnOfVpc = all.get('aws:SourceVpcArn');
  if (arnOfVpc !== undefined && arnOfVpc !== vpcArn(String(vpc))) return null;
  const path = list(all.get('aws:VpceOrgPaths'));
  if (path !== '') all.set('aws:VpceOrgID', path.slice(0, path.indexOf('/')));
  return { ...rest, context: Object.fromEntries(all) };
}

type Verdicts = Readonly<Record<string, unknown>>;

interface Answered {
  readonly answers: readonly Verdicts[];
  readonly lockout?: string;
}

function proved({ policies, problem }: Case, context: Keys | undefined, before: NaivePolicies): Answered {
  const { actions, resources, perimeter, principal } = problem;
  const line = { principal, ...policies, actions, resources, perimeter, context, before };
  const answer = JSON.parse(answerLine(JSON.stringify(line), createEngine())) as Answered & {
    error?: string;
  };
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer;
}

const names = ['outside', 'inside', 'viaService'];

/**
 * A key that is given never makes a verdict `unreachable` or a lockout `none` where a request with exactly that key
 * exists that the naive evaluator allows; nor where no request with that key exists at all.
 */
export function givenKeysHold(
  tally: Tally,
): fc.IPropertyWithHooks<[Case, Case, Keys, readonly ConcreteRequest[]]> {
  return fc.property(
    cases,
    cases,
    contexts,
    fc.array(sampleRequests, { minLength: 3, maxLength: 6 }),
    (one, other, keys, samples) => {
      const before = other.policies;
      const bare = proved(one, undefined, before);
      const given = proved(one, keys, before);
      const requests = samples
        .flatMap((sample) => origins.map((origin) => requestOf(one, sample, origin, keys)))
        .filter((request) => request !== null);
      const show = (what: string, request: unknown) =>
        new Error(
          `${what}\n${JSON.stringify({ keys, request, given, problem: one.problem, before }, null, 1)}`,
        );
      const facts = { ...one.problem, context: keys };
      const isPossible = (request: ConcreteRequest) =>
        notARequest(request, facts, one.problem.perimeter) === null;
      const found = requests.map((request) => ({ request, zone: zoneOf(request, one.problem.perimeter) }));
      for (const [index, answer] of given.answers.entries()) {
        const asked = found.filter(
          ({ request }) =>
            request.action === answer['action'] && isAsked(String(answer['resource']), request.resource),
        );
        for (const name of names) {
          const status = String(answer[name]);
          tally[status] = (tally[status] ?? 0) + 1;
          if (status !== 'unreachable') continue;
          const reached = asked.find(
            ({ request, zone }) => zone === name && isPossible(request) && isAllowed(one.policies, request),
          );
          if (reached !== undefined) throw show(`${name} is called unreachable`, reached.request);
          if (bare.answers[index]?.[name] === 'unreachable') continue;
          tally['closed by the key'] = (tally['closed by the key'] ?? 0) + 1;
          if (!found.some(({ zone }) => zone === name))
            throw show(`${name} has no request, and is called unreachable`, answer);
        }
      }
      tally[`lockout ${given.lockout ?? ''}`] = (tally[`lockout ${given.lockout ?? ''}`] ?? 0) + 1;
      if (given.lockout !== 'none') return;
      const lost = found.find(
        ({ request, zone }) =>
          zone === 'inside' &&
          isPossible(request) &&
          one.problem.actions.includes(request.action) &&
          one.problem.resources.some((pattern) => isAsked(pattern, request.resource)) &&
          isAllowed(before, request) &&
          !isAllowed(one.policies, request),
      );
      if (lost !== undefined) throw show('a lockout is called none', lost.request);
      if (bare.lockout !== 'none' && !found.some(({ zone }) => zone === 'inside'))
        throw show('no inside, and no lockout', keys);
    },
  );
}
