import { escapes } from './escape';
import type { Placed } from './bind';
import { type Judged, makeQuery, type Query } from './judge';
import { type Library, remember } from './library';
import type { RegionName } from './origin';
import { type Asked, judgeRegion } from './region';
import { accountOf } from './principal';
import type { ActionName } from './action';
import { problemOf, readSetting, type Setting } from './setting';
import { IDENTITY, select, type Selection, signature, slice, type Slice } from './slice';
import type { Answer, PolicySet, Problem, ProofStep, Region } from './types';
import { reachableBecause, unknownBecause, unreachableBecause } from './words';

/** Answers given, by all that they depend on: the principals of an account share few policies. */
export interface Memory {
  readonly answers: Map<string, readonly Answer[]>;
  readonly shared: Map<string, Shared>;
  /** The answers of a principal without any statement for the services asked about. */
  nobody: { readonly id: number; readonly answers: readonly Answer[] } | null;
}

export function createMemory(): Memory {
  return { answers: new Map(), shared: new Map(), nobody: null };
}

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

/** What was found for the same statements in the same order, wherever they stood. */
interface Shared {
  readonly part: Slice;
  readonly query: Query;
  readonly found: Map<RegionName, Judged>;
}

function everyPlaced(part: Slice): readonly Placed[] {
  return [...part.layers.flatMap((layer) => layer.placed), ...part.denies];
}

/** The same verdict about the same statements at other places. */
function moved(judged: Judged, from: Slice, to: Slice): Judged {
  if (from === to || judged.status === 'unknown') return judged;
  const [old, now] = [everyPlaced(from), everyPlaced(to)];
  const place = (placed: Placed) => now[old.indexOf(placed)] ?? placed;
  if (judged.status === 'reachable') return { ...judged, chosen: judged.chosen.map(place) };
  return {
    ...judged,
    steps: judged.steps.map((step) => (step.kind === 'denied' ? { ...step, by: place(step.by) } : step)),
  };
}

function idsOf(part: Slice): string {
  const ids = (placed: readonly Placed[]) => placed.map(({ statement }) => statement.id).join(' ');
  return `${part.layers.map(({ name, placed }) => `${name}: ${ids(placed)}`).join('; ')}; ${ids(part.denies)}`;
}

function answer(
  setting: Setting,
  around: string,
  action: ActionName,
  resource: string,
  part: Slice,
  library: Library,
  memory: Memory,
): Answer {
  const closed = part.layers.find((layer) => layer.placed.length === 0);
  if (closed !== undefined) {
    return everywhere(
      action.shown,
      resource,
      closed.name === IDENTITY ? notAllowedByIdentity : notAllowed(closed.name),
    );
  }
  const asked = { action, resources: library.resources(resource, action.key, setting.account) };
  const shared = remember(
    memory.shared,
    `${around}\n${action.service} ${library.identify(asked.resources)}\n${idsOf(part)}`,
    () => ({
      part,
      query: makeQuery(part.layers, part.denies),
      found: new Map<RegionName, Judged>(),
    }),
  );
  const region = (name: RegionName) => {
    let made: Region | undefined;
    return () => {
      if (made !== undefined) return made;
      const judged =
        shared.found.get(name) ?? judgeRegion(setting, asked, name, shared.query, library.maxNodes);
      shared.found.set(name, judged);
      return (made = toRegion(moved(judged, shared.part, part), asked, part, setting));
    };
  };
  const [outside, inside, viaService] = [region('outside'), region('inside'), region('viaService')];
  // Most readers look at the outside only, so each region is decided when it is first read.
  return {
    action: action.shown,
    resource,
    get outside() {
      return outside();
    },
    get inside() {
      return inside();
    },
    get viaService() {
      return viaService();
    },
  };
}

function answers(
  problem: Problem,
  setting: Setting,
  around: string,
  selections: ReadonlyMap<string, Selection>,
  library: Library,
  memory: Memory,
): readonly Answer[] {
  return problem.actions.flatMap((shown) => {
    const action = library.action(shown);
    const selection = action === null ? undefined : selections.get(action.service);
    if (action === null || selection === undefined) {
      const region = unknownRegion(`'${shown}' is not the name of one action`);
      return problem.resources.map((resource) => everywhere(shown, resource, region));
    }
    const part = slice(selection, action);
    return problem.resources.map((resource) =>
      answer(setting, around, action, resource, part, library, memory),
    );
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

/** What the answers depend on beside the policies: the perimeter, the context, and the principal as far as it is looked at. */
function surroundings(
  problem: Problem,
  selections: ReadonlyMap<string, Selection>,
  library: Library,
): string {
  const { perimeter, context, principal } = problem;
  const personal = [...selections].some(([service, selection]) => looksAtPrincipal(service, selection));
  const who = personal ? JSON.stringify(principal) : accountOf(principal);
  return `${library.identify(perimeter)} ${context === undefined ? '' : library.identify(context)} ${who}`;
}

/** One answer for each action and resource, in that order. `memory` null: nothing is kept for later. */
export function decide(problem: Problem, library: Library, memory: Memory | null): readonly Answer[] {
  const wrong = problemOf(problem, library);
  if (wrong !== null) {
    const region = unknownRegion(wrong);
    return problem.actions.flatMap((shown) =>
      problem.resources.map((resource) => everywhere(shown, resource, region)),
    );
  }
  const { services, id } = library.asked(problem.actions, problem.resources);
  const kept = memory ?? createMemory();
  if (!services.some((service) => hasIdentity(problem, service, library))) {
    if (kept.nobody?.id !== id)
      kept.nobody = {
        id,
        answers: answers(
          problem,
          readSetting(problem, library),
          '',
          selectAll(nobody, services, library),
          library,
          kept,
        ),
      };
    return kept.nobody.answers;
  }
  const selections = selectAll(problem.policies, services, library);
  const around = surroundings(problem, selections, library);
  const question = `${id} ${around}\n${[...selections.values()].map(signature).join('\n')}`;
  return remember(kept.answers, question, () =>
    answers(problem, readSetting(problem, library), around, selections, library, kept),
  );
}
