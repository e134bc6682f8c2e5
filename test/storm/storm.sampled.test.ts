import { expect, it } from '@jest/globals';
import { least } from '../runner/size';
import { storm } from './storm';

it('judges each resource by each rule once, on average at most 1.5 times, and loses nothing', async () => {
  const callsPerSecond = { dynamodb: Infinity, others: Infinity };
  const figures = await storm({ resources: least(40, 12), events: least(800, 120), callsPerSecond });
  expect(figures.verdictsEach).toBeLessThanOrEqual(1.5);
  expect(figures).toMatchObject({ missed: [], lost: 0, throttled: 0 });
  // At least ten of the 40 are failing notebooks and users.
  expect(figures.failing).toBeGreaterThan(least(10, 2));
});
