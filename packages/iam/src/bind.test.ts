import { describe, expect, it } from '@jest/globals';
import { bind } from './bind';
import { createLibrary } from './library';
import { usualBounds } from './meter';
import { contextKeys } from './principal';
import {
  account,
  allow,
  type PolicyJson,
  notebookArns,
  policy,
  presign,
  problem,
  set,
  verdicts,
  when,
} from '../test/build';

const named = (name: string) => notebookArns.replace('*', name);
const tag = '${aws:RequestTag/t}';

function statementOf(written: PolicyJson) {
  const document = createLibrary(usualBounds).relevant(policy(written), false, 'sagemaker');
  const [statement] = document?.statements(presign.toLowerCase()) ?? [];
  if (statement === undefined) throw new Error('a statement expected');
  return statement;
}

/** What is left of a statement when only the tag `fixed` is known. */
function bound(written: PolicyJson, reading: 'over' | 'under' = 'over') {
  const placed = { statement: statementOf(written), layer: 0, position: 0 };
  return bind(placed, contextKeys({ 'aws:RequestTag/fixed': 'a*' }), reading);
}

describe('a statement bound to the known keys', () => {
  /** For each bound: whether it is about some resources only, the free keys, and what is not decided. */
  it.each<[string, PolicyJson, readonly (readonly [boolean, readonly string[], readonly string[]])[]]>([
    ['every resource', allow(), [[false, [], []]]],
    ['every resource, and one more', allow({ Resource: ['*', named(tag)] }), [[false, [], []]]],
    ['all except every resource', allow({ NotResource: '*' }), []],
    ['all except every resource and one more', allow({ NotResource: ['*', named(tag)] }), []],
    ['some resources', allow({ Resource: notebookArns }), [[true, [], []]]],
    [
      'a resource named by a known key',
      allow({ Resource: named('${aws:RequestTag/fixed}') }),
      [[true, [], []]],
    ],
    [
      'known resources and unknown ones',
      allow({ Resource: [named('a'), named(`${tag}-\${aws:RequestTag/u}`)] }),
      [
        [true, [], []],
        [
          false,
          ['aws:requesttag/t', 'aws:requesttag/u'],
          ['Statement[0]: variable ${aws:requesttag/t}, ${aws:requesttag/u} in Resource is not fixed'],
        ],
      ],
    ],
    [
      'all except known and unknown resources, so nothing is certain',
      allow({ NotResource: [named('a'), named(tag)] }),
      [
        [
          false,
          ['aws:requesttag/t'],
          ['Statement[0]: variable ${aws:requesttag/t} in Resource is not fixed'],
        ],
      ],
    ],
    [
      'a resource that is malformed',
      { Effect: 'Allow', Action: '*', Resource: {} },
      [[false, [''], ['Statement[0].Resource is not an ARN or a list of ARNs']]],
    ],
    ['a known key that does not match', allow(when('StringEquals', 'aws:RequestTag/fixed', 'b')), []],
    [
      'a known key that matches',
      allow(when('StringEquals', 'aws:RequestTag/fixed', 'a*')),
      [[false, [], []]],
    ],
  ])('%s', (_, written, expected) => {
    expect(bound(written).map(({ resource, free, opaque }) => [resource !== null, free, opaque])).toEqual(
      expected,
    );
  });

  it('keeps the resources as they were read, because cuts are kept by them', () => {
    const statement = statementOf(allow({ Resource: notebookArns }));
    const parts = (['over', 'under'] as const).flatMap((reading) =>
      bind({ statement, layer: 0, position: 0 }, () => null, reading),
    );
    expect(parts.map((part) => part.resource)).toEqual([statement.readings?.over, statement.readings?.under]);
    expect(parts[0]?.resource).toBe(statement.readings?.over);
  });

  it('names resources with their letter case', () => {
    const principal = { arn: `arn:aws:iam::${account}:user/eve`, tags: {} };
    const one = problem(set([policy(allow({ Resource: named('${aws:username}-X') }))]), { principal });
    expect(verdicts({ ...one, resources: [named('eve-X')] })).toBe('yes yes yes');
    expect(verdicts({ ...one, resources: [named('eve-x')] })).toBe('no no no');
  });

  it('does not decide whether a resource is excluded when its name is not known', () => {
    const spared = allow({
      NotResource: [named('a'), named(tag)],
      ...when('StringEquals', 'aws:RequestTag/t', 'b'),
    });
    expect(verdicts(problem(set([policy(spared)]), { resources: [named('b')] }))).not.toContain('yes');
  });
});
