import { RuleTester } from 'eslint';
import plugin from './index.cjs';

const errors = [{ messageId: 'byHand' }];
const bad = (code: string) => ({ code, errors });

new RuleTester().run('no-chunking', plugin.rules['no-chunking'], {
  valid: [
    'for (const part of chunks(items, 10)) send(part);',
    'const account = arn.slice(from, from + 12);',
    'for (let at = 0; at < text.length; at += 1) words.push(text.slice(at, at + 3));',
    'const half = items.slice(0, items.length / 2);',
  ],
  invalid: [
    bad('for (let at = 0; at < items.length; at += size) send(items.slice(at, at + size));'),
    bad('for (let at = 0; at < bytes.length; at += 4) send(bytes.subarray(at, at + 4));'),
    bad('Array.from({ length }, (_, index) => items.slice(index * size, (index + 1) * size));'),
    bad('parts.map((_, n) => items.slice(n * 10, n * 10 + 10));'),
  ],
});
