import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dynamoReadClaims, type ReadClaims } from '../adapters/ledger/read-claims';
import type { PassReport, Scope, RuleScope } from '../core/engine';
import { findingId, refKey, type ResourceRef } from '../core/model/resource';
import type { ChangedResource } from './read-progress';
import { type SharedReads, shareReads } from './shared-reads';
import { type FakeClock, fakeClock } from '../test/fakes/clock';
import { type LocalDynamo, localDynamo } from '../test/fakes/dynamo';
import { finding } from '../test/fakes/finding';

// How the batches of a storm share the reads that their messages need, on a real ledger table.

let dynamo: LocalDynamo;
let claims: ReadClaims;
let clock: FakeClock;

beforeAll(async () => {
  dynamo = await localDynamo();
});
afterAll(() => dynamo.stop());
beforeEach(async () => {
  claims = dynamoReadClaims(dynamo.clients, await dynamo.table());
  clock = fakeClock();
});

const place = { account: '111122223333', region: 'us-east-1' };
const second = 1_000;
const minute = 60 * second;

const notebook = (id: string): ResourceRef => ({ type: 'AWS::SageMaker::NotebookInstance', id });
const user = (id: string): ResourceRef => ({ type: 'AWS::IAM::User', id });
const ago = (ms: number): string => new Date(Date.parse(clock.now()) - ms).toISOString();

/** A change of each of these a minute ago. */
const old = (...refs: readonly ResourceRef[]): readonly ChangedResource[] =>
  refs.map((ref) => ({ ref, at: ago(minute) }));

/** `own` evaluates notebooks; so does `shared`, which users concern too. */
function wantedFor(named: readonly ChangedResource[]): readonly RuleScope[] {
  const refs = [...new Map(named.map(({ ref }) => [refKey(ref), ref])).values()];
  const subjects = refs.filter(({ type }) => type === 'AWS::SageMaker::NotebookInstance');
  const others = refs.filter(({ type }) => type === 'AWS::IAM::User');
  return [
    { rule: 'own', subjects, others: [] },
    { rule: 'shared', subjects, others },
  ].filter((wanted) => wanted.subjects.length + wanted.others.length > 0);
}

interface Batch {
  /** What the batch reads, as `own one` or `shared all`. */
  readonly takes: readonly string[];
  readonly finish: SharedReads['finish'];
}

const silentPorts = {
  now: () => clock.now(),
  pause: (ms: number) => {
    clock.pass(ms);
    return Promise.resolve();
  },
};

async function batch(named: readonly ChangedResource[], over = claims, ports = silentPorts): Promise<Batch> {
  const { share, finish } = shareReads(named, over, ports);
  return { takes: textOf(await share(wantedFor(named))), finish };
}

function textOf(scopes: ReadonlyMap<string, Scope>): readonly string[] {
  return [...scopes].flatMap(([rule, scope]) =>
    scope === 'account' ? [`${rule} all`] : scope.map(({ id }) => `${rule} ${id}`),
  );
}

type Handled = PassReport['handled'][number];

/** A finding of a rule about a notebook, handled without an error. */
function handled(
  rule: string,
  id: string,
  kind: 'unchanged' | 'busy' = 'unchanged',
  status?: 'unknown',
): Handled {
  const about = finding({
    id: findingId(rule, notebook(id), place),
    rule,
    resource: { ...notebook(id), arn: '', region: place.region },
    ...(status === undefined ? {} : { status }),
  });
  return kind === 'busy' ? { kind, finding: about } : { kind, finding: about, record: undefined };
}

const nothingWrong: PassReport = { handled: [], errors: [] };

describe('a batch after a complete read', () => {
  const cases: readonly (readonly [string, () => ChangedResource, readonly string[]])[] = [
    ['nothing that happened 10 s before it', () => ({ ref: notebook('one'), at: ago(70 * second) }), []],
    [
      'what happened 9 s before it: reads may have lagged behind',
      () => ({ ref: notebook('one'), at: ago(69 * second) }),
      ['own one', 'shared one'],
    ],
    [
      'what happened after it',
      () => ({ ref: notebook('one'), at: ago(30 * second) }),
      ['own one', 'shared one'],
    ],
    ['what has no time', () => ({ ref: notebook('one') }), ['own one', 'shared one']],
    ['another resource', () => ({ ref: notebook('two'), at: ago(70 * second) }), ['own two', 'shared two']],
    ['what concerns all subjects', () => ({ ref: user('ann'), at: ago(70 * second) }), ['shared all']],
  ];
  it.each(cases)('reads %s', async (_, event, expected) => {
    const first = await batch(old(notebook('one')));
    expect(first.takes).toEqual(['own one', 'shared one']);
    expect(await first.finish(nothingWrong)).toEqual(new Set());
    clock.pass(minute);
    const { takes, finish } = await batch([event()]);
    expect(takes).toEqual(expected);
    expect(await finish(nothingWrong)).toEqual(new Set());
  });
});

describe('a batch after a read of all subjects of a rule', () => {
  const unread = handled('shared', 'one', 'unchanged', 'unknown');
  const busy = handled('shared', 'one', 'busy');
  const { finding: failed } = handled('shared', 'one');
  const account = { type: 'AWS::Account', id: place.account, arn: '', region: place.region } as const;
  const unlisted: Handled = {
    ...unread,
    finding: { ...unread.finding, id: 'shared/account', resource: account },
  };
  const notebooks = ['own one', 'own two'];
  const cases: readonly (readonly [string, PassReport, readonly string[]])[] = [
    ['that was complete: reads none of its subjects', nothingWrong, notebooks],
    [
      'that could not read one: reads that one',
      { handled: [unread, handled('shared', 'two')], errors: [] },
      [...notebooks, 'shared one'],
    ],
    [
      'that found one leased by another worker: reads that one',
      { handled: [busy], errors: [] },
      [...notebooks, 'shared one'],
    ],
    [
      'that failed with one: reads all, because any message may have been the reason',
      { handled: [handled('shared', 'two')], errors: [{ finding: failed, error: new Error('no') }] },
      [...notebooks, 'shared all'],
    ],
    [
      'that could not list them: reads all',
      { handled: [unlisted], errors: [] },
      [...notebooks, 'shared all'],
    ],
  ];
  it.each(cases)('%s', async (_, report, expected) => {
    const first = await batch(old(user('ann')));
    expect(first.takes).toEqual(['shared all']);
    await first.finish(report);
    clock.pass(second);
    const { takes } = await batch(old(user('ben'), notebook('one'), notebook('two')));
    expect([...takes].sort()).toEqual([...expected].sort());
  });
});

describe('a batch after a read of single subjects', () => {
  it.each([
    ['reads again one that failed', [], ['one'], ['own one', 'shared one']],
    ['reads again one that could not be read', ['one'], [], ['own one', 'shared one']],
    [
      'reads all again if what failed is none of them',
      [],
      ['sibling'],
      ['own one', 'own two', 'shared one', 'shared two'],
    ],
  ])('%s', async (_, unread, failed, expected) => {
    const first = await batch(old(notebook('one'), notebook('two')));
    const rules = ['own', 'shared'];
    await first.finish({
      handled: rules.flatMap((rule) => unread.map((id) => handled(rule, id, 'unchanged', 'unknown'))),
      errors: rules.flatMap((rule) =>
        failed.map((id) => ({ finding: handled(rule, id).finding, error: new Error('no') })),
      ),
    });
    clock.pass(second);
    const { takes } = await batch(old(notebook('one'), notebook('two')));
    expect([...takes].sort()).toEqual(expected);
  });
});

describe('a batch in parallel with another that reads the same', () => {
  it('reads nothing, and has finished when the other has', async () => {
    const first = await batch(old(notebook('one')));
    let pauses = 0;
    const pause = async (ms: number): Promise<void> => {
      clock.pass(ms);
      pauses += 1;
      if (pauses === 2) await first.finish(nothingWrong);
    };
    const other = await batch(old(notebook('one')), claims, { ...silentPorts, pause });
    expect(other.takes).toEqual([]);
    expect(await other.finish(nothingWrong)).toEqual(new Set());
    expect(pauses).toBe(2);
  });

  it('has its messages delivered again if the other never ends, and reads itself once that is certain', async () => {
    await batch(old(notebook('one'), notebook('two')));
    const other = await batch(old(notebook('one'), notebook('three')));
    expect(other.takes).toEqual(['own three', 'shared three']);
    expect(await other.finish(nothingWrong)).toEqual(new Set([refKey(notebook('one'))]));
    clock.pass(6 * minute);
    expect((await batch(old(notebook('one')))).takes).toEqual(['own one', 'shared one']);
  });

  it.each([
    ['fails', undefined],
    ['could not read it', { handled: [handled('own', 'one', 'unchanged', 'unknown')], errors: [] }],
  ])('has its messages delivered again immediately if the other %s, and then reads', async (_, report) => {
    const first = await batch(old(notebook('one')));
    const other = await batch(old(notebook('one')));
    await first.finish(report);
    const before = clock.now();
    expect(await other.finish(nothingWrong)).toEqual(new Set([refKey(notebook('one'))]));
    expect(clock.now()).toBe(before);
    expect((await batch(old(notebook('one')))).takes).toContain('own one');
  });

  it('reads what changed after the other began, and what has no time', async () => {
    await batch(old(notebook('one'), notebook('two')));
    clock.pass(minute);
    const { takes } = await batch([{ ref: notebook('one'), at: ago(second) }, { ref: notebook('two') }]);
    expect(takes).toEqual(['own one', 'own two', 'shared one', 'shared two']);
  });

  it('leaves each read to exactly one of them, whatever they are about', async () => {
    const event = fc.oneof(
      fc.integer({ min: 1, max: 5 }).map((number) => notebook(`n${number}`)),
      fc.integer({ min: 1, max: 3 }).map((number) => user(`u${number}`)),
    );
    const storms = fc.array(fc.array(event, { minLength: 1, maxLength: 8 }), { minLength: 2, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(storms, async (batches) => {
        // Long after the batches of the run before.
        clock.pass(10 * minute);
        const taken = (await Promise.all(batches.map((refs) => batch(old(...refs))))).flatMap(
          ({ takes }) => takes,
        );
        expect(new Set(taken).size).toBe(taken.length);
        // Every named resource is read by one of them.
        const covered = new Set(taken);
        for (const { type, id } of batches.flat()) {
          if (type === 'AWS::IAM::User') expect(covered).toContain('shared all');
          else {
            expect(covered).toContain(`own ${id}`);
            expect(covered.has(`shared ${id}`) || covered.has('shared all')).toBe(true);
          }
        }
      }),
      { numRuns: 20 },
    );
  });
});

it('reads everything while the ledger cannot be reached', async () => {
  const refuses = () => Promise.reject(new Error('no answer'));
  for (const broken of [
    { ...claims, last: refuses },
    { ...claims, begin: refuses },
    { last: refuses, begin: refuses, end: refuses },
  ]) {
    const { takes, finish } = await batch(old(notebook('one'), user('ann')), broken);
    expect(takes).toEqual(['own one', 'shared all']);
    expect(await finish(nothingWrong)).toEqual(new Set());
    clock.pass(10 * minute);
  }
});
