import { compileDocument, type CompiledDocument } from './document';
import { resourceQuery, type ResourceQuery } from './resource';

/** What the engine keeps between problems: documents compiled, resource patterns prepared. */
export interface Library {
  readonly maxNodes: number;
  /** The compiled form of a document, the same one for the same document. `organization`: an SCP or RCP. */
  compile(document: unknown, organization: boolean): CompiledDocument;
  resources(pattern: string, action: string, account: string): ResourceQuery;
}

const MAX_KEPT = 4096;
const MAX_TEXT = 65_536;

function remember<T>(shelf: Map<string, T>, key: string, make: () => T): T {
  const known = shelf.get(key);
  if (known !== undefined) return known;
  if (shelf.size >= MAX_KEPT) shelf.clear();
  const made = make();
  shelf.set(key, made);
  return made;
}

interface Shelf {
  readonly objects: WeakMap<object, CompiledDocument>;
  readonly texts: Map<string, CompiledDocument>;
}

function find(shelf: Shelf, document: unknown, organization: boolean): CompiledDocument {
  const make = () => compileDocument(document, organization);
  if (typeof document === 'string')
    return document.length > MAX_TEXT ? make() : remember(shelf.texts, document, make);
  if (typeof document !== 'object' || document === null) return make();
  const known = shelf.objects.get(document);
  if (known !== undefined) return known;
  const made = make();
  shelf.objects.set(document, made);
  return made;
}

/** Keeps documents by identity (objects) or text, so that each distinct one is compiled once. */
export function createLibrary(maxNodes: number): Library {
  const identity: Shelf = { objects: new WeakMap(), texts: new Map() };
  const organizations: Shelf = { objects: new WeakMap(), texts: new Map() };
  const queries = new Map<string, ResourceQuery>();
  return {
    maxNodes,
    compile: (document, organization) =>
      find(organization ? organizations : identity, document, organization),
    resources: (pattern, action, account) =>
      remember(queries, `${account} ${action} ${pattern}`, () => resourceQuery(pattern, action, account)),
  };
}
