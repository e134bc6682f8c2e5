import { expect, it } from '@jest/globals';
import { review } from '.';
import { oneStep } from '../../test/fakes/fake-rule';
import { harness } from './testing/harness';
import { hour } from './time';

it('a fixed finding whose resource is deleted later is closed once, and no sweep enqueues it again', async () => {
  const h = harness({ behaviour: oneStep });
  await h.run();
  expect(await h.record()).toMatchObject({ outcome: 'fixed' });
  h.world.notebooks.clear();
  h.clock.pass(hour);
  expect((await review(h.ports, 'account')).toHandle).toHaveLength(1);
  await h.run();
  expect(await h.record()).toMatchObject({ outcome: 'gone' });
  expect((await review(h.ports, 'account')).toHandle).toEqual([]);
});
