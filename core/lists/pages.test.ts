import { describe, expect, it } from '@jest/globals';
import { allPages, type Paged } from './pages';

interface Page extends Paged {
  readonly items?: readonly string[];
}

/** Reads the pages, keyed by the token that leads to each; returns the items and the tokens used. */
async function read(pages: Readonly<Record<string, Page>>) {
  const asked: (string | undefined)[] = [];
  const items = await allPages(
    'sagemaker:ListTags',
    (token) => {
      asked.push(token);
      return Promise.resolve(pages[token ?? 'first'] ?? {});
    },
    (page) => page.items,
  );
  return { asked, items };
}

describe('allPages', () => {
  it.each<[string, Readonly<Record<string, Page>>, readonly (string | undefined)[], readonly string[]]>([
    ['reads a single page', { first: { items: ['a'] } }, [undefined], ['a']],
    [
      'reads three pages, one of them without items',
      { first: { items: ['a', 'b'], NextToken: 's' }, s: { NextToken: 't' }, t: { items: ['c'] } },
      [undefined, 's', 't'],
      ['a', 'b', 'c'],
    ],
    ['stops at an empty token', { first: { items: ['a'], NextToken: '' } }, [undefined], ['a']],
  ])('%s', async (_, pages, asked, items) => {
    expect(await read(pages)).toEqual({ asked, items });
  });

  it('throws when a token is repeated, and names the call', async () => {
    const again = read({ first: { items: ['a'], NextToken: 's' }, s: { items: ['b'], NextToken: 's' } });
    await expect(again).rejects.toMatchObject({
      failure: { kind: 'unexpected', call: 'sagemaker:ListTags', code: 'RepeatedToken' },
    });
  });
});
