import { describe, expect, it } from '@jest/globals';
import { admin, problem, set } from '../test/build';
import { contradictionIn, emptiedZones } from './emptied';
import type { Perimeter, Problem } from './types';

const closed: Perimeter = { vpcs: [], vpcEndpoints: [], cidrs: [], endpointVpc: {} };
const byId: Perimeter = { ...closed, vpcEndpoints: ['vpce-1', 'vpce-2'], endpointVpc: { 'vpce-1': 'vpc-1' } };

function given(context: Problem['context'], perimeter?: Perimeter): Problem {
  const more = {
    ...(context === undefined ? {} : { context }),
    ...(perimeter === undefined ? {} : { perimeter }),
  };
  return problem(set([admin]), more);
}

describe('the zones that a context leaves without requests', () => {
  it.each<[string, Problem['context'], Perimeter | undefined, readonly string[]]>([
    ['none without a context', undefined, undefined, []],
    ['none of a key that every origin has', { 'aws:SecureTransport': 'true' }, undefined, []],
    ['a VPC of the perimeter', { 'aws:SourceVpc': 'vpc-1' }, undefined, ['outside', 'viaService']],
    ['a VPC that only has one of its endpoints', { 'aws:SourceVpc': 'vpc-1' }, byId, ['viaService']],
    ['a VPC where an endpoint of the perimeter may be', { 'aws:SourceVpc': 'vpc-9' }, byId, ['viaService']],
    [
      'an endpoint that may be in a VPC of the perimeter',
      { 'aws:SourceVpce': 'vpce-9' },
      undefined,
      ['viaService'],
    ],
    ['an endpoint of the perimeter', { 'aws:SourceVpce': 'vpce-2' }, byId, ['outside', 'viaService']],
    ['an address outside', { 'aws:SourceIp': '203.0.113.7' }, undefined, ['inside']],
    ['an address inside', { 'aws:SourceIp': '198.51.100.7' }, undefined, ['outside']],
    ['no address', { 'aws:SourceIp': [] }, undefined, []],
    ['a forwarded call', { 'aws:ViaAWSService': 'true' }, undefined, ['outside', 'inside']],
    ['the owner of an endpoint', { 'aws:VpceOrgID': 'o-a1b2c3d4e5' }, undefined, ['viaService']],
    ['not the inside of an empty perimeter', { 'aws:ViaAWSService': 'true' }, closed, ['outside']],
    [
      'everything',
      { 'aws:SourceIp': '203.0.113.7', 'aws:SourceVpc': 'vpc-1' },
      undefined,
      ['outside', 'inside', 'viaService'],
    ],
  ])('%s', (_, context, perimeter, expected) => {
    expect([...emptiedZones(given(context, perimeter), 'sagemaker').keys()]).toEqual(expected);
    expect([...emptiedZones(given(context, perimeter), 's3').keys()]).toEqual(expected);
  });

  it('come with each reason once', () => {
    const reasons = emptiedZones(given({ 'aws:CalledVia': ['a.amazonaws.com'] }), 'sagemaker');
    expect(reasons.get('outside')).toBe(
      'the context fixes aws:CalledVia, which no request over public addresses has; ' +
        'the context fixes aws:CalledVia, which no request through a VPC endpoint has',
    );
    const route = emptiedZones(given({ 'aws:SourceVpc': 'vpc-1', 'aws:SourceVpce': 'vpce-1' }), 'sagemaker');
    expect(route.get('outside')).toContain(
      "the context fixes aws:SourceVpce as 'vpce-1' and aws:SourceVpc as 'vpc-1', which no request from outside has",
    );
  });
});

describe('a context that no request has', () => {
  it.each<[string, Problem['context'], boolean]>([
    ['is not an absent one', undefined, false],
    ['is not one of a single origin', { 'aws:SourceVpc': 'vpc-1' }, false],
    ['has keys of two origins', { 'aws:SourceVpc': 'vpc-1', 'aws:SourceIp': '203.0.113.7' }, true],
    ['has an endpoint in another VPC', { 'aws:SourceVpce': 'vpce-1', 'aws:SourceVpc': 'vpc-2' }, true],
    ['has half of a route', { 'aws:SourceVpce': 'vpce-1', 'aws:SourceVpc': [] }, true],
  ])('%s', (_, context, expected) => {
    expect(contradictionIn(given(context)) !== null).toBe(expected);
  });

  it('needs a perimeter that can be read', () => {
    const broken = given({}, { ...closed, cidrs: ['x'] });
    expect(() => contradictionIn(broken)).toThrow("perimeter.cidrs[0]: 'x'");
  });
});
