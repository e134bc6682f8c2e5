import { fits, type Form } from './forms';
import { COLON, ONE, type Pattern, SEGMENT_ONE, SEGMENT_STAR, STAR } from './glob';
import type { Meter } from './meter';
import { type PartForm, splitArns } from './parts';
import { matchesSome, splitTexts, type TextCells } from './product';

export const PARTS = 6;
/** The index of the last part of an ARN, which may have colons. */
export const NAME = 5;
export const REGION = 3;

export function confined(token: number): number {
  return token === STAR ? SEGMENT_STAR : token === ONE ? SEGMENT_ONE : token;
}

export function xs(part: string): string {
  return part.replace(/[*?]/g, 'x');
}

/** The name with the example's own parts instead of wildcards, and with as many parts as the example. */
export function blendName(name: string, example: string): string {
  const own = example.split('/');
  const parts = name.split('/');
  const blended = parts.map((part, index) => (part === '*' ? (own[index] ?? 'x') : xs(part)));
  const isOpen = parts.at(-1)?.endsWith('*') === true;
  return [...blended, ...(isOpen ? own.slice(parts.length) : [])].join('/');
}

export type Universe = readonly [Pattern, ...Pattern[]];

/** The form of each part of an ARN; null: it may be any text. */
export type ArnForm = readonly (PartForm | null)[];

export function partsOf(text: string): string[] {
  const parts = text.split(':');
  return parts.length < PARTS ? parts : [...parts.slice(0, NAME), parts.slice(NAME).join(':')];
}

/** ARNs that match a pattern and have a form. */
export interface Asked {
  readonly universe: Universe;
  readonly form: ArnForm | null;
}

function fitsArn(form: ArnForm | null, text: string): boolean {
  if (form === null) return true;
  const parts = partsOf(text);
  return form.every((part, index) => part === null || fits(part.form, parts[index] ?? ''));
}

export function isOneAsked(query: Asked, text: string): boolean {
  return matchesSome(query.universe, text) && fitsArn(query.form, text);
}

/** Part by part when there is one pattern that can be split like this; otherwise as whole texts. */
export function splitWhole(
  universe: Universe,
  columns: readonly (readonly Pattern[])[],
  form: ArnForm | null,
  meter: Meter,
): TextCells {
  const byParts = universe.length === 1 ? splitArns(universe[0], columns, form, meter) : null;
  if (byParts !== null) return byParts;
  if (form === null) return splitTexts(universe, columns, meter);
  const whole = form
    .map((part): Form => part?.form ?? [[SEGMENT_STAR]])
    .reduce((texts, part) => texts.flatMap((text) => part.map((own) => [...text, COLON, ...own])));
  const found = splitTexts(universe, [whole, ...columns], meter);
  return { ...found, examples: found.examples.filter((text) => fitsArn(form, text)) };
}
