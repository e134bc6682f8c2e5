import { describe, expect, it } from '@jest/globals';
import { createEngine, type Problem } from '../src';
import { admin, deny, policy, presign, problem, set, verdicts } from './build';

// One browser session uses two endpoints: the API's for the presigned URL, and the notebook's or Studio's for every
// request after it. IAM decides the presign action on both.
const api = 'vpce-0api';
const session = 'vpce-0notebook';
const endpointVpc = { [api]: 'vpc-1', [session]: 'vpc-1' };
const listed = { vpcs: [], vpcEndpoints: [api, session], cidrs: [], endpointVpc };
const byVpc = { ...listed, vpcs: ['vpc-1'], vpcEndpoints: [] };

function guard(operator: string, key: string, ids: string | readonly string[]) {
  return policy(
    deny({
      Action: presign,
      Condition: { Bool: { 'aws:ViaAWSService': ['true', 'false'] }, [operator]: { [key]: ids } },
    }),
  );
}

const before = set([admin]);
const after = (document: unknown, perimeter: Problem['perimeter']) =>
  problem(set([admin, document]), { perimeter });

describe('both endpoints of a session', () => {
  it.each([
    ['the ids of both', guard('StringNotEquals', 'aws:SourceVpce', [api, session]), listed],
    ['their VPC', guard('StringNotEquals', 'aws:SourceVpc', 'vpc-1'), byVpc],
    [
      'their VPC, written for absent keys too',
      guard('StringNotEqualsIfExists', 'aws:SourceVpc', 'vpc-1'),
      byVpc,
    ],
  ])('a guardrail that names %s closes the outside and locks nobody out', (_, document, perimeter) => {
    const one = after(document, perimeter);
    expect(verdicts(one)).toBe('no yes no');
    expect(createEngine().lockout(one, before).status).toBe('none');
    for (const vpce of [api, session])
      expect(verdicts({ ...one, context: { 'aws:SourceVpce': vpce } })).toBe('no yes no');
    expect(verdicts({ ...one, context: { 'aws:SourceVpce': 'vpce-0other', 'aws:SourceVpc': 'vpc-2' } })).toBe(
      'no no no',
    );
  });

  it.each([
    ['the API', api, session],
    ['the session', session, api],
  ])('a guardrail that names the endpoint of %s only cuts the session', (_, named, cut) => {
    const one = after(guard('StringNotEquals', 'aws:SourceVpce', named), listed);
    const lockout = createEngine().lockout(one, before);
    expect(lockout.status === 'some' && lockout.witness.context['aws:SourceVpce']).toBe(cut);
    expect(verdicts({ ...one, context: { 'aws:SourceVpce': cut } })).toBe('no no no');
  });
});
