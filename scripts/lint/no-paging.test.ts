import { RuleTester } from 'eslint';
import plugin from './index.cjs';

const errors = [{ messageId: 'byHand' }];
const bad = (code: string) => ({ code, errors });

new RuleTester().run('no-paging', plugin.rules['no-paging'], {
  valid: [
    'const all = await allPages(call, (NextToken) => send({ NextToken }), itemsOf);',
    'async function all() { for await (const page of paginateListTables({ client }, {})) names.push(page); }',
    'while (queue.length > 0) take(queue);',
    'for (const token of tokens) revoke(token.NextToken);',
    'for (let at = 0; at < pages.length; at += 1) show(pages[at].NextToken);',
  ],
  invalid: [
    bad(
      'async () => { let NextToken; do { ({ NextToken } = await send({ NextToken })); } while (NextToken); };',
    ),
    bad(
      'async () => { let more = true; while (more) { const { Marker } = await send({}); more = Marker; } };',
    ),
    bad('async () => { for (;;) { const { nextToken } = await send({}); if (!nextToken) break; } };'),
    bad('do { start = page.LastEvaluatedKey; } while (start !== undefined);'),
    bad('do { start = page.NextContinuationToken; } while (start !== undefined);'),
  ],
});
