import { everywhere, lazyAnswer, notAllowed, toZone, unknownZone, type View } from './answer';
import { type Solved, makeQuery, type Query } from './solver';
import { type Library, remember } from './library';
import type { ZoneName } from './origin';
import { type ActionQuestion, solveZone } from './zone';
import { homeOf, principalKeys } from './principal';
import type { ActionName } from './action';
import { problemOf, readSetting, type Setting } from './setting';
import {
  documentsOf,
  isNamedBy,
  namedBy,
  emptySelection,
  pick,
  positionsOf,
  select,
  type Selection,
  slice,
  type StatementSlice,
} from './slice';
import { actionKind } from '../validate';
import type { Statement } from './statement';
import type { Answer, PolicySet, Problem, Zone } from './types';

/** What was found for the same statements in the same order, whatever their positions in the policies. */
interface Shared {
  readonly setting: Setting;
  readonly asked: ActionQuestion;
  readonly part: StatementSlice;
  readonly query: Query;
  readonly found: Map<ZoneName, Solved>;
}

/** One action on one resource: either answered already, or to be decided from the statements about it. */
type Case =
  | { readonly answer: Answer }
  | {
      readonly answer: null;
      readonly resource: string;
      readonly action: ActionName;
      readonly part: StatementSlice;
      readonly shared: Shared;
    };

interface Known {
  readonly cases: readonly Case[];
  /** By the positions of the documents. */
  readonly answers: Map<string, readonly Answer[]>;
}

/** What is kept from one principal to the next, because many of them have the same few policies. */
export interface AnswerMemory {
  /** By documents; null when no two problems have the same documents. */
  readonly known: Map<string, Known> | null;
  /** By statements. */
  readonly shared: Map<string, Shared>;
  /** The answers of a principal without any statement for the services asked about. */
  nobody: { readonly id: number; readonly answers: readonly Answer[] } | null;
}

/** @param documents whether documents are repeated, as in an account, unlike in a stream of texts */
export function createMemory(documents: boolean): AnswerMemory {
  return { known: documents ? new Map() : null, shared: new Map(), nobody: null };
}

/** The relevant documents by service; empty when no statement of the principal itself concerns a service. */
type Selections = readonly Selection[];

const noSelections: Selections = [];

function selectionOf(selections: Selections, service: string): Selection {
  for (const selection of selections) if (selection.service === service) return selection;
  return emptySelection;
}

function selectAll(policies: PolicySet, services: readonly string[], library: Library): Selections {
  let selections: Selection[] | null = null;
  for (const service of services) {
    const own = pick(policies.identity, false, service, library);
    // What limits a principal does not matter where there is nothing to limit.
    if (own.length > 0) (selections ??= []).push(select(policies, service, library, own));
  }
  return selections ?? noSelections;
}

function idsOf({ layers, denies }: StatementSlice): string {
  let text = '';
  for (const { name, placed } of layers) {
    text += `${name}:`;
    for (const { statement } of placed) text += ` ${statement.id}`;
    text += ';';
  }
  for (const { statement } of denies) text += ` ${statement.id}`;
  return text;
}

/** The result of the statements about an action; shared by all actions that the same statements name. */
interface Part {
  readonly selection: Selection;
  readonly named: readonly (readonly Statement[])[];
  readonly slice: StatementSlice;
  /** The zone when a layer allows nothing at all. */
  readonly closed: Zone | null;
  readonly ids: string;
  /** By resources, and by what a witness of the action may look like. */
  readonly shared: Map<string, Shared>;
}

function partOf(parts: Part[], selection: Selection, action: ActionName): Part {
  let part = parts.find((one) => one.selection === selection && isNamedBy(selection, action.key, one.named));
  if (part === undefined) {
    const made = slice(selection, action.key);
    const empty = made.layers.find(({ placed }) => placed.length === 0);
    part = {
      selection,
      named: namedBy(selection, action.key),
      slice: made,
      closed: empty === undefined ? null : notAllowed(empty.name),
      ids: idsOf(made),
      shared: new Map(),
    };
    parts.push(part);
  }
  return part;
}

function casesOf(
  problem: Problem,
  around: string,
  selections: Selections,
  library: Library,
  memory: AnswerMemory,
): readonly Case[] {
  const setting = readSetting(problem, library);
  const parts: Part[] = [];
  const sharedFor = (part: Part, action: ActionName, resource: string): Shared => {
    const resources = library.resources(resource, action.key, setting.home);
    const about = `${library.identify(resources)} ${actionKind(action.key)}`;
    const question = () => `${around}\n${action.service} ${about}\n${part.ids}`;
    let shared = part.shared.get(about);
    if (shared === undefined) {
      shared = remember(memory.shared, question(), () => ({
        setting,
        asked: { action, resources, pattern: resource },
        part: part.slice,
        query: makeQuery(part.slice.layers, part.slice.denies),
        found: new Map<ZoneName, Solved>(),
      }));
      part.shared.set(about, shared);
    }
    return shared;
  };
  const caseOf = (shown: string, resource: string): Case => {
    const action = library.action(shown);
    if (action === null) {
      const zone = unknownZone([`'${shown}' is not the name of one action`]);
      return { answer: everywhere(shown, resource, zone) };
    }
    const part = partOf(parts, selectionOf(selections, action.service), action);
    if (part.closed !== null) return { answer: everywhere(shown, resource, part.closed) };
    return { answer: null, resource, action, part: part.slice, shared: sharedFor(part, action, resource) };
  };
  return problem.actions.flatMap((shown) => problem.resources.map((resource) => caseOf(shown, resource)));
}

function solvedOnce({ setting, asked, query, found }: Shared, zone: ZoneName): Solved {
  const verdict = found.get(zone) ?? solveZone(setting, asked, zone, query);
  found.set(zone, verdict);
  return verdict;
}

function answersTo(cases: readonly Case[], problem: Problem, selections: Selections): readonly Answer[] {
  const principal = principalKeys(problem.principal);
  return cases.map((one) => {
    if (one.answer !== null) return one.answer;
    const { action, part, resource, shared } = one;
    const selection = selectionOf(selections, action.service);
    const view: View = { action: action.shown, selection, part, principal };
    return lazyAnswer(action.shown, resource, (zone) =>
      toZone(solvedOnce(shared, zone), shared.part, view, zone),
    );
  });
}

function anyTestsPrincipal({ service, layers }: Selection): boolean {
  for (const { selected } of layers)
    for (const { document } of selected) if (document.testsPrincipal(service)) return true;
  return false;
}

/**
 * What the answers depend on besides the policies: the perimeter, the context, and the principal if statements test it.
 */
function surroundings(problem: Problem, selections: Selections, library: Library): string {
  const { perimeter, context, now, principal } = problem;
  let personal = false;
  for (const selection of selections) personal ||= anyTestsPrincipal(selection);
  const { account, partition } = homeOf(principal);
  const who = personal ? JSON.stringify(principal) : `${partition} ${account}`;
  return `${library.identify(perimeter)} ${now ?? ''} ${context === undefined ? '' : library.identify(context)} ${who}`;
}

function ofNobody(problem: Problem, id: number, library: Library, memory: AnswerMemory): readonly Answer[] {
  if (memory.nobody?.id !== id) {
    const cases = casesOf(problem, '', noSelections, library, memory);
    memory.nobody = { id, answers: answersTo(cases, problem, noSelections) };
  }
  return memory.nobody.answers;
}

/** One answer for each action and resource, in that order. */
export function decideProblem(problem: Problem, library: Library, memory: AnswerMemory): readonly Answer[] {
  const wrong = problemOf(problem, library);
  if (wrong !== null) {
    const zone = unknownZone([wrong]);
    return problem.actions.flatMap((shown) =>
      problem.resources.map((resource) => everywhere(shown, resource, zone)),
    );
  }
  const { services, id } = library.asked(problem.actions, problem.resources);
  const selections = selectAll(problem.policies, services, library);
  if (selections.length === 0) return ofNobody(problem, id, library, memory);
  const around = surroundings(problem, selections, library);
  if (memory.known === null)
    return answersTo(casesOf(problem, around, selections, library, memory), problem, selections);
  let documents = `${id} ${around}`;
  let positions = '';
  for (const selection of selections) {
    documents += `\n${selection.service} ${documentsOf(selection)}`;
    positions += positionsOf(selection);
  }
  const known = remember(memory.known, documents, () => ({
    cases: casesOf(problem, around, selections, library, memory),
    answers: new Map<string, readonly Answer[]>(),
  }));
  return remember(known.answers, positions, () => answersTo(known.cases, problem, selections));
}
