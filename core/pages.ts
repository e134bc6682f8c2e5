import { FailureError } from './failure';

/** A reply of which there may be more. */
export interface Paged {
  readonly NextToken?: string | undefined;
}

/**
 * The items of all pages of a list.
 * @param call its name, for the message
 * @param page asks for one page; the first without a token
 * @throws FailureError when AWS hands out the token that it was just given: to go on would not end, and to stop would
 * take what there is so far for all there is. The SDK's own paginators do one or the other.
 */
export async function allPages<R extends Paged, T>(
  call: string,
  page: (token: string | undefined) => Promise<R>,
  itemsOf: (reply: R) => readonly T[] | undefined,
): Promise<readonly T[]> {
  const items: T[] = [];
  let token: string | undefined;
  for (;;) {
    const reply = await page(token);
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
