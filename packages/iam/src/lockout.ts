import { makeQuery, type Query } from './solver';
import type { Library } from './library';
import { solveZone } from './zone';
import { problemOf, readSetting, type Setting } from './setting';
import type { Placed } from './bind';
import { refOf, select, slice, type StatementSlice } from './slice';
import type { Lockout, PolicySet, Problem } from './types';
import { lockoutBecause, missingText, unknownBecause } from './explain';

/** How a request that was allowed can be refused now: a Deny applies, or a layer has no Allow for it. */
function refusals(
  before: StatementSlice,
  after: StatementSlice,
): readonly { readonly query: Query; readonly lost: string | null }[] {
  const denied = { name: 'the new policies', placed: after.denies };
  const byDeny = { query: makeQuery([...before.layers, denied], before.denies), lost: null };
  const byAbsence = after.layers.map((layer) => ({
    query: makeQuery(before.layers, [...before.denies, ...layer.placed]),
    lost: layer.name,
  }));
  return [byDeny, ...byAbsence];
}

function unknown(missing: readonly string[]): Lockout {
  return { status: 'unknown', missing, because: unknownBecause(missing) };
}

/** A request for the action that is refused now, or null. What could not be decided is added to `missing`. */
function forAction(
  setting: Setting,
  problem: Problem,
  before: PolicySet,
  shown: string,
  library: Library,
  missing: Set<string>,
): Lockout | null {
  const action = library.action(shown);
  if (action === null) {
    missing.add(`'${shown}' is not the name of one action`);
    return null;
  }
  const selectedBefore = select(before, action.service, library);
  const selectedNow = select(problem.policies, action.service, library);
  const old = slice(selectedBefore, action.key);
  const now = slice(selectedNow, action.key);
  const isOld = new Set([...old.layers.flatMap(({ placed }) => placed), ...old.denies]);
  const refIn = (placed: Placed) => refOf(placed, isOld.has(placed) ? selectedBefore : selectedNow);
  for (const resource of problem.resources) {
    const asked = {
      action,
      resources: library.resources(resource, action.key, setting.home),
      pattern: resource,
    };
    for (const { query, lost } of refusals(old, now)) {
      const solved = solveZone(setting, asked, 'inside', query);
      if (solved.status === 'unknown')
        for (const { of, what } of solved.missing)
          missing.add(missingText(of === null ? null : refIn(of), what));
      if (solved.status !== 'reachable') continue;
      const witness = { action: shown, ...solved.request() };
      const refs = solved.chosen.map(refIn);
      const allowedBy = refs.slice(0, old.layers.length);
      const deniedBy = refs.slice(old.layers.length);
      return {
        status: 'some',
        witness,
        allowedBy,
        deniedBy,
        because: lockoutBecause(witness, deniedBy, lost),
      };
    }
  }
  return null;
}

/** Whether the problem's policies refuse an inside request that `before` allows. */
export function lockout(problem: Problem, before: PolicySet, library: Library): Lockout {
  const wrong = problemOf(problem, library);
  if (wrong !== null) return unknown([wrong]);
  const setting = readSetting(problem, library);
  const missing = new Set<string>();
  for (const action of problem.actions) {
    const lost = forAction(setting, problem, before, action, library, missing);
    if (lost !== null) return lost;
  }
  return missing.size === 0 ? { status: 'none' } : unknown([...missing]);
}
