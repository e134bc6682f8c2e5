import type { Placed } from './bind';
import { compileDocument, type CompiledDocument } from './document';
import type { PolicySet, PolicySource } from './types';

/** Gives the compiled form of a document, the same one for the same document. */
export interface Library {
  compile(document: unknown, organization: boolean): CompiledDocument;
}

const MAX_TEXTS = 4096;
const MAX_TEXT = 65_536;

/** Keeps compiled documents: by identity for objects, by text for texts (a bounded number of them). */
export function createLibrary(): Library {
  const shelves = [0, 1].map(() => ({
    objects: new WeakMap<object, CompiledDocument>(),
    texts: new Map<string, CompiledDocument>(),
  }));
  return {
    compile(document, organization) {
      const shelf = shelves[organization ? 1 : 0];
      if (shelf === undefined) return compileDocument(document, organization);
      if (typeof document === 'object' && document !== null) {
        let compiled = shelf.objects.get(document);
        if (compiled === undefined)
          shelf.objects.set(document, (compiled = compileDocument(document, organization)));
        return compiled;
      }
      if (typeof document !== 'string' || document.length > MAX_TEXT)
        return compileDocument(document, organization);
      let compiled = shelf.texts.get(document);
      if (compiled === undefined) {
        if (shelf.texts.size >= MAX_TEXTS) shelf.texts.clear();
        shelf.texts.set(document, (compiled = compileDocument(document, organization)));
      }
      return compiled;
    },
  };
}

/** The statements of a policy set that name one action: an Allow is needed from every layer. */
export interface Slice {
  readonly layers: readonly { readonly name: string; readonly placed: readonly Placed[] }[];
  readonly denies: readonly Placed[];
}

/** Selects the statements that name the action (lower case). */
export function slice(policies: PolicySet, action: string, service: string, library: Library): Slice {
  const denies: Placed[] = [];
  const select = (
    sources: readonly PolicySource[],
    path: (index: number) => string,
    organization: boolean,
  ) => {
    const allows: Placed[] = [];
    for (const [index, source] of sources.entries()) {
      for (const statement of library.compile(source.document, organization).statements(action, service)) {
        const where = path(index);
        const place = statement.index < 0 ? where : `${where}.Statement[${statement.index}]`;
        const ref = {
          path: place,
          label: source.label,
          ...(statement.sid === null ? {} : { sid: statement.sid }),
        };
        const placed = { ref, statement };
        if (statement.effect !== 'Deny') allows.push(placed);
        if (statement.effect !== 'Allow') denies.push(placed);
      }
    }
    return allows;
  };
  const layers = [
    {
      name: 'the identity policies',
      placed: select(policies.identity, (index) => `identity[${index}]`, false),
    },
  ];
  if (policies.boundary !== null) {
    layers.push({
      name: 'the permissions boundary',
      placed: select([policies.boundary], () => 'boundary', false),
    });
  }
  for (const [level, sources] of policies.scps.entries()) {
    const path = (index: number) => `scps[${level}][${index}]`;
    layers.push({
      name: `the service control policies of level ${level}`,
      placed: select(sources, path, true),
    });
  }
  for (const [level, sources] of policies.rcps.entries()) {
    const path = (index: number) => `rcps[${level}][${index}]`;
    layers.push({
      name: `the resource control policies of level ${level}`,
      placed: select(sources, path, true),
    });
  }
  return { layers, denies };
}
