import { describe, expect, it } from '@jest/globals';
import { account, allow, decideOne, deny, presign, verdicts, type PolicyJson } from './build';
import { yes, no, arn, asked, only, witness } from './facts';

describe('ids of VPCs and endpoints', () => {
  const outside = (statements: readonly PolicyJson[]) => decideOne(asked(statements)).outside;
  it.each<[string, string, string, string, RegExp | null]>([
    ['a literal with a wildcard', 'StringEquals', 'aws:SourceVpc', 'vpc-*', null],
    ['any VPC', 'StringLike', 'aws:SourceVpc', 'vpc-*', /^vpc-[0-9a-f]{17}$/],
    ['some VPCs', 'StringLike', 'aws:SourceVpc', 'vpc-0a*', /^vpc-0a[0-9a-f]{15}$/],
    ['an end', 'StringLike', 'aws:SourceVpc', '*ff', /^vpc-(?:[0-9a-f]{9})?[0-9a-f]{6}ff$/],
    ['old ids', 'StringLike', 'aws:SourceVpc', 'vpc-????????', /^vpc-[0-9a-f]{8}$/],
    ['a length that no id has', 'StringLike', 'aws:SourceVpc', 'vpc-?????????', null],
    ['a VPC of a letter that no id has', 'StringLike', 'aws:SourceVpc', 'vpc-*z*', null],
    ['a VPC that a policy names', 'StringEquals', 'aws:SourceVpc', 'vpc-9', /^vpc-9$/],
    ['another letter case', 'StringEquals', 'aws:SourceVpc', 'VPC-9', null],
    ['something else', 'StringEquals', 'aws:SourceVpc', 'home', null],
    ['not a VPC', 'StringNotLike', 'aws:SourceVpc', 'vpc-*', /^undefined$/],
    ['any endpoint', 'StringLike', 'aws:SourceVpce', 'vpce-*', /^vpce-[0-9a-f]{17}$/],
    ['a literal endpoint with a wildcard', 'StringEquals', 'aws:SourceVpce', 'vpce-*', null],
  ])('%s', (_, operator, key, value, expected) => {
    const found = outside(only(operator, key, value));
    expect(found.status).toBe(expected === null ? 'unreachable' : 'reachable');
    const shown = found.status === 'reachable' ? String(found.witness.context[key]) : '';
    expect(shown).toMatch(expected ?? /^$/);
  });
});

describe('what actions act on', () => {
  const profile = 'sagemaker:CreatePresignedDomainUrl';
  const profiles = arn('user-profile/*');
  it.each<[string, string, string, readonly PolicyJson[], string, string]>([
    ['every profile', profile, profiles, [allow(), deny({ Resource: arn('user-profile/*/*') })], no, ''],
    ['every profile, in one part', profile, profiles, [allow(), deny({ Resource: profiles })], no, ''],
    ['a profile', profile, profiles, [allow()], yes, arn('user-profile/d-xxxxxxxxxxxx/x')],
    [
      'a profile by one part',
      profile,
      profiles,
      [allow({ Resource: profiles })],
      yes,
      arn('user-profile/d-xxxxxxxxxxxx/x'),
    ],
    ['a name without a domain', profile, profiles, [allow({ Resource: arn('user-profile/bob') })], no, ''],
    [
      'a name in any domain',
      profile,
      profiles,
      [allow({ Resource: arn('user-profile/*/bob') })],
      yes,
      arn('user-profile/d-xxxxxxxxxxxx/bob'),
    ],
    [
      'a domain',
      profile,
      profiles,
      [allow({ Resource: arn('user-profile/d-abc*') })],
      yes,
      arn('user-profile/d-abcx/x'),
    ],
    ['three parts', profile, profiles, [allow({ Resource: arn('user-profile/*/*/*') })], no, ''],
    ['no such domain', profile, profiles, [allow({ Resource: arn('user-profile/x*') })], no, ''],
    [
      'all but one domain',
      profile,
      profiles,
      [allow(), deny({ NotResource: arn('user-profile/d-abc/*') })],
      yes,
      arn('user-profile/d-abc/x'),
    ],
    [
      'all domains closed by their letter',
      profile,
      profiles,
      [allow(), deny({ Resource: arn('user-profile/d-*') })],
      no,
      '',
    ],
    [
      'a name that ends with a hyphen',
      profile,
      profiles,
      [allow({ Resource: arn('user-profile/*/a-') })],
      no,
      '',
    ],
    [
      'an app',
      'sagemaker:CreateApp',
      arn('*'),
      [allow({ Resource: arn('app/*/*/*/*') })],
      yes,
      arn('app/d-xxxxxxxxxxxx/x/x/x'),
    ],
    [
      'an app in three parts',
      'sagemaker:CreateApp',
      arn('*'),
      [allow({ Resource: arn('app/d-1/x/y') })],
      no,
      '',
    ],
    ['another type', profile, arn('*'), [allow({ Resource: arn('domain/*') })], no, ''],
    [
      'one of several types',
      'sagemaker:CreateEndpoint',
      '*',
      [allow({ Resource: arn('endpoint-config/*') })],
      yes,
      arn('endpoint-config/x'),
    ],
    [
      'a partner app',
      'sagemaker:CreatePartnerAppPresignedUrl',
      arn('*'),
      [allow()],
      yes,
      arn('partner-app/app-0123456789AB'),
    ],
    ['no type: by *', 'sagemaker:ListDomains', arn('*'), [allow()], yes, '*'],
    [
      'no type: by the ARN of a domain',
      'sagemaker:ListDomains',
      arn('*'),
      [allow({ Resource: arn('domain/*') })],
      no,
      '',
    ],
    [
      'no type: by every ARN',
      'sagemaker:ListDomains',
      arn('*'),
      [allow({ Resource: 'arn:aws:sagemaker:*:*:*' })],
      no,
      '',
    ],
    [
      'no type: a Deny on an ARN',
      'sagemaker:ListDomains',
      arn('*'),
      [allow(), deny({ Resource: arn('domain/*') })],
      yes,
      '*',
    ],
    ['no type: a Deny on all', 'sagemaker:ListDomains', '*', [allow(), deny()], no, ''],
    [
      'no type: all but an ARN',
      'sagemaker:ListDomains',
      '*',
      [allow({ NotResource: arn('domain/*') })],
      yes,
      '*',
    ],
    [
      'no type: the Region asked about',
      'sagemaker:ListDomains',
      arn('*'),
      only('StringEquals', 'aws:RequestedRegion', 'eu-west-1'),
      no,
      '',
    ],
    [
      'no type: any Region',
      'sagemaker:ListDomains',
      '*',
      only('StringEquals', 'aws:RequestedRegion', 'eu-west-1'),
      yes,
      '*',
    ],
    [
      'no type: the own account',
      'sagemaker:ListDomains',
      '*',
      only('StringEquals', 'aws:ResourceAccount', account),
      yes,
      '*',
    ],
    ['an action that is not listed', 'sagemaker:AddTags', arn('anything'), [allow()], yes, arn('anything')],
  ])('%s', (_, action, resource, statements, expected, shown) => {
    const one = asked(statements, { actions: [action], resources: [resource] });
    expect(verdicts(one)).toBe(expected);
    expect(witness(one)['resource'] ?? '').toBe(shown);
  });

  it('asked about literally, an ARN is taken as it is', () => {
    const one = asked([allow()], { actions: [presign], resources: [arn('notebook-instance/a_b')] });
    expect(witness(one)['resource']).toBe(arn('notebook-instance/a_b'));
  });
});
