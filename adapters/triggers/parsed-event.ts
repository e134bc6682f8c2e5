import type { z } from 'zod';
import { badInput, BadInputError } from '../../core/model/bad-input';
import type { Trigger } from '../../core/model/ports';
import type { ResourceRef } from '../../core/model/resource';

/** The result of parsing an event: what to read and why, or why there is nothing to do. */
export type ParsedEvent = ParsedWork | { readonly ignored: string };

export interface ParsedWork {
  readonly trigger: Trigger;
  readonly refs: readonly ResourceRef[];
  /** When it happened (ISO 8601): a read that began well after this time already covers it. */
  readonly at?: string;
  /** Tickets in which somebody approved something. Their findings have to be checked. */
  readonly tickets?: readonly string[];
  /** The message has come too early: not before when to process it (ISO 8601), and why then. */
  readonly wait?: { readonly notBefore: string; readonly because: string };
}

/**
 * Checks the input against its schema.
 * @throws BadInputError that names the first bad path
 */
export function checkedInput<T>(schema: z.ZodType<T>, source: string, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw badInput(source, parsed.error);
}

/**
 * @throws BadInputError if the text is not JSON
 */
export function parseJson(source: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadInputError(source, '', 'is not JSON');
  }
}

/** The refs without duplicates, in their original order. */
export function distinct(refs: readonly ResourceRef[]): readonly ResourceRef[] {
  return [...new Map(refs.map((ref) => [`${ref.type} ${ref.id}`, ref])).values()];
}
