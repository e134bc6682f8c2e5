import { FailureError } from '../model/failure';

/** A reply that may be one page of several. */
export interface Paged {
  readonly NextToken?: string | undefined;
}

/**
 * The items of all pages of a list.
 * @param call the name of the call, for the message
 * @param page reads one page; called without a token for the first
 * @throws FailureError when AWS returns the token that it was just given: going on would never end, and stopping
 * would present an incomplete list as complete. The SDK's own paginators do one or the other.
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
