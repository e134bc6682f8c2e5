import { describe, expect, it } from '@jest/globals';
import { createEngine } from '.';
import { createLibrary } from './library';
import { usualBounds } from './meter';
import { refOf, select, slice } from './slice';
import { opaqueStatement } from './statement';
import { admin, allow, deny, level, policy, problem, set, when } from '../test/build';

const vpc = allow(when('StringEquals', 'aws:SourceVpc', 'vpc-1'));
const bucket = allow({ Resource: 'arn:aws:s3:::b' });
const guard = policy(deny(when('StringNotEquals', 'aws:SourceVpc', 'vpc-1')));
const s3 = policy(allow({ Action: 's3:*' }));

function sliced(policies: ReturnType<typeof set>) {
  const library = createLibrary(usualBounds);
  const selection = select(policies, 'sagemaker', library);
  return { selection, part: slice(selection, 'sagemaker:createapp') };
}

describe('the statements that matter', () => {
  /** Identity policies, and the positions (document.statement) of the Allows and Denies that matter. */
  it.each<[string, readonly unknown[], string, string]>([
    ['one Allow', [admin], '0.0', ''],
    ['an Allow and a Deny', [admin, guard], '0.0', '1.0'],
    [
      'foreign documents have no statements that matter',
      [s3, policy(vpc), s3, policy(bucket)],
      '0.0 1.0',
      '',
    ],
    ['an Allow of everything replaces all others', [policy(vpc, allow(), bucket)], '0.1', ''],
    ['also in the second of two documents', [policy(vpc), admin], '1.0', ''],
    ['not one with a condition', [policy(vpc, bucket)], '0.0 0.1', ''],
    ['not one that is not understood', [policy(allow({ Effect: 'allow' }), bucket)], '0.0 0.1', '0.0'],
    ['not one of some resources', [policy(bucket, vpc)], '0.0 0.1', ''],
    [
      'an Allow of everything among other resources',
      [policy(vpc, allow({ Resource: ['arn:aws:s3:::b', '*'] }))],
      '0.1',
      '',
    ],
    ['not one with a NotResource of everything', [policy(allow({ NotResource: '*' }), vpc)], '0.0 0.1', ''],
    ['not one with a variable', [policy(allow({ Resource: '${aws:userid}' }), vpc)], '0.0 0.1', ''],
    [
      'a Deny of everything replaces all others',
      [policy(deny({ Resource: 'arn:aws:s3:::b' })), policy(deny())],
      '',
      '1.0',
    ],
    ['a document attached twice counts once', [policy(vpc), guard, guard, s3], '0.0', '1.0'],
    ['but not another document with the same text', [policy(vpc), policy(vpc)], '0.0 1.0', ''],
    ['what cannot be read may allow and deny', ['{', admin], '1.0', '0.-1'],
  ])('%s', (_, documents, allows, denies) => {
    const { part } = sliced(set(documents));
    const places = (placed: readonly { position: number; statement: { index: number } }[]) =>
      placed.map(({ position, statement }) => `${position}.${statement.index}`).join(' ');
    expect([places(part.layers[0]?.placed ?? []), places(part.denies)]).toEqual([allows, denies]);
  });

  it('are in layers, each of which must allow, and the Denies of all layers count together', () => {
    const { part, selection } = sliced(
      set([s3, admin], {
        boundary: { label: 'the boundary', document: admin },
        scps: [level(admin), level(s3, admin, guard)],
        rcps: [level(policy({ ...deny(), Principal: '*', Sid: 'All' }), admin)],
      }),
    );
    const shown = part.layers.map(({ name, placed }) => [
      name,
      placed.map((one) => refOf(one, selection).path),
    ]);
    expect(shown).toEqual([
      ['the identity policies', ['identity[1].Statement[0]']],
      ['the permissions boundary', ['boundary.Statement[0]']],
      ['the service control policies of level 0', ['scps[0][0].Statement[0]']],
      ['the service control policies of level 1', ['scps[1][1].Statement[0]']],
      ['the resource control policies of level 0', ['rcps[0][1].Statement[0]']],
    ]);
    expect(part.denies.map((one) => refOf(one, selection))).toEqual([
      { path: 'rcps[0][0].Statement[0]', label: 'scp 0', sid: 'All' },
    ]);
  });

  it.each([
    ['an identity policy', set([policy({ ...allow(), Principal: '*' })]), false],
    [
      'a boundary',
      set([admin], { boundary: { label: 'b', document: policy({ ...allow(), Principal: '*' }) } }),
      false,
    ],
    ['an RCP', set([admin], { rcps: [level(policy({ ...allow(), Principal: '*' }))] }), true],
  ])('may have the Principal "*" in %s: %s', (_, policies, expected) => {
    const last = sliced(policies).part.layers.at(-1)?.placed ?? [];
    expect(last.map(({ statement }) => statement.opaque.length === 0)).toEqual([expected]);
  });
});

describe('the path of a statement', () => {
  it('is that of the document when it cannot be read as a whole', () => {
    const { part, selection } = sliced(set([s3, '{']));
    expect(part.denies.map((one) => refOf(one, selection))).toEqual([
      { path: 'identity[1]', label: 'inline policy p1' },
    ]);
  });

  it('is known only in its own selection', () => {
    const { selection } = sliced(set([admin]));
    const statement = opaqueStatement(1, 0, 'x');
    for (const elsewhere of [
      { layer: 1, position: 0 },
      { layer: 0, position: 1 },
    ])
      expect(() => refOf({ statement, ...elsewhere }, selection)).toThrow('a statement of another selection');
  });
});

describe('the cost of a statement that matches none of the principals asked about', () => {
  const many = Array.from({ length: 500 }, (_, index) => `arn:aws:s3:::b${index}`);
  const steps = (values: readonly string[], Resource: readonly string[]) => {
    const engine = createEngine();
    const statement = allow({ Resource, ...when('StringEquals', 'aws:PrincipalAccount', values) });
    const [answer] = engine.decide(problem(set([policy(statement)])));
    expect(answer?.viaService.status).toBe('unreachable');
    return engine.work.steps;
  };
  const [value = '', ...values] = many;

  it('grows with its values and its resources', () => {
    const least = steps([value], [value]);
    expect(least).toBeGreaterThan(0);
    expect(steps([value, ...values], [value]) - least).toBe(values.length);
    expect(steps([value], [value, ...values]) - least).toBe(values.length);
  });
});
