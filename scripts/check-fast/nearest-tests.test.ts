import { expect, it } from '@jest/globals';
import { nearestTests } from './nearest-tests';

const related = [
  'cli/scan.test.ts',
  'adapters/aws/gather/network.test.ts',
  'adapters/aws/gather/iam.test.ts',
  'adapters/aws/classify.test.ts',
  'test/infra/iam.test.ts',
];

it('the test of a changed file comes first, wherever it is, then its neighbours', () => {
  expect(nearestTests(related, ['adapters/aws/gather/iam.ts'], 4)).toEqual([
    'adapters/aws/gather/iam.test.ts',
    'test/infra/iam.test.ts',
    'adapters/aws/gather/network.test.ts',
    'adapters/aws/classify.test.ts',
  ]);
});

it('a changed test comes before all others', () => {
  const changed = ['adapters/aws/gather/iam.ts', 'cli/scan.test.ts'];
  expect(nearestTests(related, changed, 1)).toEqual(['cli/scan.test.ts']);
});

it('of tests equally near the order is the same each time', () => {
  const changed = ['packages/iam/src/search.ts'];
  expect(nearestTests(related.toReversed(), changed, 5)).toEqual(nearestTests(related, changed, 5));
});
