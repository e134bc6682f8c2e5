import type { Placed } from './bind';
import type { CompiledDocument } from './document';
import { isEverything } from './glob';
import type { Library } from './library';
import type { ActionName } from './action';
import type { PolicySet, PolicySource } from './types';

/** A document that concerns the service asked about, and where it stands. */
interface Selected {
  readonly document: CompiledDocument;
  readonly index: number;
  readonly label: string;
}

interface Layer {
  readonly name: string;
  readonly selected: readonly Selected[];
  /** The place of a document of the layer. */
  readonly path: (index: number) => string;
}

/** The relevant documents of a policy set by layer: an Allow is needed from each. */
export interface Selection {
  readonly layers: readonly Layer[];
}

/** The statements of a selection that name one action. */
export interface Slice {
  readonly layers: readonly { readonly name: string; readonly placed: readonly Placed[] }[];
  readonly denies: readonly Placed[];
}

export const IDENTITY = 'the identity policies';

function pick(
  sources: readonly PolicySource[],
  organization: boolean,
  service: string,
  library: Library,
): readonly Selected[] {
  const selected: Selected[] = [];
  for (let index = 0; index < sources.length; index += 1) {
    const source = sources[index];
    const document = source && library.relevant(source.document, organization, service);
    if (source && document) selected.push({ document, index, label: source.label });
  }
  return selected;
}

/** Drops the documents that cannot matter to the service, which are most. */
export function select(policies: PolicySet, service: string, library: Library): Selection {
  const { identity, boundary, scps, rcps } = policies;
  const at = (path: string) => (index: number) => `${path}[${index}]`;
  const layers: Layer[] = [
    { name: IDENTITY, selected: pick(identity, false, service, library), path: at('identity') },
  ];
  if (boundary !== null) {
    layers.push({
      name: 'the permissions boundary',
      selected: pick([boundary], false, service, library),
      path: () => 'boundary',
    });
  }
  for (const [level, sources] of scps.entries()) {
    const name = `the service control policies of level ${level}`;
    layers.push({ name, selected: pick(sources, true, service, library), path: at(`scps[${level}]`) });
  }
  for (const [level, sources] of rcps.entries()) {
    const name = `the resource control policies of level ${level}`;
    layers.push({ name, selected: pick(sources, true, service, library), path: at(`rcps[${level}]`) });
  }
  return { layers };
}

/** Stands for everything about the selection that an answer shows. */
export function signature(selection: Selection): string {
  let text = '';
  for (const { selected } of selection.layers) {
    for (const { document, index, label } of selected) text += `${document.id} ${index} ${label}\n`;
    text += '\n';
  }
  // A missing boundary and a missing level look alike but for the names.
  return selection.layers.length === 1
    ? text
    : `${selection.layers.map((layer) => layer.name).join('\n')}\n${text}`;
}

/** Whether the statement holds for every request there is. */
function isUnconditional({ statement }: Placed): boolean {
  const { effect, conditions, opaque, readings } = statement;
  if (effect === 'either' || conditions.length > 0 || opaque.length > 0 || readings === null) return false;
  return !readings.under.except && readings.under.patterns.some(isEverything);
}

/** Without statements that cannot make a difference: those beside an unconditional one, and repeated ones. */
function essential(placed: readonly Placed[]): readonly Placed[] {
  if (placed.length < 2) return placed;
  const whole = placed.find(isUnconditional);
  if (whole !== undefined) return [whole];
  return placed.filter(
    ({ statement }, index) => placed.findIndex((one) => one.statement === statement) === index,
  );
}

/** The statements of the selection that name the action and matter. */
export function slice(selection: Selection, action: ActionName): Slice {
  const denies: Placed[] = [];
  const layers = selection.layers.map(({ name, selected, path }) => {
    const allows: Placed[] = [];
    for (const { document, index, label } of selected) {
      const where = path(index);
      for (const statement of document.statements(action.key)) {
        const place = statement.index < 0 ? where : `${where}.Statement[${statement.index}]`;
        const ref =
          statement.sid === null ? { path: place, label } : { path: place, label, sid: statement.sid };
        const placed = { ref, statement };
        if (statement.effect !== 'Deny') allows.push(placed);
        if (statement.effect !== 'Allow') denies.push(placed);
      }
    }
    return { name, placed: essential(allows) };
  });
  return { layers, denies: essential(denies) };
}
