import { compileDocument, type CompiledDocument, isShortAndForeign, formConcerns, formOf } from './document';
import { type Boundary, readPerimeter } from './origin';
import type { Bounds, WorkCount } from './meter';
import type { Home } from './principal';
import type { Refused } from './refused';
import { resourceKind, resourceQuery, type ResourceQuery } from './resource';
import { type ActionName, readAction } from './action';
import { isRecord } from './shape';
import type { Pool, StatementResources, SharedBody } from './statement';
import type { Condition } from './condition';
import type { Perimeter } from './types';

/** What the engine keeps between problems: compiled documents and prepared patterns. */
export interface Library {
  readonly bounds: Bounds;
  /** All work done so far. */
  readonly work: WorkCount;
  /** The compiled form of a document that concerns the service, or null. `organization`: an SCP or RCP. */
  relevant(document: unknown, organization: boolean, service: string): CompiledDocument | null;
  resources(pattern: string, action: string, home: Home): ResourceQuery;
  boundary(perimeter: Perimeter): Boundary | Refused;
  action(shown: string): ActionName | null;
  /** A number that identifies the object as long as it exists. */
  identify(object: object): number;
  /** The services of some actions, and a number for the whole question. */
  asked(actions: readonly string[], resources: readonly string[]): Questions;
}

export interface Questions {
  readonly services: readonly string[];
  /** Identifies the actions and resources. */
  readonly id: number;
}

const MAX_KEPT = 4096;
const MAX_TEXT = 65_536;

/** A full map is emptied, which bounds memory and costs little. */
function keep<T>(shelf: Map<string, T>, key: string, value: T): void {
  if (shelf.size >= MAX_KEPT) shelf.clear();
  shelf.set(key, value);
}

/** Looks up a value, or makes and keeps it. */
export function remember<T>(shelf: Map<string, T>, key: string, make: () => T): T {
  const known = shelf.get(key);
  if (known !== undefined) return known;
  const made = make();
  keep(shelf, key, made);
  return made;
}

/** A document is kept compiled or, like nearly all of them, as the name of a service that it does not concern. */
interface Shelf {
  readonly objects: WeakMap<object, CompiledDocument | string>;
  readonly texts: Map<string, CompiledDocument | string>;
}

/** Keeps documents by identity (objects) or by text, so that each distinct one is compiled once. */
export function createLibrary(bounds: Bounds): Library {
  const shelf = (): Shelf => ({ objects: new WeakMap(), texts: new Map() });
  const [identity, organizations] = [shelf(), shelf()];
  const queries = new Map<string, ResourceQuery>();
  const actions = new Map<string, { readonly name: ActionName | null }>();
  const questionIds = new Map<string, number>();
  const bodies = new Map<string, SharedBody>();
  const conditions = new Map<string, Condition | Refused>();
  const resources = new Map<string, StatementResources>();
  let last: { names: readonly string[]; patterns: readonly string[]; questions: Questions } | null = null;
  const boundaries = new WeakMap<object, Boundary | Refused>();
  const numbers = new WeakMap<object, number>();
  let next = 0;

  const pool: Pool = {
    body: (content, make) => remember(bodies, content, () => ({ id: (next += 1), body: make() })),
    condition: (content, make) => remember(conditions, content, make),
    resources: (content, make) => remember(resources, content, make),
  };

  /** What to keep for a document: only the service's name when the document does not concern the service. */
  function compileIfRelevant(document: unknown, organization: boolean, service: string, foreign: boolean) {
    const form = formOf(document);
    if (foreign && !formConcerns(form, service)) return service;
    return compileDocument((next += 1), form, organization, pool);
  }

  return {
    bounds,
    work: { steps: 0, nodes: 0 },
    relevant(document, organization, service) {
      if (isRecord(document) && isShortAndForeign(document, service)) return null;
      const kept = organization ? organizations : identity;
      const isKept = typeof document === 'string' && document.length <= MAX_TEXT;
      const isShared = isRecord(document);
      let known = isShared ? kept.objects.get(document) : isKept ? kept.texts.get(document) : undefined;
      if (known === service) return null;
      if (known === undefined || typeof known === 'string') {
        known = compileIfRelevant(document, organization, service, known === undefined);
        if (isShared) kept.objects.set(document, known);
        else if (isKept) keep(kept.texts, document, known);
      }
      return typeof known !== 'string' && known.concerns(service) ? known : null;
    },
    resources: (pattern, action, home) =>
      remember(queries, `${home.partition} ${home.account} ${resourceKind(action)} ${pattern}`, () =>
        resourceQuery(pattern, action, home),
      ),
    boundary(perimeter) {
      const known = boundaries.get(perimeter) ?? readPerimeter(perimeter);
      boundaries.set(perimeter, known);
      return known;
    },
    action: (shown) => remember(actions, shown, () => ({ name: readAction(shown) })).name,
    asked(names, patterns) {
      // All principals of an account are asked the same, so the last question is nearly always the next one too.
      if (last?.names === names && last.patterns === patterns) return last.questions;
      const services = names
        .map((shown) => readAction(shown)?.service)
        .filter((service) => service !== undefined);
      const id = remember(questionIds, JSON.stringify([names, patterns]), () => (next += 1));
      last = { names, patterns, questions: { services: [...new Set(services)], id } };
      return last.questions;
    },
    identify(object) {
      const known = numbers.get(object) ?? (next += 1);
      numbers.set(object, known);
      return known;
    },
  };
}
