import { describe, expect, it } from '@jest/globals';
import { createEngine, type Problem } from '.';
import { readAction } from './action';
import { cutKey, cutRoute } from './cuts';
import { makeQuery } from './solver';
import { createLibrary } from './library';
import { unmetered, usualBounds } from './meter';
import { type Boundary, isInsideAddress, readPerimeter, routeDimension } from './origin';
import { isRefused } from './refused';
import { contextKeys, homeOf, principalKeys } from './principal';
import { solveZone } from './zone';
import { readSetting } from './setting';
import {
  account,
  admin,
  allow,
  atomOf,
  decideOne,
  deny,
  type PolicyJson,
  notebookArns,
  policy,
  presign,
  problem,
  set,
  verdicts,
  when,
} from '../test/build';

const ip = 'aws:SourceIp';
const vpc = 'aws:SourceVpc';
const vpce = 'aws:SourceVpce';
const vpcIp = 'aws:VpcSourceIp';
const role = `arn:aws:iam::${account}:role/team/ds`;
const user = `arn:aws:iam::${account}:user/team/eve`;

describe('what a context fixes', () => {
  /** The origins from which requests exist, as `public endpoint forwarded`. */
  const kinds = (context: Problem['context']) => {
    const has = (Condition: PolicyJson) => {
      const one = problem(set([policy(allow({ Condition }))]), context === undefined ? {} : { context });
      const { outside, inside, viaService } = decideOne(one);
      return [outside, inside, viaService].some((zone) => zone.status === 'reachable');
    };
    const flag = { Bool: { 'aws:ViaAWSService': 'true' } };
    const direct = { Bool: { 'aws:ViaAWSService': 'false' } };
    return [
      has({ ...direct, Null: { [vpce]: 'true' } }),
      has({ ...direct, Null: { [vpce]: 'false' } }),
      has(flag),
    ]
      .map((found) => (found ? 'yes' : 'no'))
      .join(' ');
  };

  it.each<[string, Problem['context'], string]>([
    ['nothing', undefined, 'yes yes yes'],
    ['a key of the caller', { k: 'v' }, 'yes yes yes'],
    ['an address', { [ip]: '203.0.113.7' }, 'yes no yes'],
    ['no address', { [ip]: [] }, 'no yes yes'],
    ['a VPC', { [vpc]: 'vpc-1' }, 'no yes no'],
    ['no VPC', { [vpc]: [] }, 'yes no yes'],
    ['an endpoint', { [vpce]: 'vpce-1' }, 'no yes no'],
    ['no endpoint', { [vpce]: [] }, 'yes no yes'],
    ['an address within a VPC', { [vpcIp]: '10.0.0.1' }, 'no yes no'],
    ['no address within a VPC', { [vpcIp]: [] }, 'yes no yes'],
    ['a forwarded call', { 'aws:ViaAWSService': 'True' }, 'no no yes'],
    ['a direct call', { 'aws:ViaAWSService': 'false' }, 'yes yes no'],
    ['the services between', { 'aws:CalledVia': ['athena.amazonaws.com'] }, 'no no yes'],
    ['an organization of the endpoint', { 'aws:VpceOrgID': 'o-a1b2c3d4e5' }, 'no yes no'],
    ['an account of the endpoint', { 'aws:VpceAccount': account }, 'no yes no'],
    ['an organizational unit of the endpoint', { 'aws:VpceOrgPaths': ['o-a1b2c3d4e5/r-a1b2/'] }, 'no yes no'],
    ['the ARN of a VPC', { 'aws:SourceVpcArn': `arn:aws:ec2:us-east-1:${account}:vpc/vpc-1` }, 'no yes no'],
    ['no owner of an endpoint', { 'aws:VpceOrgID': [], 'aws:VpceAccount': [] }, 'yes yes yes'],
    ['lists of one', { [ip]: ['203.0.113.7'], 'aws:ViaAWSService': ['false'] }, 'yes no no'],
  ])('%s', (_, context, expected) => {
    expect(kinds(context)).toBe(expected);
  });

  it('is named when it excludes every request', () => {
    const because = (context: Record<string, string | string[]>) =>
      decideOne(problem(set([admin]), { context })).outside.because;
    expect(because({ 'aws:ViaAWSService': 'true' })).toContain(
      "the context fixes aws:ViaAWSService as 'true', which no request over public addresses has",
    );
    expect(because({ [ip]: [], [vpce]: [] })).toContain(
      'the context leaves out aws:SourceIp, which every request over public addresses has',
    );
  });

  it('applies to its own problem only, even when a perimeter is shared', () => {
    const engine = createEngine();
    const ask = (context: Record<string, string>, document: PolicyJson) => {
      const [answer] = engine.decide({ ...shared, policies: set([document]), context });
      return [answer?.outside.status, answer?.inside.status];
    };
    const shared = problem(set([]));
    const [no, yes] = ['unreachable', 'reachable'];
    expect(ask({}, admin)).toEqual([yes, yes]);
    for (const [name, document] of [
      ['any', admin],
      ['another', policy(allow({ Action: presign }))],
    ] as const) {
      expect([name, ask({ [ip]: '198.51.100.7' }, document)]).toEqual([name, [no, yes]]);
      expect([name, ask({ [ip]: '203.0.113.7' }, document)]).toEqual([name, [yes, no]]);
      expect([name, ask({ [vpc]: 'vpc-2' }, document)]).toEqual([name, [yes, no]]);
      expect([name, ask({ [vpce]: 'vpce-1' }, document)]).toEqual([name, [no, yes]]);
      expect([name, ask({ [vpc]: 'vpc-1' }, document)]).toEqual([name, [no, yes]]);
    }
  });

  it.each<[string, string | readonly string[], string | readonly string[] | undefined]>([
    ['aws:SourceIp', ['203.0.113.7'], '203.0.113.7'],
    ['aws:SourceIp', [], undefined],
    ['aws:SourceIp', '', ''],
    ['sagemaker:X', ['a'], 'a'],
    ['sagemaker:X', ['a', 'b'], ['a', 'b']],
    ['AWS:TagKeys', 'a', ['a']],
    ['aws:TagKeys', ['a'], ['a']],
    ['aws:TagKeys', [], undefined],
    ['sagemaker:VpcSubnets', 'subnet-1', ['subnet-1']],
  ])('has the form that the key has in requests: %s %j', (key, written, value) => {
    expect(contextKeys({ [key]: written })(key.toLowerCase())).toEqual({ value });
  });

  it('may be an empty text, which is not an absent key', () => {
    const one = problem(set([policy(allow(when('Null', 'k', 'false')))]));
    expect(verdicts({ ...one, context: { k: '' } })).toBe('yes yes yes');
    expect(verdicts({ ...one, context: { k: [] } })).toBe('no no no');
    expect(contextKeys(undefined)('k')).toBeNull();
  });
});

describe('a request of each origin', () => {
  it('that a service forwards may come from any address, or have none', () => {
    const from = (Condition: PolicyJson) => verdicts(problem(set([policy(allow({ Condition }))])));
    expect(from({ IpAddress: { [ip]: '10.0.0.0/8' } })).toBe('no no yes');
    expect(from({ IpAddress: { [ip]: '192.0.2.0/24' } })).toBe('yes no yes');
    expect(from({ Null: { [ip]: 'true' } })).toBe('yes yes yes');
    expect(from({ Null: { [ip]: 'true', [vpce]: 'true' } })).toBe('no no yes');
    const { viaService } = decideOne(problem(set([policy(allow(when('Null', ip, 'false')))])));
    expect(viaService.status === 'reachable' && viaService.witness.context[ip]).toBe('203.0.113.9');
  });

  it('has the owner of an endpoint for services other than SageMaker', () => {
    const owned = set([policy(allow(when('StringEquals', 'aws:VpceOrgID', 'o-a1b2c3d4e5')))]);
    expect(verdicts(problem(owned))).toBe('no no no');
    expect(verdicts(problem(owned, { actions: ['s3:GetObject'], resources: ['*'] }))).toBe('yes yes no');
  });

  it.each([
    [
      'an Allow of one organization',
      policy(allow(when('StringEquals', 'aws:VpceOrgID', 'o-a1b2c3d4e5'))),
      'no no no',
      'yes yes no',
    ],
    [
      'a Deny of every other one',
      policy(allow(), deny(when('StringNotEqualsIfExists', 'aws:VpceOrgID', 'o-a1b2c3d4e5'))),
      'no no no',
      'yes yes no',
    ],
    [
      'a Deny of one account',
      policy(allow(), deny(when('StringEquals', 'aws:VpceAccount', '1'))),
      'yes yes yes',
      'yes yes yes',
    ],
    [
      'an Allow when the owner is absent',
      policy(allow(when('Null', 'aws:VpceOrgPaths', 'true'))),
      'yes yes yes',
      'yes yes yes',
    ],
  ])('has it for SageMaker when the perimeter says so: %s', (_, document, without, withOwner) => {
    const one = problem(set([document]));
    expect(verdicts(one)).toBe(without);
    const perimeter = { ...one.perimeter, endpointOwnerKeys: true };
    expect(verdicts({ ...one, perimeter })).toBe(withOwner);
    expect(verdicts({ ...one, perimeter: { ...perimeter, endpointOwnerKeys: false } })).toBe(without);
  });

  it('does not exist inside an empty perimeter', () => {
    const perimeter = { vpcs: [], vpcEndpoints: [], cidrs: [], endpointVpc: {} };
    const { inside } = decideOne(problem(set([admin]), { perimeter }));
    expect(inside.status === 'unreachable' && inside.proof.steps).toEqual([
      { kind: 'impossible', part: 'inside requests', because: 'the perimeter is empty' },
    ]);
  });
});

function boundaryOf(cidrs: readonly string[] = ['198.51.100.0/24']): Boundary {
  const read = readPerimeter({ vpcs: ['vpc-1'], vpcEndpoints: [], cidrs: [...cidrs], endpointVpc: {} });
  if (isRefused(read)) throw new Error(read.because);
  return read;
}

const nothing = () => null;

describe('cuts', () => {
  const cut = (boundary: Boundary, key: string) => cutKey(key, [], 'public', boundary, nothing, unmetered);

  it('have one mask for each condition, and one more for the inside of addresses', () => {
    const atoms = [atomOf('StringEquals', 'k', ['v'])];
    const masks = (key: string) =>
      cutKey(key, atoms, 'public', boundaryOf(), nothing, unmetered).masks.length;
    expect([masks('k'), masks('aws:sourceip')]).toEqual([1, 2]);
  });

  it('are made once for a perimeter', () => {
    const boundary = boundaryOf();
    const route = (known: boolean) =>
      cutRoute([], [], boundary, () => (known ? { value: 'vpce-1' } : null), unmetered);
    const first = cut(boundary, 'k0');
    expect(cut(boundary, 'k1')).not.toBe(first);
    expect(cut(boundary, 'k0')).toBe(first);
    expect(route(false)).toBe(route(false));
    expect(route(true)).not.toBe(route(true));
    expect(cut(boundaryOf(), 'k0')).not.toBe(first);
  });

  it('are kept apart by the conditions on endpoints and on VPCs', () => {
    const boundary = boundaryOf();
    const [one, other] = [atomOf('StringEquals', 'k', ['vpc-1']), atomOf('StringEquals', 'k', ['vpc-2'])];
    const masks = [
      [[one], []],
      [[], [one]],
      [[], [other]],
      [[one], [other]],
      [[one, other], []],
    ].map(([vpces = [], vpcs = []]) => cutRoute(vpces, vpcs, boundary, nothing, unmetered));
    expect(new Set(masks).size).toBe(5);
  });

  it('are forgotten when there are too many', () => {
    const boundary = boundaryOf();
    const first = cut(boundary, 'k0');
    for (let index = 1; index < 256; index += 1) cut(boundary, `k${index}`);
    expect(cut(boundary, 'k0')).toBe(first);
    cut(boundary, 'k256');
    expect(cut(boundary, 'k0')).not.toBe(first);
  });
});

describe('routes and addresses', () => {
  it('are not all known when one of the two has too many conditions', () => {
    const hard = Array.from({ length: 80 }, (_, index) =>
      atomOf('StringLike', 'k', [`*${String.fromCharCode(97 + (index % 26))}*${index}*`]),
    );
    const complete = (vpces: typeof hard, vpcs: typeof hard) =>
      routeDimension(boundaryOf(), nothing, vpces, vpcs, unmetered).complete;
    expect([complete(hard, []), complete([], hard)]).toEqual([false, false]);
  });

  it('are inside only if they are addresses', () => {
    const inside = (text: string) => isInsideAddress(boundaryOf(['0.0.0.0/0', '::/0']), text);
    expect(['198.51.100.1', '::', 'home', ''].map(inside)).toEqual([true, true, false, false]);
  });
});

describe('the keys that follow from a principal', () => {
  it.each<[string, string | null | undefined, string | null | undefined]>([
    ['aws:principalarn', role, user],
    ['aws:principalaccount', account, account],
    ['aws:principaltype', 'AssumedRole', 'User'],
    ['aws:username', undefined, 'eve'],
    ['aws:principalisawsservice', 'false', 'false'],
    ['aws:principalservicename', undefined, undefined],
    ['aws:principalservicenameslist', undefined, undefined],
    ['aws:principaltag/team', 'ml', 'ml'],
    ['aws:principaltag/other', undefined, undefined],
    ['aws:sourceip', null, null],
    ['principaltype', null, null],
    ['', null, null],
  ])('%s', (key, ofRole, ofUser) => {
    const tags = { Team: 'ml' };
    const valueOf = (arn: string) => {
      const found = principalKeys({ arn, tags })(key);
      return found === null ? null : found.value;
    };
    expect([valueOf(role), valueOf(user)]).toEqual([ofRole, ofUser]);
  });

  it('leaves its tags open when they are not known', () => {
    expect(principalKeys({ arn: role })('aws:principaltag/team')).toBeNull();
    expect(homeOf({ arn: role.replace('arn:aws:', 'arn:aws-cn:') })).toEqual({
      partition: 'aws-cn',
      account,
    });
  });
});

describe('a setting', () => {
  const library = createLibrary(usualBounds);

  it('cannot be read from a malformed perimeter', () => {
    const one = problem(set([admin]));
    expect(() => readSetting({ ...one, perimeter: { ...one.perimeter, cidrs: ['x'] } }, library)).toThrow(
      "perimeter.cidrs[0]: 'x'",
    );
  });

  it('ends in "unknown" at a bound only: any other error is a defect that must be seen', () => {
    const action = readAction(presign);
    if (action === null) throw new Error('an action expected');
    const within = () => {
      throw new TypeError('a defect');
    };
    const setting = { ...readSetting(problem(set([admin])), library), allowance: { within } };
    const resources = library.resources(notebookArns, action.key, setting.home);
    const asked = { action, resources, pattern: notebookArns };
    expect(() => solveZone(setting, asked, 'outside', makeQuery([], []))).toThrow('a defect');
  });
});

describe('why a Deny does not apply to a request', () => {
  const hard = '${aws:username}';

  it.each<[string, PolicyJson, string]>([
    [
      'another value',
      when('StringEquals', 'aws:RequestedRegion', 'eu-west-1'),
      'aws:RequestedRegion is us-east-1, which StringEquals does not match',
    ],
    ['an absent key', when('StringEquals', 'k', 'v'), 'k is absent, which StringEquals does not match'],
    [
      'a list',
      { Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'c' } } },
      'aws:TagKeys is [a, b], which ForAnyValue:StringEquals does not match',
    ],
    [
      'an address',
      when('IpAddress', ip, '198.51.100.0/24'),
      `${ip} is 203.0.113.9, which IpAddress does not match`,
    ],
    [
      'a direct call',
      when('Bool', 'aws:ViaAWSService', 'true'),
      'aws:ViaAWSService is false, which Bool does not match',
    ],
    [
      'a key that must be absent',
      when('Null', ip, 'true'),
      `${ip} is 203.0.113.9, which Null does not match`,
    ],
    [
      'a key of the principal',
      when('StringEquals', 'aws:PrincipalType', 'AssumedRole'),
      'aws:PrincipalType is User, which StringEquals does not match',
    ],
    [
      'a variable',
      when('StringEquals', 'aws:PrincipalAccount', hard),
      `aws:PrincipalAccount is ${account}, which StringEquals does not match`,
    ],
    [
      'a condition other than the one that cannot be read',
      { Condition: { ArnLike: { j: hard }, StringEquals: { k: 'v' } } },
      'k is absent, which StringEquals does not match',
    ],
    [
      'a condition other than one on an address that it does match',
      { Condition: { IpAddress: { [ip]: ['0.0.0.0/0', '::/0'] }, StringEquals: { k: 'v' } } },
      'k is absent, which StringEquals does not match',
    ],
    [
      'the resource',
      { Resource: `${notebookArns}y` },
      `Resource does not match ${notebookArns.replace('*', 'x')}`,
    ],
    [
      'the resource, named by an absent key',
      { Resource: notebookArns.replace('*', '${aws:PrincipalTag/none}') },
      `Resource does not match ${notebookArns.replace('*', 'x')}`,
    ],
    [
      'a resource that is excluded',
      { NotResource: notebookArns },
      `NotResource excludes ${notebookArns.replace('*', 'x')}`,
    ],
  ])('%s', (_, more, because) => {
    const listed = allow({ Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } } });
    const { outside } = decideOne(
      problem(set([policy(listed, deny(more))]), {
        principal: { arn: user, tags: {} },
        context: { 'aws:TagKeys': ['a', 'b'] },
      }),
    );
    if (outside.status !== 'reachable') throw new Error(outside.because);
    expect(outside.escaped.map((one) => one.because)).toEqual([because]);
  });
});
