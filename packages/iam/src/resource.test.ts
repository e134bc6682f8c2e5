import { describe, expect, it } from '@jest/globals';
import { partwise, type ResourceAtom } from './arn';
import { globPattern } from './glob';
import { unmetered } from './meter';
import { matchesSome } from './product';
import { resourceQuery } from './resource';
import { resourceDimension } from './resource-cells';
import {
  account,
  allow,
  deny,
  type PolicyJson,
  policy,
  presign,
  problem,
  set,
  verdicts,
} from '../test/build';

const home = { partition: 'aws', account };
const presigning = presign.toLowerCase();
const arn = (service: string, region: string, name: string, of = account) =>
  `arn:aws:${service}:${region}:${of}:${name}`;
const notebook = (name: string, region = 'us-east-1') =>
  arn('sagemaker', region, `notebook-instance/${name}`);

describe('what a query asks about', () => {
  it.each<[string, string, string[], string[]]>([
    [
      'names of SageMaker resources have no colon and are not empty',
      notebook('*', '*'),
      [notebook('a')],
      [notebook(''), notebook('a:b'), notebook('a', '')],
    ],
    [
      'an empty end of a name',
      notebook('a*'),
      [notebook('a'), notebook('ab')],
      [notebook('a:'), notebook('b')],
    ],
    ['one character of a name', notebook('a?'), [notebook('ab')], [notebook('a'), notebook('a:')]],
    [
      "all of SageMaker's services",
      arn('sagemaker-geospatial', '*', 'job/*'),
      [arn('sagemaker-geospatial', 'r', 'job/a')],
      [arn('sagemaker-geospatial', 'r', 'job/a:b')],
    ],
    [
      'other services have names with colons',
      arn('sns', '*', '*'),
      [arn('sns', 'r', 'a:b')],
      [arn('sns', 'r', ''), arn('sns', 'r:r', 'a')],
    ],
    [
      'a service that only ends like it',
      arn('mysagemaker', 'r', 'x/a?'),
      [arn('mysagemaker', 'r', 'x/a:')],
      [arn('mysagemaker', 'r', 'x/a')],
    ],
    [
      'a resource that only contains the word',
      arn('s3', 'r', 'sagemaker:*'),
      [arn('s3', 'r', 'sagemaker:a:b')],
      [arn('s3', 'r', 'sagemaker:')],
    ],
    [
      'Region and account that other services leave empty',
      'arn:aws:s3:*:*:b/*',
      ['arn:aws:s3:::b/k', arn('s3', 'r', 'b/k')],
      ['arn:aws:s3:::b/'],
    ],
    ['but not a name', 'arn:aws:iam:*:*:*', ['arn:aws:iam::1:role/x'], ['arn:aws:iam::1:']],
    ['a text that is no ARN', '*b', ['ab', ':b', 'a:b'], ['b']],
    [
      'everything: ARNs, and no resource at all',
      '*',
      ['*', 'arn:aws:s3:::b', 'arn:aws:iam::1:role/x'],
      ['', 'x', 'arn:aws-cn:s3:::b'],
    ],
    ['an ARN that lacks parts', 'arn:aws:s3:*', ['arn:aws:s3:r', 'arn:aws:s3:::b'], ['arn:aws:sns:r']],
  ])('%s', (_, pattern, within, without) => {
    const { universe } = resourceQuery(pattern, 's3:getobject', home);
    expect([...within, ...without].map((text) => matchesSome(universe, text))).toEqual([
      ...within.map(() => true),
      ...without.map(() => false),
    ]);
  });

  it.each<[string, string, string[]]>([
    [notebook('*', '*'), presigning, [notebook('x')]],
    [notebook('a?c*', 'eu-*'), presigning, [notebook('axcx', 'eu-west-1')]],
    [arn('sagemaker', '*', '*', '*'), 'sagemaker:createmodel', [arn('sagemaker', 'us-east-1', 'model/x')]],
    [arn('sagemaker', '*', '*', '*'), presigning, [notebook('x')]],
    [arn('sagemaker', '*', '?*', '*'), 'sagemaker:createmodel', []],
    [
      arn('sagemaker', '*', 'model?*'),
      'sagemaker:createpresigneddomainurl',
      [arn('sagemaker', 'us-east-1', 'modelxx')],
    ],
    [arn('*', '*', 'notebook-instance/*', '*'), presigning, [notebook('x')]],
    ['*:*:*:*:*:a:*', 's3:getobject', [arn('sagemaker', 'us-east-1', 'a:x')]],
    ['arn:aws:s3:*', 's3:listallmybuckets', ['arn:aws:s3:us-east-1']],
    ['b?*', 's3:getobject', ['bxx']],
    [
      '*',
      's3:getobject',
      [arn('s3', 'us-east-1', 'accesspoint/example/object/example'), 'arn:aws:s3:::example/example', '*'],
    ],
    ['*', presigning, [notebook('x')]],
  ])('%s, for %s, by an example: %j', (pattern, action, expected) => {
    expect(resourceQuery(pattern, action, home).prefer).toEqual(expected);
  });
});

describe('verdicts about patterns of resources', () => {
  const asked = (resource: string, action: string, ...statements: PolicyJson[]) =>
    verdicts(problem(set([policy(...statements)]), { actions: [action], resources: [resource] }));
  const everything = arn('sagemaker', '*', '*');
  const [yes, no] = ['yes yes yes', 'no no no'];

  it.each<[string, string, string, PolicyJson[], string]>([
    ['a bucket', '*', 's3:GetObject', [allow({ Resource: 'arn:aws:s3:::bucket/*' })], yes],
    ['a role', '*', 'sts:AssumeRole', [allow({ Resource: `arn:aws:iam::${account}:role/x` })], yes],
    ['no resource at all', '*', 's3:ListAllMyBuckets', [allow({ NotResource: 'arn:*' })], yes],
    ['every resource denied', '*', 's3:GetObject', [allow(), deny({ Resource: ['arn:*', '*'] })], no],
    ['every ARN denied', '*', 's3:GetObject', [allow(), deny({ Resource: 'arn:*' })], yes],
    ['a wider pattern: what the action acts on', everything, presign, [allow()], yes],
    [
      'a wider pattern: one that the action acts on',
      everything,
      presign,
      [allow({ Resource: notebook('a') })],
      yes,
    ],
    [
      'a wider pattern: another type does not count',
      everything,
      presign,
      [allow({ Resource: arn('sagemaker', '*', 'domain/*') })],
      no,
    ],
    [
      'a wider pattern: the own type denied',
      everything,
      presign,
      [allow(), deny({ Resource: notebook('*', '*') })],
      no,
    ],
    [
      'a wider pattern: the own type denied, except for one resource',
      everything,
      presign,
      [
        allow(),
        deny({ NotResource: [notebook('a*b*'), arn('sagemaker', '*', 'domain/*')] }),
        deny({ Resource: notebook('*a*a*', '*') }),
      ],
      yes,
    ],
    // No such request can exist, so none is shown.
    [
      'another type, used as given',
      arn('sagemaker', '*', 'domain/*'),
      presign,
      [allow()],
      'unknown unknown unknown',
    ],
    ['a narrower pattern', notebook('a*'), presign, [allow({ Resource: notebook('b*') })], no],
    [
      'two patterns that overlap',
      notebook('a*', '*'),
      presign,
      [
        allow({ Resource: notebook('*b', '*') }),
        deny({ Resource: notebook('ab', '*') }),
        deny({ Resource: notebook('axb', '*') }),
      ],
      yes,
    ],
  ])('%s', (_, resource, action, statements, expected) => {
    expect(asked(resource, action, ...statements)).toBe(expected);
  });
});

describe('resources cut by statements', () => {
  const atom = (...patterns: string[]): ResourceAtom => ({
    patterns: patterns.map((text) => partwise(globPattern(text))),
    except: false,
  });
  const rough = (pattern: string, action: string, ...patterns: string[]) =>
    resourceDimension(resourceQuery(pattern, action, home), [atom(...patterns)], false, unmetered);

  it('at first by readable examples, which show what a pattern means', () => {
    const cells = (pattern: string, ...patterns: string[]) => rough(pattern, presigning, ...patterns).cells;
    const any = notebook('*', '*');
    expect(cells(any, notebook('a*b?', 'us-*'))).toEqual([notebook('x'), notebook('axbx')]);
    expect(cells(any, arn('sagemaker', 'eu-west-1', '*', '*'))).toEqual([
      notebook('x'),
      notebook('x', 'eu-west-1'),
    ]);
    expect(cells(any, notebook('a'), notebook('b'))).toEqual([notebook('x'), notebook('a')]);
    expect(cells(any, arn('sagemaker', '*', 'domain/*'))).toEqual([notebook('x')]);
    expect(rough(arn('s3', '*', 'a:*'), 's3:getobject', arn('s3', '*', 'a:b:*')).cells).toEqual([
      arn('s3', 'us-east-1', 'a:x'),
      arn('s3', 'us-east-1', 'a:b:x'),
    ]);
  });

  it('which are complete only when nothing is asked', () => {
    const query = resourceQuery(notebook('*'), presigning, home);
    expect(rough(notebook('*'), presigning, notebook('a*')).complete).toBe(false);
    expect(resourceDimension(query, [atom(notebook('a*'))], true, unmetered).complete).toBe(true);
    expect(resourceDimension(query, [], false, unmetered)).toEqual({
      cells: [notebook('x')],
      masks: [],
      complete: true,
    });
    // Without an example, there is only the complete cut.
    const wider = resourceQuery(arn('sagemaker', '*', '?*'), presigning, home);
    const whole = resourceDimension(wider, [atom(notebook('*a', '*') + 'b*')], false, unmetered);
    expect([whole.complete, whole.cells.length]).toEqual([true, 2]);
    expect(resourceDimension(wider, [], false, unmetered).cells).toHaveLength(1);
  });

  it('part by part, for more patterns than as whole texts', () => {
    const query = resourceQuery(notebook('*', '*'), presigning, home);
    const long = 'abcdefghijklmnopqrstuvwxyz';
    const atoms = Array.from({ length: 14 }, (_, index) => [
      atom(notebook('*', `r${index}-${long}-*`)),
      atom(notebook(`n${index}-${long}-*`, '*')),
    ]).flat();
    expect(resourceDimension(query, atoms, true, unmetered).complete).toBe(true);
  });

  it('once for the same statements', () => {
    const query = resourceQuery(notebook('*'), presigning, home);
    const [one, other] = [atom(notebook('a*')), atom(notebook('b*'))];
    const first = resourceDimension(query, [one], true, unmetered);
    expect(resourceDimension(query, [one], true, unmetered)).toBe(first);
    expect(resourceDimension(query, [one], false, unmetered)).not.toBe(first);
    expect(resourceDimension(query, [other], true, unmetered).cells).not.toEqual(first.cells);
  });
});
