import { expect, it } from '@jest/globals';
import { least } from '../runner/size';
import { storm } from './storm';

it('looks once, and at most once and a half, at each resource by each rule, and loses nothing', async () => {
  const callsPerSecond = { dynamodb: Infinity, others: Infinity };
  const figures = await storm({ resources: least(40, 12), events: least(800, 120), callsPerSecond });
  expect(figures.verdictsEach).toBeLessThanOrEqual(1.5);
  expect(figures).toMatchObject({ missed: [], lost: 0, throttled: 0 });
  // Of 40, ten failing notebooks and users at the least.
  expect(figures.failing).toBeGreaterThan(least(10, 2));
});
