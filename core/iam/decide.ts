import { escapes } from './escape';
import type { Judged, Query } from './judge';
import type { RegionName } from './origin';
import type { Library } from './library';
import { slice, type Slice } from './slice';
import { type Asked, judgeRegion } from './region';
import { type ActionName, readAction, readSetting, type Setting } from './setting';
import type { Answer, Problem, ProofStep, Region } from './types';
import { reachableBecause, unknownBecause, unreachableBecause } from './words';

function toRegion(judged: Judged, asked: Asked, part: Slice, setting: Setting): Region {
  if (judged.status === 'unknown') return { ...judged, because: unknownBecause(judged.missing) };
  if (judged.status === 'unreachable') {
    const steps = judged.steps.map((step): ProofStep =>
      step.kind === 'denied' ? { ...step, by: step.by.ref } : step,
    );
    return { status: 'unreachable', proof: { steps }, because: unreachableBecause(steps) };
  }
  const witness = { action: asked.action.shown, resource: judged.resource, context: judged.context };
  const allowedBy = judged.chosen.map((placed) => placed.ref);
  const escaped = escapes(part.denies, witness, setting.principal);
  return { status: 'reachable', witness, allowedBy, escaped, because: reachableBecause(witness, allowedBy) };
}

function unknownAnswer(action: string, resource: string, what: string): Answer {
  const region: Region = { status: 'unknown', missing: [what], because: unknownBecause([what]) };
  return { action, resource, outside: region, inside: region, viaService: region };
}

function answer(
  setting: Setting,
  action: ActionName,
  resource: string,
  part: Slice,
  library: Library,
): Answer {
  const asked = { action, resources: library.resources(resource, action.key, setting.account) };
  const query: Query = { layers: part.layers, negatives: part.denies };
  const region = (name: RegionName) =>
    toRegion(judgeRegion(setting, asked, name, query, library.maxNodes), asked, part, setting);
  const [outside, inside, viaService] = [region('outside'), region('inside'), region('viaService')];
  return { action: action.shown, resource, outside, inside, viaService };
}

/** One answer for each action and resource, in that order. */
export function decide(problem: Problem, library: Library): readonly Answer[] {
  const setting = readSetting(problem);
  return problem.actions.flatMap((shown) => {
    const action = readAction(shown);
    if (typeof setting === 'string')
      return problem.resources.map((one) => unknownAnswer(shown, one, setting));
    if (action === null) {
      return problem.resources.map((one) =>
        unknownAnswer(shown, one, `'${shown}' is not the name of one action`),
      );
    }
    const part = slice(problem.policies, action, library);
    return problem.resources.map((one) => answer(setting, action, one, part, library));
  });
}
