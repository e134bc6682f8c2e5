import { formatAddress, parseAddress } from './address';
import { type Bound, NO_KEY } from './bind';
import type { Atom, Condition, Value } from './condition';
import { domainOf } from './cuts';
import type { KeyDomain } from './dimension';
import { fits, isWithin, someVpc, someVpce, vpceLimits, vpcLimits } from './forms';
import { isEverything, onlyText, sampleOf, toPattern } from './glob';
import { isBoolean, isMultivalued } from './keys';
import type { Frame } from './space';
import type { TemplatePart } from './template';

/** Values to try for free keys that variables use. `exact`: trying them all decides. */
export interface Split {
  readonly cases: readonly ReadonlyMap<string, Value>[];
  readonly exact: boolean;
}

const MAX_CASES = 256;
const MAX_USUAL = 4;
const booleans: readonly string[] = ['true', 'false'];

/** Keys that depend on each other or on the perimeter, so that one text cannot represent all others. */
const network: ReadonlySet<string> = new Set([
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:vpcsourceip',
]);

/** The value is exactly `"${key}"`, or plain text compared with its case: only equality matters. */
function isPlainEquality({ key, operator, values }: Condition): boolean {
  const isPlain = (parts: readonly TemplatePart[]) =>
    parts.every((part) =>
      part.kind === 'text' ? onlyText(toPattern([part], operator)) !== null : parts.length === 1,
    );
  return (
    operator.family === 'string' &&
    !operator.ignoreCase &&
    !isMultivalued(key, operator.quantifier !== 'none') &&
    values.every(isPlain)
  );
}

function isLiteral({ matcher }: Atom): boolean {
  return (
    matcher.kind === 'null' ||
    (matcher.kind === 'patterns' && matcher.patterns.every((pattern) => onlyText(pattern) !== null))
  );
}

function domainIn(key: string, { boundary, facts, origin }: Frame): KeyDomain {
  return facts?.domain(key) ?? domainOf(key, origin, boundary);
}

/** Values of the key in ordinary requests, for keys that cannot have just any text. */
function usual(key: string, frame: Frame): readonly string[] {
  const { corporate, perimeter } = frame.boundary;
  if (isBoolean(key)) return booleans;
  if (key === 'aws:sourcevpc') return [...perimeter.vpcs.slice(0, MAX_USUAL), someVpc];
  if (key === 'aws:sourcevpce') return [...perimeter.vpcEndpoints.slice(0, MAX_USUAL), someVpce];
  const { addresses, form, only, own, prefer } = domainIn(key, frame);
  if (own !== undefined || form !== undefined) return [...(own === undefined ? [] : [own]), ...prefer];
  if (only !== undefined) return only;
  const inside = corporate.slice(0, MAX_USUAL).map(({ low }) => formatAddress(low));
  return addresses === null ? [] : [...prefer, ...inside];
}

/** The texts that the key may have, and undefined when it may be absent. */
function valuesOf(key: string, texts: readonly string[], frame: Frame): readonly Value[] {
  const { absent, addresses, form, only } = domainIn(key, frame);
  const isPossible = (text: string) => {
    if (isBoolean(key)) return booleans.includes(text);
    if (only !== undefined) return only.includes(text);
    if (form !== undefined) return fits(form, text);
    if (key === 'aws:sourcevpc')
      return frame.boundary.perimeter.vpcs.includes(text) || isWithin(vpcLimits, text);
    if (key === 'aws:sourcevpce')
      return frame.boundary.perimeter.vpcEndpoints.includes(text) || isWithin(vpceLimits, text);
    const address = parseAddress(text);
    return addresses === null || (address !== null && addresses.universe(address));
  };
  const possible = texts.filter(isPossible);
  return absent ? [undefined, ...possible] : possible;
}

/**
 * The cases to try: absence, every text that the keys are compared with, and as many new texts as there are keys. When
 * these keys, and the keys compared with them, are tested for nothing but equality, other values make no difference.
 */
export function splitCandidates(bounds: readonly Bound[], frame: Frame, incomplete: boolean): Split {
  const free = new Set(bounds.flatMap((bound) => bound.free));
  const keys = new Set([...free].filter((key) => key !== NO_KEY));
  if (keys.size === 0) return { cases: [], exact: false };

  const uses = (parts: readonly TemplatePart[]) =>
    parts.some((part) => part.kind === 'variable' && keys.has(part.key));
  const statements = bounds.map((bound) => bound.placed.statement);
  const open = statements.flatMap(({ conditions }) =>
    conditions.filter((condition) => condition.values.some(uses)),
  );
  const compared = new Set([...keys, ...open.map((condition) => condition.key)]);
  const atoms = bounds.flatMap((bound) => bound.atoms).filter((atom) => compared.has(atom.key));

  const seen = new Set([...compared].flatMap((key) => usual(key, frame)));
  for (const { matcher } of atoms)
    if (matcher.kind === 'patterns')
      for (const pattern of matcher.patterns) if (!isEverything(pattern)) seen.add(sampleOf(pattern));
  for (const { key, values } of open) {
    for (const value of [frame.known(key)?.value].flat()) if (value !== undefined) seen.add(value);
    for (const part of values.flat()) {
      const text = part.kind === 'text' ? part.text : part.fallback;
      if (text !== null) seen.add(text);
    }
  }
  const fresh: string[] = [];
  for (let count = 0; fresh.length < keys.size; count += 1)
    if (!seen.has(`other-value-${count}`)) fresh.push(`other-value-${count}`);

  let exact =
    !incomplete &&
    !free.has(NO_KEY) &&
    ![...compared].some((key) => network.has(key) && frame.known(key) === null) &&
    ![...keys].some((key) => domainIn(key, frame).form !== undefined || frame.link.isTied(key)) &&
    open.every(isPlainEquality) &&
    atoms.every(isLiteral) &&
    !statements.some(({ resources }) => resources.some(uses));
  let cases: ReadonlyMap<string, Value>[] = [new Map()];
  for (const key of keys) {
    const values = valuesOf(key, [...seen, ...fresh], frame);
    const next = cases.flatMap((one) => values.map((value) => new Map([...one, [key, value]])));
    exact &&= next.length <= MAX_CASES;
    cases = next.slice(0, MAX_CASES);
  }
  return { cases, exact };
}
