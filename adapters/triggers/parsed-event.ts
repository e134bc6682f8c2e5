import type { z } from 'zod';
import { badInput, BadInputError } from '../../core/model/bad-input';
import type { Trigger } from '../../core/model/ports';
import type { ResourceRef } from '../../core/model/resource';

/** What an event comes to: where to look and why, or the reason why there is nothing to look at. */
export type ParsedEvent = ParsedWork | { readonly ignored: string };

export interface ParsedWork {
  readonly trigger: Trigger;
  readonly refs: readonly ResourceRef[];
  /** When it happened (ISO 8601): a look that began well after that has seen it. */
  readonly at?: string;
  /** Tickets in which somebody approved something: what they are about is to be looked at. */
  readonly tickets?: readonly string[];
  /** A message that has come too early: not before this time (ISO 8601), and why then. */
  readonly wait?: { readonly notBefore: string; readonly because: string };
}

/**
 * The input checked against its schema.
 * @throws BadInputError that names the first bad place.
 */
export function checkedInput<T>(schema: z.ZodType<T>, source: string, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw badInput(source, parsed.error);
}

/** @throws BadInputError when the text is not JSON. */
export function parseJson(source: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadInputError(source, '', 'is not JSON');
  }
}

/** Refs without repetitions, in the order in which they were found. */
export function distinct(refs: readonly ResourceRef[]): readonly ResourceRef[] {
  return [...new Map(refs.map((ref) => [`${ref.type} ${ref.id}`, ref])).values()];
}
