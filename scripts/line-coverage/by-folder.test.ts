import { expect, it } from '@jest/globals';
import { byFolder } from './by-folder';

it('adds up lines by folder, counts a rule with the others, and knows what has moved', () => {
  const sums = byFolder([
    { file: 'sandbox/services/ec2/vpcs.ts', total: 10, covered: 9 },
    { file: 'packages/sandbox/src/server.ts', total: 10, covered: 1 },
    { file: 'rules/one/index.ts', total: 4, covered: 4 },
    { file: 'rules/two/index.ts', total: 6, covered: 3 },
    { file: 'core/engine/act.ts', total: 1, covered: 1 },
    { file: 'core/index.ts', total: 1, covered: 0 },
  ]);
  expect([...sums]).toEqual([
    ['core', { total: 1, covered: 0 }],
    ['core/engine', { total: 1, covered: 1 }],
    ['packages/sandbox', { total: 20, covered: 10 }],
    ['rules', { total: 10, covered: 7 }],
    ['all', { total: 32, covered: 18 }],
  ]);
});
