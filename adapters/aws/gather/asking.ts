import type { z } from 'zod';
import { badInput } from '../../../core/model/bad-input';
import { FailureError } from '../../../core/model/failure';
import { allPages, type Paged } from '../../../core/lists/pages';
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

/**
 * The items of all pages of a list.
 * @param page requests one page; the first without a token
 * @throws FailureError if a call fails, or if AWS returns the same page token twice
 */
export function askingPages<R extends Paged, T>(
  call: string,
  page: (token: string | undefined) => Promise<R>,
  itemsOf: (reply: R) => readonly T[] | undefined,
): Promise<readonly T[]> {
  return allPages(call, (token) => asking(call, () => page(token)), itemsOf);
}
