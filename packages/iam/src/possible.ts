import { type GivenFacts, reasonsAgainst } from '../validate';
import { refused, type Refused } from './refused';
import type { State } from './search';
import type { Query, Solved } from './solver';

type Reachable = Extract<Solved, { status: 'reachable' }>;

/** How many requests of the open cells are looked at before they are given up. */
const MAX_TRIES = 256;

/** The request of `chosen` with another cell of one dimension of `open`, for each dimension and cell. */
function* neighbours(chosen: State, open: State): Generator<State> {
  for (const [dimension, mask] of open.entries()) {
    let cell = 1n;
    for (let rest = mask; rest !== 0n; rest >>= 1n, cell <<= 1n)
      if ((rest & 1n) === 1n) yield chosen.map((own, index) => (index === dimension ? cell : own));
  }
}

const idKeys: ReadonlySet<string> = new Set([
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
  'aws:vpceorgid',
  'aws:vpceorgpaths',
  'sagemaker:vpcsecuritygroupids',
  'sagemaker:vpcsubnets',
]);

/** The ids that the statements name. */
export function idsNamedIn({ layers, negatives }: Query): readonly string[] {
  const all = [...layers.flatMap(({ placed }) => placed), ...negatives];
  return all
    .flatMap(({ statement }) => statement.conditions)
    .filter(({ key }) => idKeys.has(key))
    .flatMap(({ values }) => values)
    .map((parts) => parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''));
}

/**
 * The verdict with a witness that can exist. The one that was found first is changed key by key, within the open cells,
 * as long as that leaves fewer reasons against it. Refused with the first of these reasons when none is left to try.
 */
export function checkedWitness(solved: Reachable, action: string, facts: GivenFacts): Reachable | Refused {
  const { at, state: start } = solved.open;
  let tries = 0;
  const reasonsAt = (state: State) => {
    const { absent, found } = at(state);
    tries += 1;
    return reasonsAgainst({ action, ...found }, { ...facts, absent });
  };
  let best = { state: start, reasons: reasonsAt(start) };
  for (let better = true; better && best.reasons.length > 0;) {
    better = false;
    for (const state of neighbours(best.state, start)) {
      if (tries >= MAX_TRIES) break;
      const reasons = reasonsAt(state);
      if (reasons.length >= best.reasons.length) continue;
      best = { state, reasons };
      better = true;
      break;
    }
  }
  const [because] = best.reasons;
  if (because !== undefined) return refused(`no request that can exist was found: ${because}`);
  return { ...solved, request: () => at(best.state).found };
}
