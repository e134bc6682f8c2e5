import { compileDocument, type CompiledDocument, shapeConcerns, shapeOf } from './document';
import { type Boundary, readPerimeter } from './origin';
import { resourceKind, resourceQuery, type ResourceQuery } from './resource';
import { type ActionName, readAction } from './action';
import type { Perimeter } from './types';

/** What the engine keeps between problems: documents compiled and patterns prepared. */
export interface Library {
  readonly maxNodes: number;
  /** The compiled form of a document that concerns the service, or null. `organization`: an SCP or RCP. */
  relevant(document: unknown, organization: boolean, service: string): CompiledDocument | null;
  resources(pattern: string, action: string, account: string): ResourceQuery;
  boundary(perimeter: Perimeter): Boundary | string;
  action(shown: string): ActionName | null;
  /** A number that stands for the object as long as it lives. */
  identify(thing: object): number;
  /** The services of some actions, and a number for the whole question. */
  asked(actions: readonly string[], resources: readonly string[]): Questions;
}

export interface Questions {
  readonly services: readonly string[];
  /** Stands for the actions and resources. */
  readonly id: number;
}

const MAX_KEPT = 4096;
const MAX_TEXT = 65_536;
const SHORT = 4;

/** Looks up or makes; a full shelf is emptied, which bounds memory and costs little. */
export function remember<T>(shelf: Map<string, T>, key: string, make: () => T): T {
  const known = shelf.get(key);
  if (known !== undefined) return known;
  if (shelf.size >= MAX_KEPT) shelf.clear();
  const made = make();
  shelf.set(key, made);
  return made;
}

/** A document is kept compiled, or as the one service that it does not concern, which is nearly all of them. */
interface Shelf {
  readonly objects: WeakMap<object, CompiledDocument | string>;
  readonly texts: Map<string, CompiledDocument>;
}

/** Keeps documents by identity (objects) or text, so that each distinct one is compiled once. */
export function createLibrary(maxNodes: number): Library {
  const shelf = (): Shelf => ({ objects: new WeakMap(), texts: new Map() });
  const [identity, organizations] = [shelf(), shelf()];
  const queries = new Map<string, ResourceQuery>();
  const actions = new Map<string, { readonly name: ActionName | null }>();
  const questionIds = new Map<string, number>();
  const statementIds = new Map<string, number>();
  let last: { names: readonly string[]; patterns: readonly string[]; questions: Questions } | null = null;
  const boundaries = new WeakMap<object, Boundary | string>();
  const numbers = new WeakMap<object, number>();
  let next = 0;

  /** The same number for statements of the same content, which templates stamp out by the hundred. */
  const identifyContent = (content: string): number => remember(statementIds, content, () => (next += 1));

  function fromObject(
    kept: Shelf,
    document: object,
    organization: boolean,
    service: string,
  ): CompiledDocument | null {
    let known = kept.objects.get(document);
    if (known === service) return null;
    if (known === undefined || typeof known === 'string') {
      const shape = shapeOf(document);
      if (known === undefined && !shapeConcerns(shape, service)) {
        // To look at a short document again is as cheap as to look it up.
        if (typeof shape !== 'string' && shape.statements.length > SHORT) kept.objects.set(document, service);
        return null;
      }
      known = compileDocument((next += 1), shape, organization, identifyContent);
      kept.objects.set(document, known);
    }
    return known.concerns(service) ? known : null;
  }

  return {
    maxNodes,
    relevant(document, organization, service) {
      const kept = organization ? organizations : identity;
      if (typeof document === 'object' && document !== null)
        return fromObject(kept, document, organization, service);
      const make = () => compileDocument((next += 1), shapeOf(document), organization, identifyContent);
      const keep = typeof document === 'string' && document.length <= MAX_TEXT;
      const compiled = keep ? remember(kept.texts, document, make) : make();
      return compiled.concerns(service) ? compiled : null;
    },
    resources: (pattern, action, account) =>
      remember(queries, `${account} ${resourceKind(action)} ${pattern}`, () =>
        resourceQuery(pattern, action, account),
      ),
    boundary(perimeter) {
      const known = boundaries.get(perimeter) ?? readPerimeter(perimeter);
      boundaries.set(perimeter, known);
      return known;
    },
    action: (shown) => remember(actions, shown, () => ({ name: readAction(shown) })).name,
    asked(names, patterns) {
      // An account's principals are all asked the same, so the last question is nearly always the next.
      if (last?.names === names && last.patterns === patterns) return last.questions;
      const services = names
        .map((shown) => readAction(shown)?.service)
        .filter((service) => service !== undefined);
      const id = remember(questionIds, `${names.join(' ')}\n${patterns.join(' ')}`, () => (next += 1));
      last = { names, patterns, questions: { services: [...new Set(services)], id } };
      return last.questions;
    },
    identify(thing) {
      const known = numbers.get(thing) ?? (next += 1);
      numbers.set(thing, known);
      return known;
    },
  };
}
