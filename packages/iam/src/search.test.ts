import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createAllowance, unmetered, usualBounds } from './meter';
import { type Box, search } from './search';
import { createShelf } from './shelf';
import { checkProperty } from '../test/properties';

/** Three dimensions of three cells: small enough to check every point. */
const sizes = [3, 3, 3];
const points = sizes.reduce<number[][]>(
  (all, size) => all.flatMap((point) => Array.from({ length: size }, (_, cell) => [...point, cell])),
  [[]],
);

interface Source {
  readonly name: number;
}

type Unnamed = Omit<Box<Source>, 'source'>;

function boxes(dimensions: { minLength: number }, mask: fc.Arbitrary<bigint>): fc.Arbitrary<Unnamed> {
  return fc
    .uniqueArray(fc.nat({ max: sizes.length - 1 }), { ...dimensions, maxLength: sizes.length })
    .chain((chosen) =>
      fc
        .array(mask, { minLength: chosen.length, maxLength: chosen.length })
        .map((masks) => ({ dimensions: chosen, masks })),
    );
}

const box = boxes({ minLength: 0 }, fc.bigInt(0n, 7n));
// Many of these are needed to cover the space, which makes the search branch.
const corner = boxes({ minLength: 2 }, fc.bigInt(1n, 6n));

function named(unnamed: readonly Unnamed[]): Box<Source>[] {
  return unnamed.map((one, name) => ({ ...one, source: { name } }));
}

function holds({ dimensions, masks }: Unnamed, point: readonly number[]): boolean {
  return dimensions.every(
    (dimension, index) => (((masks[index] ?? 0n) >> BigInt(point[dimension] ?? 0)) & 1n) === 1n,
  );
}

function isIn(state: readonly bigint[], point: readonly number[]): boolean {
  return point.every((cell, dimension) => (((state[dimension] ?? 0n) >> BigInt(cell)) & 1n) === 1n);
}

describe('the search', () => {
  it('finds a point of every layer and of no negative if and only if there is one', () => {
    const tally = { found: 0, none: 0 };
    const question = fc.record({
      start: fc.array(fc.bigInt(0n, 7n), { minLength: 3, maxLength: 3 }),
      layers: fc.array(fc.array(box, { maxLength: 3 }).map(named), { maxLength: 3 }),
      negatives: fc
        .oneof(fc.array(box, { maxLength: 6 }), fc.array(corner, { minLength: 6, maxLength: 14 }))
        .map(named),
    });
    checkProperty(
      fc.property(question, ({ start, layers, negatives }) => {
        const outcome = search({ start, layers, negatives }, unmetered);
        tally[outcome.status] += 1;
        const open = points.filter(
          (point) =>
            isIn(start, point) &&
            layers.every((layer) => layer.some((one) => holds(one, point))) &&
            !negatives.some((one) => holds(one, point)),
        );
        if (outcome.status === 'none') {
          expect(open).toEqual([]);
          return;
        }
        const found = points.filter((point) => isIn(outcome.state, point));
        expect(found.length).toBeGreaterThan(0);
        expect(open).toEqual(expect.arrayContaining(found));
        expect(outcome.chosen).toHaveLength(layers.length);
        for (const [index, source] of outcome.chosen.entries()) {
          const chosen = layers[index]?.find((one) => one.source === source);
          expect(found.every((point) => chosen !== undefined && holds(chosen, point))).toBe(true);
        }
      }),
      1,
      600,
    );
    expect(tally.found).toBeGreaterThan(50);
    expect(tally.none).toBeGreaterThan(50);
  });

  const whole = { dimensions: [], masks: [], source: { name: 0 } };
  const part = (name: number, dimension: number, mask: bigint): Box<Source> => ({
    dimensions: [dimension],
    masks: [mask],
    source: { name },
  });

  it('says which negatives cover what, in the order in which they are met, and which layer has no box', () => {
    const [low, high] = [part(1, 0, 0b011n), part(2, 0, 0b100n)];
    expect(search({ start: [7n], layers: [[whole]], negatives: [low, high] }, unmetered)).toEqual({
      status: 'none',
      closings: [
        { kind: 'covered', state: [7n], by: low.source },
        { kind: 'covered', state: [4n], by: high.source },
      ],
    });
    const allow = part(3, 0, 0b001n);
    expect(search({ start: [7n], layers: [[allow]], negatives: [low] }, unmetered)).toEqual({
      status: 'none',
      closings: [
        { kind: 'covered', state: [7n], by: low.source },
        { kind: 'no-box', state: [4n], layer: 0 },
      ],
    });
  });

  const pair = (name: number, low: bigint, high: bigint): Box<Source> => ({
    dimensions: [0, 1],
    masks: [low, high],
    source: { name },
  });

  it('says this also about what it had to branch on', () => {
    const negatives = [pair(1, 1n, 1n), pair(2, 1n, 2n), pair(3, 2n, 1n), pair(4, 2n, 2n)];
    const outcome = search({ start: [3n, 3n], layers: [], negatives }, unmetered);
    const by = outcome.status === 'none' ? outcome.closings : [];
    expect(by.map((closing) => (closing.kind === 'covered' ? closing.by.name : closing.kind)).sort()).toEqual(
      [1, 2, 3, 4],
    );
    expect(by.at(-1)).toEqual({ kind: 'covered', state: [1n, 1n], by: { name: 1 } });
  });

  it('says once for each layer that it has no box, the deepest first', () => {
    const layers = [[part(1, 0, 1n), part(2, 0, 2n)], [part(3, 0, 4n)]];
    expect(search({ start: [7n], layers, negatives: [] }, unmetered)).toEqual({
      status: 'none',
      closings: [
        { kind: 'no-box', state: [1n], layer: 1 },
        { kind: 'no-box', state: [7n], layer: 0 },
      ],
    });
  });

  it('prefers a box that contains the whole state', () => {
    const layers = [[part(1, 0, 1n), { ...whole, source: { name: 2 } }]];
    expect(search({ start: [7n], layers, negatives: [] }, unmetered)).toEqual({
      status: 'found',
      state: [7n],
      chosen: [{ name: 2 }],
    });
  });

  it('needs one node where each negative leaves one dimension to cut, sooner or later', () => {
    const total = { steps: 0, nodes: 0 };
    const negatives = [pair(1, 1n, 1n), part(2, 0, 2n)];
    const outcome = createAllowance(usualBounds, total).within((meter) =>
      search({ start: [3n, 3n], layers: [], negatives }, meter),
    );
    expect(outcome).toEqual({ status: 'found', state: [1n, 2n], chosen: [] });
    expect(total.nodes).toBe(1);
  });

  it('keeps one closing of each negative or layer, and 24 at most', () => {
    const negatives = Array.from({ length: 30 }, (_, index) => part(index, 0, 1n << BigInt(index)));
    const outcome = search({ start: [(1n << 30n) - 1n], layers: [], negatives }, unmetered);
    expect(outcome.status === 'none' && outcome.closings).toHaveLength(24);
    const again = search({ start: [3n, 3n], layers: [[]], negatives: [pair(9, 1n, 1n)] }, unmetered);
    expect(again).toEqual({ status: 'none', closings: [{ kind: 'no-box', state: [3n, 3n], layer: 0 }] });
  });

  it('has no closings when the start is empty', () => {
    expect(search({ start: [7n, 0n], layers: [], negatives: [] }, unmetered)).toEqual({
      status: 'none',
      closings: [],
    });
  });
});

describe('the meter', () => {
  const bounds = { ...usualBounds, nodes: 2, steps: 10, callSteps: 15, least: 3 };

  it('lets a verdict take what it may, and no more', () => {
    const total = { steps: 0, nodes: 0 };
    const allowance = createAllowance(bounds, total);
    const said = allowance.within((meter) => {
      meter.spend(4);
      meter.spend(6);
      return 'done';
    });
    expect(said).toBe('done');
    expect(total).toEqual({ steps: 10, nodes: 0 });
    expect(() => {
      allowance.within((meter) => {
        meter.spend(5);
        meter.spend(1);
      });
    }).toThrow('the search budget of 5 steps is used up');
    // Nothing is left of the call's steps, but each verdict may take the least.
    expect(total).toEqual({ steps: 15, nodes: 0 });
    expect(allowance.within((meter) => (meter.spend(3), 'done'))).toBe('done');
    expect(() => {
      allowance.within((meter) => {
        meter.spend(4);
      });
    }).toThrow('the search budget of 3 steps is used up');
  });

  it('has the usual bounds that docs/engine.md states', () => {
    expect(usualBounds).toEqual({ nodes: 20_000, steps: 4_000_000, callSteps: 10_000_000, least: 100_000 });
  });

  it('counts nodes', () => {
    const total = { steps: 0, nodes: 0 };
    const visit = (times: number) => {
      createAllowance(bounds, total).within((meter) => {
        for (let time = 0; time < times; time += 1) meter.visitNode();
      });
    };
    visit(2);
    expect(total.nodes).toBe(2);
    expect(() => {
      visit(3);
    }).toThrow('the search budget of 2 nodes is used up');
  });
});

describe('a shelf', () => {
  it('makes a value once for the same objects in the same order', () => {
    const [a, b] = [{}, {}];
    const shelf = createShelf<{ made: number }>(100);
    let made = 0;
    const take = (...parts: object[]) => shelf.take(parts, () => ({ made: (made += 1) })).made;
    expect([take(a, b), take(b, a), take(a), take(), take(a, b), take(b, a), take(a), take()]).toEqual([
      1, 2, 3, 4, 1, 2, 3, 4,
    ]);
  });

  it('is emptied when it has grown beyond its size', () => {
    const shelf = createShelf<{ made: number }>(2);
    let made = 0;
    const take = (...parts: object[]) => shelf.take(parts, () => ({ made: (made += 1) })).made;
    const [a, b, c, d] = [{}, {}, {}, {}];
    expect([take(a), take(b), take(a), take(c), take(d), take(a)]).toEqual([1, 2, 1, 3, 4, 5]);
  });
});
