import type { RequestSpace } from '../certify/reading/world';
import type { Tree } from '../certify/check';
import type { Clause } from '../certify/reading/policy';
import type { Literal } from '../certify/value';
import { type Assumed, createExclusions, type Clash, type Exclusions, isClash, opposite } from './state';

const MAX_NODES = 20_000;

interface Run {
  readonly world: RequestSpace;
  readonly exclusions: Exclusions;
  nodes: number;
}

/** A part of the requests that is still to be closed. */
interface Part {
  readonly assumed: Assumed;
  readonly layers: readonly string[];
  readonly denies: readonly Clause[];
}

/** For each literal of a Deny that may match: the key that excludes that it fails, or what follows if it does. */
type Escapes = readonly (Clash | Assumed)[];

/** How a request can escape a Deny; null when it escapes in any case. */
function escapesOf({ exclusions }: Run, assumed: Assumed, rule: Clause): Escapes | null {
  if (rule.literals.some((literal) => isClash(exclusions.assume(assumed, [literal])))) return null;
  return rule.literals.map((literal) => exclusions.assume(assumed, [opposite(literal)]));
}

function openOf(escapes: Escapes): readonly number[] {
  return escapes.flatMap((one, index) => (isClash(one) ? [] : [index]));
}

/** Makes the node of a Deny from what closes each escape from it. */
type Wrap = (inner: Tree) => Tree;

function wrapper(rule: Clause, escapes: Escapes, open: number): Wrap {
  return (inner) => ({
    deny: rule.path,
    but: escapes.map((one, index) => (index === open ? inner : isClash(one) ? one.key : '')),
  });
}

/** Follows every Deny that leaves one escape, until none does. Closed when one leaves none. */
function narrow(
  run: Run,
  part: Part,
): { readonly part: Part; readonly wraps: readonly Wrap[]; readonly closed: Tree | null } {
  let { assumed } = part;
  let live = part.denies;
  const wraps: Wrap[] = [];
  for (let changed = true; changed;) {
    changed = false;
    const kept: Clause[] = [];
    for (const rule of live) {
      const escapes = escapesOf(run, assumed, rule);
      if (escapes === null) continue;
      const [first, second] = openOf(escapes);
      if (first === undefined) return { part, wraps, closed: wrapper(rule, escapes, -1)('') };
      const only = escapes[first];
      if (second !== undefined || only === undefined || isClash(only)) {
        kept.push(rule);
        continue;
      }
      wraps.push(wrapper(rule, escapes, first));
      assumed = only;
      changed = true;
    }
    live = kept;
  }
  return { part: { ...part, assumed, denies: live }, wraps, closed: null };
}

/** Branches on the statements of the layer with the fewest that may allow; null when something is left open. */
function branchOnLayer(run: Run, part: Part): Tree | null {
  const all = part.layers.map((name) => {
    const rules = run.world.needs.get(name) ?? [];
    const cases = rules.map((rule) => ({ rule, after: run.exclusions.assume(part.assumed, rule.literals) }));
    return { name, cases, open: cases.filter(({ after }) => !isClash(after)).length };
  });
  const [best] = [...all].sort((a, b) => a.open - b.open);
  if (best === undefined) return null;
  const layers = part.layers.filter((name) => name !== best.name);
  const of: Record<string, Tree> = {};
  for (const { rule, after } of best.cases) {
    const tree = isClash(after) ? after.key : close(run, { ...part, assumed: after, layers });
    if (tree === null) return null;
    of[rule.path] = tree;
  }
  return { allow: best.name, of };
}

/** Branches on the escapes from the Deny that leaves the fewest. */
function branchOnDeny(run: Run, part: Part): Tree | null {
  const all = part.denies.flatMap((rule) => {
    const escapes = escapesOf(run, part.assumed, rule);
    return escapes === null ? [] : [{ rule, escapes, open: openOf(escapes).length }];
  });
  const [best] = [...all].sort((a, b) => a.open - b.open);
  if (best === undefined) return null;
  const { rule } = best;
  const denies = part.denies.filter((one) => one !== rule);
  const but: Tree[] = [];
  for (const [index, literal] of rule.literals.entries()) {
    const after = run.exclusions.assume(part.assumed, [...rule.literals.slice(0, index), opposite(literal)]);
    const tree = isClash(after) ? after.key : close(run, { ...part, assumed: after, denies });
    if (tree === null) return null;
    but.push(tree);
  }
  return { deny: rule.path, but };
}

function close(run: Run, from: Part): Tree | null {
  run.nodes += 1;
  if (run.nodes > MAX_NODES) throw new Error('the search for a certificate takes too long');
  const { part, wraps, closed } = narrow(run, from);
  const inner = closed ?? (part.layers.length > 0 ? branchOnLayer(run, part) : branchOnDeny(run, part));
  return inner === null ? null : wraps.reduceRight((tree, wrap) => wrap(tree), inner);
}

/** Whether no request can differ in this layer: some statement allows without a condition. */
function isOpen(world: RequestSpace, name: string): boolean {
  return world.needs.get(name)?.some(({ literals }) => literals.length === 0) === true;
}

/**
 * Why no request of the world is left that meets the literals, or null when some may be. `facts`: keys about which
 * something is known.
 */
export function closeAll(
  world: RequestSpace,
  facts: readonly string[],
  path: readonly Literal[] = [],
): Tree | null {
  const run: Run = { world, exclusions: createExclusions(world), nodes: 0 };
  const layers = [...world.needs.keys()].filter((name) => !isOpen(world, name));
  const assumed = run.exclusions.assume(new Map(), path);
  if (isClash(assumed)) return assumed.key;
  const found = close(run, { assumed, layers, denies: [...world.nevers.values()] });
  // What is known can exclude all requests without any policy, as when no address is inside.
  return found ?? facts.find((key) => world.clash(key, path)) ?? null;
}
