import { describe, expect, it } from '@jest/globals';
import { explain, type Problem, splitArn, type Zone } from '.';
import {
  account,
  admin,
  allow,
  decideOne,
  deny,
  level,
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
const guard = policy(
  deny({
    Action: presign,
    Condition: { Bool: { 'aws:ViaAWSService': 'false' }, StringNotEquals: { [vpc]: 'vpc-1' } },
  }),
);

function witness(zone: Zone): Record<string, unknown> {
  if (zone.status !== 'reachable') throw new Error(`reachable expected, not ${zone.status}: ${zone.because}`);
  return { resource: splitArn(zone.witness.resource)?.resource, ...zone.witness.context };
}

describe('witnesses', () => {
  it('names an address, an endpoint with its VPC, and a forwarded call', () => {
    const { outside, inside, viaService } = decideOne(problem(set([admin])));
    expect(witness(outside)).toEqual({ resource: 'notebook-instance/x', 'aws:SourceIp': '203.0.113.9' });
    expect(witness(inside)).toEqual({
      resource: 'notebook-instance/x',
      [vpce]: 'vpce-1',
      [vpc]: 'vpc-1',
      'aws:VpcSourceIp': '10.0.0.10',
    });
    expect(witness(viaService)).toEqual({ resource: 'notebook-instance/x', 'aws:ViaAWSService': 'true' });
  });

  it.each([
    [
      'another endpoint',
      when('Null', vpce, 'false'),
      { [vpce]: 'vpce-0f1e2d3c4b5a69788', [vpc]: 'vpc-0a1b2c3d4e5f60718', 'aws:VpcSourceIp': '10.0.0.10' },
    ],
    ['an IPv6 address', when('NotIpAddress', ip, '0.0.0.0/0'), { [ip]: '2001:db8::9' }],
    ['the address asked for', when('IpAddress', ip, '192.0.2.5'), { [ip]: '192.0.2.5' }],
    [
      'the end of a block',
      {
        Condition: {
          IpAddress: { [ip]: '192.0.2.0/24' },
          NotIpAddress: {
            [ip]: [
              '192.0.2.0/25',
              '192.0.2.128/26',
              '192.0.2.192/27',
              '192.0.2.224/28',
              '192.0.2.240/29',
              '192.0.2.248/30',
              '192.0.2.252/31',
              '192.0.2.254',
            ],
          },
        },
      },
      { [ip]: '192.0.2.255' },
    ],
    [
      'a number',
      { Condition: { NumericGreaterThan: { k: '3' }, NumericLessThan: { k: '4' } } },
      { k: '3.5' },
    ],
    [
      'a whole number',
      { Condition: { NumericGreaterThan: { k: '3' }, NumericLessThan: { k: '9' } } },
      { k: '4' },
    ],
    ['a number below', when('NumericLessThan', 'k', '3'), { k: '2' }],
    ['a number above', when('NumericGreaterThan', 'k', '3'), { k: '4' }],
    [
      'a time',
      {
        Condition: {
          DateGreaterThan: { 'aws:CurrentTime': '2026-01-01' },
          DateLessThan: { 'aws:CurrentTime': '2026-01-03' },
        },
      },
      { 'aws:CurrentTime': '2026-01-02T00:00:00Z' },
    ],
    [
      'a time before',
      when('DateLessThan', 'aws:CurrentTime', '2026-01-02'),
      { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
    ],
    [
      'a list',
      {
        Condition: {
          'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' },
          'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] },
        },
      },
      { 'aws:TagKeys': ['a'] },
    ],
    [
      'a list of two',
      {
        Condition: {
          'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' },
          'ForAnyValue:StringLike': { 'aws:TagKeys': 'b*' },
        },
      },
      { 'aws:TagKeys': ['a', 'b'] },
    ],
    [
      'another spelling',
      { Condition: { StringEqualsIgnoreCase: { k: 'ab' }, StringNotEquals: { k: ['ab', 'Ab', 'aB'] } } },
      { k: 'AB' },
    ],
    [
      'an empty tag',
      { Condition: { Null: { 'aws:RequestTag/t': 'false' }, StringNotLike: { 'aws:RequestTag/t': '?*' } } },
      { 'aws:RequestTag/t': '' },
    ],
    [
      'the value of a variable',
      when('StringEquals', 'k', '${aws:PrincipalTag/team}'),
      { k: 'ml', 'aws:principaltag/team': 'ml' },
    ],
    ['a key left out', when('StringNotEquals', 'k', 'v'), {}],
    [
      'fixed keys that matter',
      when('StringEquals', 'aws:PrincipalTag/team', 'ml'),
      { 'aws:PrincipalTag/team': 'ml' },
    ],
    ['AWS spelling of a key', when('Bool', 'AWS:securetransport', 'true'), { 'aws:SecureTransport': 'true' }],
  ])('%s', (_, more, expected) => {
    const found = witness(decideOne(problem(set([policy(allow(more))]))).outside);
    expect(found).toEqual({
      resource: 'notebook-instance/x',
      ...(ip in expected || vpce in expected ? {} : { [ip]: '203.0.113.9' }),
      ...expected,
    });
  });

  it('does not mention an Allow that is not needed', () => {
    const two = policy(
      allow(when('StringEquals', 'aws:RequestedRegion', 'eu-west-1')),
      allow(when('StringEquals', 'aws:PrincipalTag/team', 'ml')),
    );
    const { outside } = decideOne(problem(set([two])));
    expect(witness(outside)).toEqual({
      resource: 'notebook-instance/x',
      [ip]: '203.0.113.9',
      'aws:PrincipalTag/team': 'ml',
      'aws:RequestedRegion': 'us-east-1',
    });
    expect(outside.because).toContain('is allowed by statement 2 of inline policy p0');
  });

  it('replaces the variables in the resource of the witness', () => {
    const one = problem(
      set([policy(allow({ Resource: notebookArns.replace('*', '${aws:PrincipalTag/team}-x') }))]),
    );
    expect(witness(decideOne(one).outside)).toEqual({
      resource: 'notebook-instance/ml-x',
      [ip]: '203.0.113.9',
      'aws:principaltag/team': 'ml',
    });
  });

  it('names a resource that the statement names', () => {
    const one = problem(set([policy(allow({ Resource: notebookArns.replace('*', 'team-*') }))]));
    expect(witness(decideOne(one).outside)['resource']).toBe('notebook-instance/team-x');
    const other = problem(set([policy(allow({ Resource: 'arn:aws:sagemaker:*:*:notebook-instance/a?c' }))]), {
      resources: ['*'],
    });
    const { outside } = decideOne(other);
    expect(outside.status === 'reachable' && outside.witness.resource).toBe(
      `arn:aws:sagemaker:us-east-1:${account}:notebook-instance/axc`,
    );
  });
});

describe('reasons', () => {
  it('names the statements of every layer that allow', () => {
    const scps = [level(admin), level(policy(deny({ Action: 's3:*' }), allow({ Sid: 'Here' })))];
    const { outside } = decideOne(
      problem(set([policy(), admin], { scps, boundary: { label: 'the boundary b', document: admin } })),
    );
    expect(outside.status === 'reachable' && outside.allowedBy).toEqual([
      { path: 'identity[1].Statement[0]', label: 'inline policy p1' },
      { path: 'boundary.Statement[0]', label: 'the boundary b' },
      { path: 'scps[0][0].Statement[0]', label: 'scp 0' },
      { path: 'scps[1][0].Statement[1]', label: 'scp 0', sid: 'Here' },
    ]);
  });

  it('names each Deny that the witness escapes, and how', () => {
    const denies = [
      deny(when('StringEquals', vpc, 'vpc-9')),
      deny({ Resource: notebookArns.replace('*', 'prod') }),
      deny({ NotResource: notebookArns }),
      deny(when('StringEquals', 'aws:TagKeys', 'x')),
    ];
    const { outside } = decideOne(problem(set([admin, policy(...denies)])));
    expect(outside.status === 'reachable' && outside.escaped.map(({ because }) => because)).toEqual([
      'aws:SourceVpc is absent, which StringEquals does not match',
      `Resource does not match ${notebookArns.replace('*', 'x')}`,
      `NotResource excludes ${notebookArns.replace('*', 'x')}`,
      'aws:TagKeys is absent, which StringEquals does not match',
    ]);
  });

  it('proves with Denies and with what no statement allows', () => {
    const { outside, viaService } = decideOne(
      problem(set([policy(allow(when('Null', vpc, 'false'))), guard])),
    );
    expect(outside.status === 'unreachable' && outside.proof.steps).toEqual([
      { kind: 'not-allowed', part: 'requests from the public internet', layer: 'the identity policies' },
      {
        kind: 'denied',
        part: 'requests through other VPC endpoints',
        by: { path: 'identity[1].Statement[0]', label: 'inline policy p1' },
      },
    ]);
    expect(viaService.because).toBe(
      'No such request is allowed: requests that an AWS service forwards: not allowed by the identity policies.',
    );
  });

  it('says which part a Deny covers', () => {
    const two = policy(deny(when('IpAddress', ip, '0.0.0.0/0')), deny(when('NotIpAddress', ip, '0.0.0.0/0')));
    const { outside } = decideOne(problem(set([admin, two])));
    expect(outside.because).toContain('statement 1 of inline policy p1');
    expect(outside.because).toContain('aws:SourceIp such as 2001:db8::9');
    expect(outside.because).toContain('statement 2 of inline policy p1');
  });

  const byP1 = 'denied by statement 1 of inline policy p1';
  const narrow = policy(allow(when('StringEquals', 'aws:PrincipalTag/team', 'ops')));
  const no = 'No such request is allowed: ';

  it.each<[string, ReturnType<typeof set>, Partial<Problem>, readonly [string, string, string]]>([
    [
      'a Deny of everything',
      set([admin, policy(deny())]),
      {},
      [
        `${no}requests from the public internet: ${byP1}; requests through other VPC endpoints: ${byP1}.`,
        `${no}requests through the VPC endpoints of the perimeter: ${byP1}; requests from the corporate addresses: ${byP1}.`,
        `${no}requests that an AWS service forwards: ${byP1}.`,
      ],
    ],
    [
      'nothing allowed',
      set([]),
      {},
      [
        `${no}every request: not allowed by the identity policies.`,
        `${no}every request: not allowed by the identity policies.`,
        `${no}every request: not allowed by the identity policies.`,
      ],
    ],
    [
      'nothing allowed by an SCP',
      set([admin], { scps: [level(admin), level(guard)] }),
      {},
      [
        `${no}every request: not allowed by the service control policies of level 1.`,
        `${no}every request: not allowed by the service control policies of level 1.`,
        `${no}every request: not allowed by the service control policies of level 1.`,
      ],
    ],
    [
      'nothing allowed by a boundary to this principal',
      set([admin], { boundary: { label: 'b', document: narrow } }),
      {},
      [
        `${no}requests from the public internet: not allowed by the permissions boundary; requests through other VPC endpoints: not allowed by the permissions boundary.`,
        `${no}requests through the VPC endpoints of the perimeter: not allowed by the permissions boundary; requests from the corporate addresses: not allowed by the permissions boundary.`,
        `${no}requests that an AWS service forwards: not allowed by the permissions boundary.`,
      ],
    ],
    [
      'a Deny of everything that this principal does, in addition to others',
      set([
        admin,
        policy(
          deny(when('Null', 'aws:CurrentTime', 'false')),
          deny(when('StringEquals', 'aws:PrincipalTag/team', 'ml')),
        ),
      ]),
      { perimeter: { vpcs: ['vpc-1'], vpcEndpoints: [], cidrs: [], endpointVpc: {} } },
      [
        `${no}requests from the public internet: denied by statement 2 of inline policy p1; requests through other VPC endpoints: denied by statement 2 of inline policy p1.`,
        `${no}requests through the VPC endpoints of the perimeter: denied by statement 2 of inline policy p1.`,
        `${no}requests that an AWS service forwards: denied by statement 2 of inline policy p1.`,
      ],
    ],
    [
      'a boundary that allows this principal nothing, whatever else is not understood',
      set([admin, policy(deny(when('StringEqualz', 'k', 'v')))], {
        boundary: { label: 'b', document: narrow },
      }),
      { perimeter: { vpcs: ['vpc-1'], vpcEndpoints: [], cidrs: [], endpointVpc: {} } },
      [
        `${no}requests from the public internet: not allowed by the permissions boundary; requests through other VPC endpoints: not allowed by the permissions boundary.`,
        `${no}requests through the VPC endpoints of the perimeter: not allowed by the permissions boundary.`,
        `${no}requests that an AWS service forwards: not allowed by the permissions boundary.`,
      ],
    ],
    [
      'a Deny of everything that this principal does, whatever else is not understood',
      set(['{', policy(deny(when('StringEquals', 'aws:PrincipalTag/team', 'ml')))]),
      { perimeter: { vpcs: ['vpc-1'], vpcEndpoints: [], cidrs: [], endpointVpc: {} } },
      [
        `${no}requests from the public internet: ${byP1}; requests through other VPC endpoints: ${byP1}.`,
        `${no}requests through the VPC endpoints of the perimeter: ${byP1}.`,
        `${no}requests that an AWS service forwards: ${byP1}.`,
      ],
    ],
    [
      'requests that do not exist',
      set([admin]),
      { context: { [ip]: '198.51.100.7' } },
      [
        `${no}requests from the public internet: no such request exists; every request: the context fixes aws:SourceIp, which no request through a VPC endpoint has.`,
        'A request from the corporate address 198.51.100.7 (no aws:SourceVpce) for notebook-instance/x is allowed by statement 1 of inline policy p0.',
        'A request that an AWS service makes with the credentials for notebook-instance/x is allowed by statement 1 of inline policy p0.',
      ],
    ],
    [
      'a part of a part',
      set([
        admin,
        policy(
          deny({ Condition: { StringEquals: { a: '1', b: '1' } } }),
          deny(when('StringNotEquals', 'b', '1')),
          deny(when('StringNotEquals', 'a', '1')),
        ),
      ]),
      { perimeter: { vpcs: [], vpcEndpoints: [], cidrs: [], endpointVpc: {} } },
      [
        `${no}${['requests from the public internet', 'requests through other VPC endpoints']
          .map(
            (from) =>
              `${from}: denied by statement 2 of inline policy p1; ` +
              `${from}, b such as 1: denied by statement 3 of inline policy p1; ` +
              `${from}, a such as 1, b such as 1: ${byP1}`,
          )
          .join('; ')}.`,
        `${no}inside requests: the perimeter is empty.`,
        `${no}requests that an AWS service forwards: denied by statement 2 of inline policy p1; ` +
          'requests that an AWS service forwards, b such as 1: denied by statement 3 of inline policy p1; ' +
          `requests that an AWS service forwards, a such as 1, b such as 1: ${byP1}.`,
      ],
    ],
    [
      'resources of which two layers allow different ones',
      set([policy(allow({ Resource: notebookArns.replace('*', 'a*') }))], {
        scps: [level(policy(allow({ Resource: notebookArns.replace('*', 'b*') })))],
      }),
      {
        perimeter: { vpcs: [], vpcEndpoints: [], cidrs: [], endpointVpc: {} },
        context: { [ip]: '203.0.113.7' },
      },
      [
        `${no}requests from the public internet, resource such as ${notebookArns.replace('*', 'ax')}: not allowed by the service control policies of level 0; ` +
          'requests from the public internet: not allowed by the identity policies; every request: the context fixes aws:SourceIp, which no request through a VPC endpoint has.',
        `${no}inside requests: the perimeter is empty.`,
        `${no}requests that an AWS service forwards, resource such as ${notebookArns.replace('*', 'ax')}: not allowed by the service control policies of level 0; ` +
          'requests that an AWS service forwards: not allowed by the identity policies.',
      ],
    ],
  ])('names the parts: %s', (_, policies, more, expected) => {
    const { outside, inside, viaService } = decideOne(problem(policies, more));
    expect([outside, inside, viaService].map(({ because }) => because)).toEqual(expected);
  });

  it('gives the kind of each step', () => {
    const { outside } = decideOne(problem(set([admin]), { context: { [ip]: '198.51.100.7' } }));
    expect(outside.status === 'unreachable' && outside.proof.steps.map(({ kind }) => kind)).toEqual([
      'impossible',
      'impossible',
    ]);
    const none = decideOne(problem(set([])));
    expect(none.outside.status === 'unreachable' && none.outside.proof.steps).toEqual([
      { kind: 'not-allowed', part: 'every request', layer: 'the identity policies' },
    ]);
  });

  it('explains in several lines', () => {
    const text = explain(decideOne(problem(set([admin, guard]))));
    expect(text.split('\n')).toEqual([
      `${presign} on ${notebookArns}`,
      '  outside: unreachable',
      '    requests from the public internet: denied by statement 1 of inline policy p1',
      '    requests through other VPC endpoints: denied by statement 1 of inline policy p1',
      '  inside: reachable',
      '    A request through VPC endpoint vpce-1 of vpc-1 for notebook-instance/x is allowed by statement 1 of inline policy p0.',
      '    statement 1 of inline policy p1 does not deny it because aws:SourceVpc is vpc-1, which StringNotEquals does not match.',
      `    with resource = ${notebookArns.replace('*', 'x')}`,
      '      aws:SourceVpce = vpce-1',
      '      aws:SourceVpc = vpc-1',
      '      aws:VpcSourceIp = 10.0.0.10',
      '      aws:ViaAWSService = false',
      '  forwarded by an AWS service: reachable',
      '    A request that an AWS service makes with the credentials for notebook-instance/x is allowed by statement 1 of inline policy p0.',
      '    statement 1 of inline policy p1 does not deny it because aws:ViaAWSService is true, which Bool does not match.',
      `    with resource = ${notebookArns.replace('*', 'x')}`,
      '      aws:ViaAWSService = true',
    ]);
  });

  it('explains what is unknown, impossible, and a whole document', () => {
    const text = explain(
      decideOne(
        problem(set(['{']), { perimeter: { vpcs: [], vpcEndpoints: [], cidrs: [], endpointVpc: {} } }),
      ),
    );
    expect(text).toContain('  outside: unknown\n    not decided: inline policy p0: the document is not JSON');
    expect(text).toContain('  inside: unreachable\n    inside requests: the perimeter is empty');
    const lists = explain(
      decideOne(problem(set([policy(allow(when('ForAnyValue:StringEquals', 'aws:TagKeys', 'a')))]))),
    );
    expect(lists).toContain('      aws:TagKeys = a');
  });
});

describe('the perimeter', () => {
  const around = (more: Partial<Problem['perimeter']>) => ({
    perimeter: { vpcs: [], vpcEndpoints: [], cidrs: [], endpointVpc: {}, ...more },
  });
  const byVpce = set([policy(allow(when('StringEquals', vpce, 'vpce-7')))]);
  const byVpc = set([policy(allow(when('StringEquals', vpc, 'vpc-7')))]);
  const byIp = set([policy(allow(when('IpAddress', ip, '192.0.2.0/24')))]);

  it.each([
    ['an empty one: everything is outside', byVpce, {}, 'yes no no'],
    ['the VPC listed', byVpc, { vpcs: ['vpc-7'] }, 'no yes no'],
    ['the endpoint listed', byVpce, { vpcEndpoints: ['vpce-7'] }, 'no yes no'],
    [
      'an endpoint not listed may be in a VPC listed, but need not be',
      byVpce,
      { vpcs: ['vpc-7'] },
      'yes yes no',
    ],
    [
      'its VPC is known and listed',
      byVpce,
      { vpcs: ['vpc-7'], endpointVpc: { 'vpce-7': 'vpc-7' } },
      'no yes no',
    ],
    [
      'its VPC is known and not listed',
      byVpce,
      { vpcs: ['vpc-7'], endpointVpc: { 'vpce-7': 'vpc-8' } },
      'yes no no',
    ],
    ['an endpoint listed may be in any VPC', byVpc, { vpcEndpoints: ['vpce-7'] }, 'yes yes no'],
    [
      'an endpoint listed is in a known VPC',
      byVpc,
      { vpcEndpoints: ['vpce-7'], endpointVpc: { 'vpce-7': 'vpc-8' } },
      'yes no no',
    ],
    ['the addresses listed', byIp, { cidrs: ['192.0.2.0/24'] }, 'no yes yes'],
    ['half of the addresses listed', byIp, { cidrs: ['192.0.2.0/25'] }, 'yes yes yes'],
    ['two halves of the addresses listed', byIp, { cidrs: ['192.0.2.128/25', '192.0.2.0/25'] }, 'no yes yes'],
    ['other addresses listed', byIp, { cidrs: ['198.51.100.0/24'] }, 'yes no yes'],
    [
      'a private range listed counts as the company says',
      set([policy(allow(when('IpAddress', ip, '10.0.0.0/8')))]),
      { cidrs: ['10.0.0.0/8'] },
      'no yes yes',
    ],
  ])('%s', (_, policies, more, expected) => {
    expect(verdicts(problem(policies, around(more)))).toBe(expected);
  });
});

describe('context', () => {
  const mfa = set([policy(allow(when('Bool', 'aws:MultiFactorAuthPresent', 'true')))]);

  it.each<[string, ReturnType<typeof set>, NonNullable<Problem['context']>, string]>([
    [
      'a key fixed so that the condition is true',
      mfa,
      { 'AWS:multifactorauthpresent': 'true' },
      'yes yes yes',
    ],
    ['a key fixed so that it is false', mfa, { 'aws:MultiFactorAuthPresent': 'false' }, 'no no no'],
    ['a key fixed to be absent', mfa, { 'aws:MultiFactorAuthPresent': [] }, 'no no no'],
    [
      'a list',
      set([policy(allow(when('ForAllValues:StringEquals', 'aws:TagKeys', 'a')))]),
      { 'aws:TagKeys': ['a', 'b'] },
      'no no no',
    ],
    ['the address of a public request', set([admin]), { [ip]: '203.0.113.7' }, 'yes no yes'],
    ['a corporate address', set([admin]), { [ip]: '198.51.100.7' }, 'no yes yes'],
    [
      'a corporate address, whatever is not understood',
      set(['{']),
      { [ip]: '198.51.100.7' },
      'no unknown unknown',
    ],
    ['no address', set([admin]), { [ip]: [] }, 'yes yes yes'],
    ['a VPC of the perimeter', set([admin]), { [vpc]: 'vpc-1' }, 'no yes no'],
    ['another VPC', set([admin]), { [vpc]: 'vpc-2' }, 'yes no no'],
    ['an endpoint of the perimeter', set([admin]), { [vpce]: 'vpce-1' }, 'no yes no'],
    [
      'an endpoint in another VPC than its own',
      set([admin]),
      { [vpce]: 'vpce-1', [vpc]: 'vpc-2' },
      'no no no',
    ],
    ['another endpoint', set([admin]), { [vpce]: 'vpce-2' }, 'yes yes no'],
    ['no VPC', set([admin]), { [vpc]: [] }, 'yes yes yes'],
    ['direct calls only', set([admin]), { 'aws:ViaAWSService': 'FALSE' }, 'yes yes no'],
    ['forwarded calls only', set([admin]), { 'aws:ViaAWSService': 'true' }, 'no no yes'],
    ['called via a service', set([admin]), { 'aws:CalledVia': ['athena.amazonaws.com'] }, 'no no yes'],
    [
      'an attribute of the principal',
      set([policy(allow(when('StringEquals', 'aws:PrincipalTag/team', 'ops')))]),
      { 'aws:PrincipalTag/team': 'ops' },
      'yes yes yes',
    ],
  ])('%s', (_, policies, context, expected) => {
    expect(verdicts(problem(policies, { context }))).toBe(expected);
  });
});

describe('who the principal is', () => {
  const role = `arn:aws:iam::${account}:role/path/ds`;
  const user = `arn:aws-cn:iam::${account}:user/division/eve`;

  it.each<[string, string, unknown, string, string]>([
    [role, 'aws:PrincipalArn', role, 'StringEquals', 'yes'],
    [role, 'aws:PrincipalArn', `arn:aws:iam::*:role/*`, 'ArnLike', 'yes'],
    [role, 'aws:PrincipalArn', `arn:aws:iam::*:user/*`, 'ArnLike', 'no'],
    [role, 'aws:PrincipalAccount', account, 'StringEquals', 'yes'],
    [role, 'aws:PrincipalType', 'AssumedRole', 'StringEquals', 'yes'],
    [role, 'aws:username', '*', 'StringLike', 'no'],
    [role, 'aws:PrincipalIsAWSService', 'false', 'Bool', 'yes'],
    [role, 'aws:PrincipalServiceName', '*', 'StringLike', 'no'],
    [role, 'aws:PrincipalServiceNamesList', '*', 'ForAnyValue:StringLike', 'no'],
    [role, 'aws:PrincipalTag/TEAM', 'ml', 'StringEquals', 'yes'],
    [role, 'aws:PrincipalTag/other', 'true', 'Null', 'yes'],
    [role, 'aws:PrincipalTag/other', '*', 'StringLike', 'no'],
    [role, 'aws:PrincipalOrgID', 'o-a1b2c3d4e5', 'StringEquals', 'yes'],
    [role, 'aws:userid', 'true', 'Null', 'no'],
    [user, 'aws:username', 'eve', 'StringEquals', 'yes'],
    [user, 'aws:PrincipalType', 'User', 'StringEquals', 'yes'],
    [user, 'aws:PrincipalTag/team', '${aws:PrincipalTag/Team}', 'StringEquals', 'yes'],
    [user, 'aws:PrincipalArn', 'arn:aws-cn:iam::*:user/*/${aws:username}', 'StringLike', 'yes'],
  ])('%s: %s %s by %s: %s', (arn, key, value, operator, expected) => {
    const partition = splitArn(arn)?.partition ?? '';
    const one = problem(set([policy(allow(when(operator, key, value)))]), {
      principal: { arn, tags: { team: 'ml' } },
      resources: [`arn:${partition}:sagemaker:*:${account}:notebook-instance/*`],
    });
    expect(verdicts(one).split(' ')[0]).toBe(expected);
  });

  it('takes unknown tags for any tags', () => {
    const tagged = (operator: string) =>
      verdicts(
        problem(set([policy(allow(when(operator, 'aws:PrincipalTag/team', 'x')))]), {
          principal: { arn: role },
        }),
      );
    expect([tagged('StringEquals'), tagged('StringNotEquals')]).toEqual(['yes yes yes', 'yes yes yes']);
  });

  it.each([
    'arn:aws:iam::111122223333:root',
    'arn:aws:sts::111122223333:assumed-role/ds/s',
    'arn:aws:iam::1:role/x',
    'arn:aws:iam::111122223333:role/',
    'x arn:aws:iam::111122223333:role/x',
    'arn:aws:iam::111122223333:role/x/',
    '',
  ])('does not decide for %j', (arn) => {
    expect(verdicts(problem(set([admin]), { principal: { arn } }))).toBe('unknown unknown unknown');
  });
});
