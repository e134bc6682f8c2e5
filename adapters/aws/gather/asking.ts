import type { z } from 'zod';
import { badInput } from '../../../core/model/bad-input';
import { FailureError } from '../../../core/model/failure';
import { classify } from '../classify';

/** Makes one AWS call. @throws FailureError with the classified failure */
export async function asking<T>(call: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new FailureError(classify(call, error));
  }
}

/** The part of a reply that a slice keeps. @throws BadInputError naming the call and the path in its reply */
export function fitting<T>(call: string, schema: z.ZodType<T>, reply: unknown): T {
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  throw badInput(`the reply of ${call}`, parsed.error);
}

/** A reply of which there may be more. */
export interface Paged {
  readonly NextToken?: string | undefined;
}

/**
 * The items of all pages.
 * @param page asks for one page; the first without a token
 * @throws FailureError when a call fails, or when AWS hands out the token again that it was just given: the SDK's own
 * paginators go on for ever then, or take what they have for all there is.
 */
export async function allPages<R extends Paged, T>(
  call: string,
  page: (token: string | undefined) => Promise<R>,
  itemsOf: (reply: R) => readonly T[] | undefined,
): Promise<readonly T[]> {
  const items: T[] = [];
  let token: string | undefined;
  for (;;) {
    const reply = await asking(call, () => page(token));
    items.push(...(itemsOf(reply) ?? []));
    const { NextToken: next } = reply;
    if (next === undefined || next === '') return items;
    if (next === token)
      throw new FailureError({
        kind: 'unexpected',
        call,
        code: 'RepeatedToken',
        message: 'AWS gave the same page token twice, so the list may be incomplete',
        cause: undefined,
      });
    token = next;
  }
}
