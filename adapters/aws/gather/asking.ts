import type { z } from 'zod';
import { badInput } from '../../../core/bad-input';
import { FailureError } from '../../../core/failure';
import { classify } from '../classify';

/** Makes one AWS call and, where it fails, says so as a classified failure. @throws FailureError */
export async function asking<T>(call: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new FailureError(classify(call, error));
  }
}

/** What of a reply a slice keeps. @throws BadInputError naming the call and the place in its reply. */
export function fitting<T>(call: string, schema: z.ZodType<T>, reply: unknown): T {
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  throw badInput(`the reply of ${call}`, parsed.error);
}

interface Page<T> {
  readonly items: readonly T[] | undefined;
  /** The token of the next page. */
  readonly next: string | undefined;
}

/** The items of all pages. @throws FailureError when AWS hands out the token again that it was just given. */
export async function allPages<T>(
  call: string,
  page: (token: string | undefined) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const items: T[] = [];
  let token: string | undefined;
  for (;;) {
    const { items: more, next } = await asking(call, () => page(token));
    items.push(...(more ?? []));
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
