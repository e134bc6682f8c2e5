import { expect, it } from '@jest/globals';
import { storm } from './storm';

it('looks once, and at most once and a half, at each resource by each rule, and loses nothing', async () => {
  const callsPerSecond = { dynamodb: Infinity, others: Infinity };
  const figures = await storm({ resources: 40, events: 800, callsPerSecond });
  expect(figures.looksEach).toBeLessThanOrEqual(1.5);
  expect(figures).toMatchObject({ missed: [], lost: 0, throttled: 0 });
  // Ten failing notebooks and users at the least.
  expect(figures.failing).toBeGreaterThan(10);
});
