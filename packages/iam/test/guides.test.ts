import { describe, expect, it } from '@jest/globals';
import type { Perimeter } from '../src';
import { account, admin, allow, deny, type PolicyJson, policy, problem, set, verdicts } from './build';
import { nonEmpty } from './non-empty';

const regional = (type: string) => `arn:aws:sagemaker:us-west-2:${account}:${type}`;
const notebookActions = [
  'sagemaker:CreatePresignedNotebookInstanceUrl',
  'sagemaker:DescribeNotebookInstance',
];
const studioActions = ['sagemaker:CreatePresignedDomainUrl', 'sagemaker:DescribeUserProfile'];
const perimeter: Perimeter = {
  vpcs: ['vpc-111bbaaa'],
  vpcEndpoints: ['vpce-111bbccc', 'vpce-111bbddd'],
  cidrs: [],
  endpointVpc: {},
};
const corporate = { ...perimeter, cidrs: ['192.0.2.0/24', '203.0.113.0/24'] };

function sample(Action: string[], Condition: PolicyJson): PolicyJson {
  return {
    Id: 'example-1',
    Version: '2012-10-17',
    Statement: [{ Sid: 'Enable Access', Effect: 'Allow', Action, Resource: '*', Condition }],
  };
}

/** The policies of AWS's guides, as `outside inside viaService`. */
const samples: readonly [string, PolicyJson, string[], string, Perimeter, string][] = [
  [
    'notebook, SourceVpc',
    sample(notebookActions, { StringEquals: { 'aws:SourceVpc': 'vpc-111bbaaa' } }),
    notebookActions,
    'notebook-instance/*',
    perimeter,
    'no yes no',
  ],
  [
    'notebook, ForAnyValue on the single-valued sourceVpce',
    sample(notebookActions, {
      'ForAnyValue:StringEquals': { 'aws:sourceVpce': ['vpce-111bbccc', 'vpce-111bbddd'] },
    }),
    notebookActions,
    'notebook-instance/*',
    perimeter,
    'no yes no',
  ],
  [
    'PrivateLink walk-through, sourceVpce',
    sample(notebookActions, { StringEquals: { 'aws:sourceVpce': ['vpce-111bbccc', 'vpce-111bbddd'] } }),
    notebookActions,
    'notebook-instance/*',
    perimeter,
    'no yes no',
  ],
  [
    'Studio 1, SourceVpc',
    sample(studioActions, { StringEquals: { 'aws:SourceVpc': 'vpc-111bbaaa' } }),
    studioActions,
    'user-profile/*',
    perimeter,
    'no yes no',
  ],
  [
    'Studio 2, ForAnyValue on sourceVpce',
    sample(studioActions, {
      'ForAnyValue:StringEquals': { 'aws:sourceVpce': ['vpce-111bbccc', 'vpce-111bbddd'] },
    }),
    studioActions,
    'user-profile/*',
    perimeter,
    'no yes no',
  ],
  [
    'Studio 3, SourceIp within the perimeter (an address of a forwarding service is not known)',
    sample(studioActions, { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '203.0.113.0/24'] } }),
    studioActions,
    'user-profile/*',
    corporate,
    'no yes yes',
  ],
  [
    'Studio 3, SourceIp outside the perimeter',
    sample(studioActions, { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '203.0.113.0/24'] } }),
    studioActions,
    'user-profile/*',
    perimeter,
    'yes no yes',
  ],
  [
    'Studio 4, VpcSourceIp and SourceVpc',
    sample(studioActions, {
      IpAddress: { 'aws:VpcSourceIp': ['192.0.2.0/24', '203.0.113.0/24'] },
      StringEquals: { 'aws:SourceVpc': 'vpc-111bbaaa' },
    }),
    studioActions,
    'user-profile/*',
    perimeter,
    'no yes no',
  ],
];

describe("the sample policies of AWS's guides", () => {
  it.each(samples)('%s', (_, document, actions, type, around, expected) => {
    for (const action of nonEmpty(actions)) {
      const one = problem(set([document]), {
        actions: [action],
        resources: [regional(type)],
        perimeter: around,
      });
      expect(verdicts(one)).toBe(expected);
    }
  });

  it('001: the walk-through lacks a brace, so it is not JSON and not decided', () => {
    const text =
      '{ "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": "*", "Resource": "*" ] }';
    expect(verdicts(problem(set([text])))).toBe('unknown unknown unknown');
  });

  it('004: a user may open one notebook instance, from anywhere', () => {
    const resource = regional('notebook-instance/myNotebookInstance');
    const document = policy(
      allow({ Action: 'sagemaker:CreatePresignedNotebookInstanceUrl', Resource: resource }),
    );
    expect(verdicts(problem(set([document]), { resources: [resource] }))).toBe('yes yes yes');
    expect(verdicts(problem(set([document]), { resources: [regional('notebook-instance/other')] }))).toBe(
      'no no no',
    );
  });
});

describe("AWS's data-perimeter sample", () => {
  const guard = (extra: PolicyJson) =>
    policy(
      deny({
        Condition: {
          Bool: { 'aws:ViaAWSService': 'false' },
          NotIpAddressIfExists: { 'aws:SourceIp': ['198.51.100.0/24'] },
          StringNotEqualsIfExists: {
            'aws:SourceVpc': ['vpc-1'],
            'aws:PrincipalTag/network-perimeter-exception': 'true',
            ...extra,
          },
          ArnNotLikeIfExists: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/aws-*'] },
        },
      }),
    );

  it('closes the outside and exempts forwarded calls', () => {
    expect(verdicts(problem(set([admin, guard({})])))).toBe('no yes yes');
  });

  it('does not apply to an infrastructure role or a principal with the exception tag', () => {
    const tagged = {
      arn: `arn:aws:iam::${account}:role/ds`,
      tags: { 'network-perimeter-exception': 'true' },
    };
    expect(verdicts(problem(set([admin, guard({})]), { principal: tagged }))).toBe('yes yes yes');
    const infrastructure = { arn: `arn:aws:iam::${account}:role/aws-thing`, tags: {} };
    expect(verdicts(problem(set([admin, guard({})]), { principal: infrastructure }))).toBe('yes yes yes');
  });

  it('takes unknown tags for any tags', () => {
    const unknown = { arn: `arn:aws:iam::${account}:role/ds` };
    expect(verdicts(problem(set([admin, guard({})]), { principal: unknown }))).toBe('yes yes yes');
  });
});
