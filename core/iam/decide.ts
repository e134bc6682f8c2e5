import { escapes } from './escape';
import { type Judged, makeQuery } from './judge';
import { type Library, remember } from './library';
import type { RegionName } from './origin';
import { type Asked, judgeRegion } from './region';
import { type ActionName, readSetting, type Setting } from './setting';
import { IDENTITY, select, type Selection, signature, slice, type Slice } from './slice';
import type { Answer, PolicySet, Problem, ProofStep, Region } from './types';
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

function everywhere(action: string, resource: string, region: Region): Answer {
  return { action, resource, outside: region, inside: region, viaService: region };
}

function unknownRegion(what: string): Region {
  return { status: 'unknown', missing: [what], because: unknownBecause([what]) };
}

function notAllowed(layer: string): Region {
  const steps: ProofStep[] = [{ kind: 'not-allowed', part: 'every request', layer }];
  return { status: 'unreachable', proof: { steps }, because: unreachableBecause(steps) };
}

/** Of a principal without a statement for the service. */
const nobody: PolicySet = { identity: [], boundary: null, scps: [], rcps: [] };

/** Every principal without a statement for the service has this answer, so that it is made once. */
const notAllowedByIdentity = notAllowed(IDENTITY);

function answer(
  setting: Setting,
  action: ActionName,
  resource: string,
  part: Slice,
  library: Library,
): Answer {
  const closed = part.layers.find((layer) => layer.placed.length === 0);
  if (closed !== undefined) {
    return everywhere(
      action.shown,
      resource,
      closed.name === IDENTITY ? notAllowedByIdentity : notAllowed(closed.name),
    );
  }
  const asked = {
    action,
    resources: library.resources(resource, action.key, setting.account),
  };
  const query = makeQuery(part.layers, part.denies);
  const region = (name: RegionName) =>
    toRegion(judgeRegion(setting, asked, name, query, library.maxNodes), asked, part, setting);
  const [outside, inside, viaService] = [region('outside'), region('inside'), region('viaService')];
  return { action: action.shown, resource, outside, inside, viaService };
}

function answers(
  problem: Problem,
  setting: Setting,
  selections: ReadonlyMap<string, Selection>,
  library: Library,
): readonly Answer[] {
  return problem.actions.flatMap((shown) => {
    const action = library.action(shown);
    const selection = action === null ? undefined : selections.get(action.service);
    if (action === null || selection === undefined) {
      const region = unknownRegion(`'${shown}' is not the name of one action`);
      return problem.resources.map((resource) => everywhere(shown, resource, region));
    }
    const part = slice(selection, action);
    return problem.resources.map((resource) => answer(setting, action, resource, part, library));
  });
}

/** Whether some statement of the principal itself concerns the service; for most it does not, and that decides. */
function hasIdentity(problem: Problem, service: string, library: Library): boolean {
  for (const source of problem.policies.identity)
    if (library.relevant(source.document, false, service)) return true;
  return false;
}

function selectAll(
  policies: PolicySet,
  services: readonly string[],
  library: Library,
): ReadonlyMap<string, Selection> {
  return new Map(services.map((service) => [service, select(policies, service, library)]));
}

function looksAtPrincipal(service: string, selection: Selection): boolean {
  return selection.layers.some(({ selected }) =>
    selected.some(({ document }) => document.looksAtPrincipal(service)),
  );
}

/** Everything that the answers depend on, as one text; many principals of an account share it. */
function questionOf(
  problem: Problem,
  setting: Setting,
  selections: ReadonlyMap<string, Selection>,
  library: Library,
): string {
  const { perimeter, context, principal } = problem;
  const around = `${library.identify(perimeter)} ${context === undefined ? '' : library.identify(context)}`;
  const list = [...selections];
  const personal = list.some(([service, selection]) => looksAtPrincipal(service, selection));
  const who = personal ? JSON.stringify(principal) : setting.account;
  return [around, who, ...list.map(([service, selection]) => `${service}\n${signature(selection)}`)].join(
    '\n\n\n',
  );
}

/** One answer for each action and resource, in that order. */
export function decide(problem: Problem, library: Library): readonly Answer[] {
  const setting = readSetting(problem, library);
  if (typeof setting === 'string') {
    const region = unknownRegion(setting);
    return problem.actions.flatMap((shown) =>
      problem.resources.map((resource) => everywhere(shown, resource, region)),
    );
  }
  const { services, asked } = library.asked(problem.actions, problem.resources);
  if (!services.some((service) => hasIdentity(problem, service, library))) {
    return remember(library.answers, asked, () =>
      answers(problem, setting, selectAll(nobody, services, library), library),
    );
  }
  const selections = selectAll(problem.policies, services, library);
  const question = `${asked}\n\n\n${questionOf(problem, setting, selections, library)}`;
  return remember(library.answers, question, () => answers(problem, setting, selections, library));
}
