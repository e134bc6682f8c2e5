import { describe, expect, it } from '@jest/globals';
import {
  accountForm,
  extend,
  fits,
  type Form,
  isWithin,
  locationForm,
  momentForm,
  servicePrincipalForm,
  templateForm,
  userIdForm,
  vpcLimits,
  vpceLimits,
} from './forms';
import { globPattern } from './glob';
import { splitArns } from './parts';
import { splitTexts } from './product';

const profile = templateForm('user-profile/{domain}/{name}');
const app = templateForm('app/{domain}/{name}/{name}/{name}');

describe('what ids and names look like', () => {
  it.each<[string, Form, string[], string[]]>([
    [
      'a profile',
      profile,
      ['user-profile/d-1/x', 'user-profile/d-abc123def456/ana-b', 'user-profile/d--a/A'],
      [
        'user-profile/x',
        'user-profile/d-/x',
        'user-profile/d-1/',
        'user-profile/d-1/x/y',
        'user-profile/D-1/x',
        'user-profile/d-A/x',
        'user-profile/d-1/-x',
        'user-profile/d-1/x-',
        'user-profile/d-1/a_b',
        'user-profiles/d-1/x',
      ],
    ],
    ['an app', app, ['app/d-1/p/JupyterServer/default'], ['app/d-1/p/default', 'app/d-1/p/t/n/x']],
    [
      'a partner app',
      templateForm('partner-app/{app}'),
      ['partner-app/app-ABCDEFGHIJ12'],
      ['partner-app/app-ABC', 'partner-app/app-abcdefghij12', 'partner-app/x'],
    ],
    [
      'a job, whose name may be any text',
      templateForm('training-job/{any}'),
      ['training-job/a_b/c'],
      ['training-job/', 'training-job/a:b'],
    ],
    [
      'a part without a slash',
      templateForm('pipeline/{part}/execution/{any}'),
      ['pipeline/p/execution/x'],
      ['pipeline/p/q/execution/x', 'pipeline//execution/x'],
    ],
    ['an account', accountForm, ['111122223333'], ['11112222333', '1111222233334', '11112222333a']],
    [
      'a Region',
      locationForm,
      ['us-east-1', 'eusc-de-east-1', 'us-iso-east-1'],
      ['us-*', 'useast1', '', 'x-1', 'other-value-0', 'us-1'],
    ],
    [
      'a service',
      servicePrincipalForm,
      ['athena.amazonaws.com', 'kms.amazonaws.com.cn'],
      ['*.amazonaws.com', 'athena', '.amazonaws.com'],
    ],
    ['a moment', momentForm, ['2026-11-30T18:00:00Z'], ['2026-11-30', 'any-other-value']],
    [
      'a session of a role',
      userIdForm(false, 'AROA1'),
      ['AROA1:ab', 'AROA1:ana@example.com', 'AROA1:i-0123'],
      ['AROA1', 'AROA1:a', 'AROA2:ab', 'AROA1:a b', 'AROA1:a/b'],
    ],
    [
      'a user',
      userIdForm(true, undefined),
      ['AIDA1A2B3C4D5E6F7G8H9'],
      ['AROA1A2B3C4D5E6F7G8H9', 'AIDA', 'x'],
    ],
  ])('%s', (_, form, good, bad) => {
    expect([...good, ...bad].filter((text) => fits(form, text))).toEqual(good);
  });

  it('ids of VPCs are those that AWS gives, and those that look like it', () => {
    const good = ['vpc-0a1b2c3d', 'vpc-0a1b2c3d4e5f60718', 'vpc-1', 'vpc-0abc'];
    const bad = ['vpc-*', 'vpc-', 'VPC-1', 'vpce-1', 'vpc-A', ' vpc-1', 'vpc-1 '];
    expect([...good, ...bad].filter((id) => isWithin(vpcLimits, id))).toEqual(good);
    expect(['vpce-0a1b2c3d', 'vpce-*', 'vpc-1'].filter((id) => isWithin(vpceLimits, id))).toEqual([
      'vpce-0a1b2c3d',
    ]);
  });
});

describe('a longer text of a form', () => {
  it.each<[string, Form, string, string[], string | null]>([
    ['from its beginning', profile, '', [], 'user-profile/d-xxxxxxxxxxxx/x'],
    ['from a domain', profile, 'user-profile/d-abc', [], 'user-profile/d-abcxxxxxxxxx/x'],
    ['from a whole domain', profile, 'user-profile/d-abc/', [], 'user-profile/d-abc/x'],
    ['that goes on where the text could end', profile, 'user-profile/d-1/x', [], 'user-profile/d-1/xx'],
    ['which is not this one', profile, 'user-profile/d-1/', ['user-profile/d-1/x'], 'user-profile/d-1/0'],
    ['not into a domain', profile, 'user-profile/', ['user-profile/d-x'], 'user-profile/d-0xxxxxxxxxxx/x'],
    ['though all begin alike', profile, 'user-profile/', ['user-profile/d-'], null],
    ['beyond a text of another form', profile, 'domain/', [], null],
    ['beyond a whole text', accountForm, '111122223333', [], null],
    ['that ends before another begins', templateForm('a/{name}'), 'a/', ['a/xa', 'a/xb'], 'a/0'],
    ['with every other character taken', [globPattern('n?')], 'n', ['nx', 'ny', 'nz', 'na'], 'nb'],
    ['of one character only', accountForm, '', Array.from('0123456789'), null],
    ['past nearly all digits', accountForm, '', Array.from('012345678'), '911111111111'],
    [
      'past all first characters, by the second',
      accountForm,
      '',
      [...Array.from('012345678'), ...Array.from('012345678', (digit) => `9${digit}`)],
      '991111111111',
    ],
  ])('%s', (_, form, text, avoid, expected) => {
    expect(extend(form, text, avoid)).toBe(expected);
  });

  it('exists exactly where the automata find one', () => {
    const prefixes = ['', 'a', 'ab', 'a-', 'a/', 'b', 'ab/c', 'a/b'];
    const forms = ['{name}', '{name}/{name}', 'a/{domain}', 'a{any}'].map(templateForm);
    const wrong = forms.flatMap((form) =>
      prefixes.flatMap((text) =>
        prefixes.flatMap((first) => {
          const avoid = [first, `${text}x`, `${text}d`, `${text}/`].filter((other) => other !== text);
          const longer = avoid.filter((other) => other.startsWith(text));
          const found = splitTexts(form, [
            [globPattern(`${text}?*`)],
            longer.map((other) => globPattern(`${other}*`)),
          ]).examples.find(
            (one) =>
              one.length > text.length &&
              one.startsWith(text) &&
              !longer.some((other) => one.startsWith(other)),
          );
          const made = extend(form, text, avoid);
          const isRight =
            made === null
              ? found === undefined
              : fits(form, made) &&
                made.startsWith(text) &&
                made !== text &&
                !longer.some((other) => made.startsWith(other));
          return isRight ? [] : [[text, avoid, made, found]];
        }),
      ),
    );
    expect(wrong).toEqual([]);
  });
});

describe('ARNs of a form', () => {
  const arn = (name: string) => globPattern(`arn:aws:sagemaker:us-east-1:111122223333:${name}`);
  const universe = arn('user-profile/').concat(
    globPattern('*').map(() => -3),
    [-4],
  );
  const wanted = [null, null, null, null, null, { form: profile, usual: ['user-profile/d-xxxxxxxxxxxx/x'] }];
  const names = (...patterns: string[]) =>
    splitArns(
      universe,
      patterns.map((pattern) => [arn(pattern)]),
      wanted,
    )?.examples.map((text) => text.slice(text.lastIndexOf(':') + 1));

  it('are split by beginnings, and by other patterns alike', () => {
    expect(names('user-profile/d-abc*')).toEqual([
      'user-profile/d-xxxxxxxxxxxx/x',
      'user-profile/d-abcxxxxxxxxx/x',
    ]);
    expect(names('user-profile/*/*')).toEqual(['user-profile/d-xxxxxxxxxxxx/x']);
    expect(names('user-profile/*/*/*', 'user-profile/x*')).toEqual(['user-profile/d-xxxxxxxxxxxx/x']);
    expect(names('user-profile/*b*', 'user-profile/*/a*')?.length).toBe(4);
  });
});
