import type { Placed } from './bind';
import type { CompiledDocument } from './document';
import { isEverything } from './glob';
import type { Library } from './library';
import type { Statement } from './statement';
import type { PolicySet, PolicySource, StatementRef } from './types';

/** A document that concerns the service asked about, and its position. */
interface Selected {
  readonly document: CompiledDocument;
  readonly index: number;
  readonly label: string;
}

interface Layer {
  readonly name: string;
  readonly selected: readonly Selected[];
  /** The path of the layer in the policy set; a boundary is a single document and has no index. */
  readonly root: string;
  readonly numbered: boolean;
}

/** The relevant documents of a policy set by layer: an Allow is needed from each. */
export interface Selection {
  readonly service: string;
  readonly layers: readonly Layer[];
}

/** The statements of a selection that name one action. */
export interface StatementSlice {
  readonly layers: readonly { readonly name: string; readonly placed: readonly Placed[] }[];
  readonly denies: readonly Placed[];
}

export const IDENTITY = 'the identity policies';

const none: readonly Selected[] = [];

/** The documents of a layer that concern the service; usually few. */
export function pick(
  sources: readonly PolicySource[],
  organization: boolean,
  service: string,
  library: Library,
): readonly Selected[] {
  let selected: Selected[] | null = null;
  let index = -1;
  for (const source of sources) {
    index += 1;
    const document = library.relevant(source.document, organization, service);
    if (document !== null) (selected ??= []).push({ document, index, label: source.label });
  }
  return selected ?? none;
}

function identityLayer(selected: readonly Selected[]): Layer {
  return { name: IDENTITY, root: 'identity', numbered: true, selected };
}

/** For a principal without a statement about the service: nothing that limits it matters. */
export const emptySelection: Selection = { service: '', layers: [identityLayer(none)] };

/** Selects the documents that can matter to the service; most cannot. */
export function select(
  { identity, boundary, scps, rcps }: PolicySet,
  service: string,
  library: Library,
  own = pick(identity, false, service, library),
): Selection {
  const layer = (name: string, root: string, sources: readonly PolicySource[], organization: boolean) => ({
    name,
    root,
    numbered: true,
    selected: pick(sources, organization, service, library),
  });
  const layers = [identityLayer(own)];
  if (boundary !== null)
    layers.push({ ...layer('the permissions boundary', 'boundary', [boundary], false), numbered: false });
  for (const [level, sources] of scps.entries())
    layers.push(layer(`the service control policies of level ${level}`, `scps[${level}]`, sources, true));
  for (const [level, sources] of rcps.entries())
    layers.push(layer(`the resource control policies of level ${level}`, `rcps[${level}]`, sources, true));
  return { service, layers };
}

/** Identifies the documents of the selection, by layer. */
export function documentsOf({ layers }: Selection): string {
  let text = '';
  for (const { root, selected } of layers) {
    text += root;
    for (const { document } of selected) text += ` ${document.id}`;
  }
  return text;
}

/** Identifies the positions of the documents, which the text of an answer shows. */
export function positionsOf({ layers }: Selection): string {
  let text = '';
  for (const { selected } of layers) for (const { index, label } of selected) text += `${index} ${label}\n`;
  return text;
}

/** The path and label of a statement of the selection, for a reader. */
export function refOf({ layer, position, statement }: Placed, { layers }: Selection): StatementRef {
  const at = layers[layer];
  const document = at?.selected[position];
  if (at === undefined || document === undefined) throw new Error('a statement of another selection');
  const root = at.numbered ? `${at.root}[${document.index}]` : at.root;
  const path = statement.index < 0 ? root : `${root}.Statement[${statement.index}]`;
  const { label } = document;
  return statement.sid === null ? { path, label } : { path, label, sid: statement.sid };
}

/** Whether the statement matches every request. */
function isUnconditional({ statement }: Placed): boolean {
  const { conditions, opaque, readings } = statement;
  if (conditions.length > 0 || opaque.length > 0 || readings === null) return false;
  return !readings.under.except && readings.under.patterns.some(isEverything);
}

/** Drops statements that cannot make a difference: those next to an unconditional one, and duplicates. */
function essential(placed: readonly Placed[]): readonly Placed[] {
  const whole = placed.find(isUnconditional);
  if (whole !== undefined) return [whole];
  return placed.filter(
    ({ statement }, index) => placed.findIndex((one) => one.statement === statement) === index,
  );
}

/** For each document of the selection, the statements that name the action (lower case). */
export function namedBy({ layers }: Selection, action: string): readonly (readonly Statement[])[] {
  const lists: (readonly Statement[])[] = [];
  for (const { selected } of layers)
    for (const { document } of selected) lists.push(document.statements(action));
  return lists;
}

/** Whether exactly these statements of the selection's documents name the action. */
export function isNamedBy(
  { layers }: Selection,
  action: string,
  named: readonly (readonly Statement[])[],
): boolean {
  let at = 0;
  for (const { selected } of layers)
    for (const { document } of selected) if (document.statements(action) !== named[at++]) return false;
  return true;
}

/** The statements of the selection that name the action (lower case) and matter. */
export function slice(selection: Selection, action: string): StatementSlice {
  const denies: Placed[] = [];
  const layers = selection.layers.map(({ name, selected }, layer) => {
    const allows: Placed[] = [];
    for (const [position, { document }] of selected.entries()) {
      for (const statement of document.statements(action)) {
        const placed = { statement, layer, position };
        if (statement.effect !== 'Deny') allows.push(placed);
        if (statement.effect !== 'Allow') denies.push(placed);
      }
    }
    return { name, placed: essential(allows) };
  });
  return { layers, denies: essential(denies) };
}
