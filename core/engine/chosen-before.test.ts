import { describe, expect, it } from '@jest/globals';
import { approve, exempt, dryRunAction, undo } from '.';
import { fakeFindingId, stopThenAsk } from '../../test/fakes/fake-rule';
import { fakeNotebook } from '../../test/fakes/world';
import { harness, inMode } from './testing/harness';
import { day, hour } from './time';

// A custom action may arrive long after it was chosen: Lambda tries again, and `palisade redrive` after up to two
// weeks.

const id = fakeFindingId('nb');
const at = (time: string): string => `${time.slice(0, 19)}Z`;
type Harness = ReturnType<typeof harness>;

describe('an approval is for the plan that was shown when it was given', () => {
  const approveAt = (h: Harness, chosenAt: string) =>
    approve(h.ports, id, 'ann', { dataLoss: false, chosenAt });
  /** A plan that was shown, somebody's approval of it, and another plan since. */
  const changed = async () => {
    const h = harness({ settings: inMode('approve'), behaviour: stopThenAsk });
    h.world.notebooks.set('nb', fakeNotebook('nb', { NotebookInstanceStatus: 'Stopped' }));
    await h.run();
    h.clock.pass(hour);
    const chosenAt = at(h.clock.now());
    h.clock.pass(hour);
    h.world.notebooks.set('nb', fakeNotebook('nb', { NotebookInstanceStatus: 'InService' }));
    await h.run();
    return { h, chosenAt };
  };

  it('however long ago that was, while the plan is the same', async () => {
    const h = harness({ settings: inMode('approve') });
    await h.run();
    const chosenAt = at(h.clock.now());
    // It is published again every 30 days, which changes the time of the finding's last update.
    for (let days = 0; days < 62; days += 1) {
      h.clock.pass(day);
      await h.run();
    }
    expect((await h.record()).updatedAt > chosenAt).toBe(true);
    expect(await dryRunAction(h.ports, 'remediate', id, chosenAt)).toMatchObject({ would: 'approve' });
    expect(await approveAt(h, chosenAt)).toMatchObject({ status: 'done' });
    await h.run();
    expect(await h.record()).toMatchObject({ outcome: 'fixed' });
  });

  it('also in the same second in which it was first shown', async () => {
    const h = harness({ settings: inMode('approve') });
    h.clock.pass(900);
    await h.run();
    expect(await approveAt(h, at(h.clock.now()))).toMatchObject({ status: 'done' });
  });

  it('and not for a later plan', async () => {
    const { h, chosenAt } = await changed();
    const because = `the plan has changed since it was approved (${chosenAt}); look at it and approve it again`;
    expect(await dryRunAction(h.ports, 'remediate', id, chosenAt)).toMatchObject({
      would: 'nothing',
      because,
    });
    expect(await approveAt(h, chosenAt)).toEqual({ status: 'refused', because });
    await h.run();
    expect(h.world.changes).toEqual([]);
    expect(await h.record()).toMatchObject({ outcome: 'awaiting-approval' });
    expect(await approveAt(h, at(h.clock.now()))).toMatchObject({ status: 'done' });
  });

  it('nor for the same plan when there was another in between', async () => {
    const { h, chosenAt } = await changed();
    h.world.notebooks.set('nb', fakeNotebook('nb', { NotebookInstanceStatus: 'Stopped' }));
    h.clock.pass(hour);
    await h.run();
    expect(await approveAt(h, chosenAt)).toMatchObject({ status: 'refused' });
  });

  it('in a record of an older version, the time of the last change of the finding counts', async () => {
    const { h, chosenAt } = await changed();
    const opened = await h.ports.ledger.open(id, 'upgrade');
    if (opened === 'leased' || opened.record === undefined) throw new Error('no record');
    const { shownAt: _, ...older } = opened.record;
    await h.ports.ledger.save(opened.lease, older, undefined, 'release');
    expect(await approveAt(h, chosenAt)).toMatchObject({ status: 'refused' });
    expect(await approveAt(h, at(h.clock.now()))).toMatchObject({ status: 'done' });
  });

  it('only once: what was approved and done is not approved again', async () => {
    const h = harness({ settings: inMode('approve') });
    await h.run();
    const chosenAt = at(h.clock.now());
    await approveAt(h, chosenAt);
    await h.run();
    h.clock.pass(hour);
    expect(await approveAt(h, chosenAt)).toMatchObject({ status: 'refused' });
    // It drifts again, and the same steps would fix it: a person has to approve them again.
    h.world.notebooks.set('nb', fakeNotebook('nb'));
    await h.run();
    expect(await approveAt(h, chosenAt)).toMatchObject({ status: 'refused' });
    expect(h.world.changes).toHaveLength(1);
  });
});

describe('an exemption lasts 30 days from when it was chosen', () => {
  it.each([
    ['ten days ago', -10 * day, 20 * day],
    ['just now', 0, 30 * day],
    // A time in the future does not make the exemption longer.
    ['in a hundred days', 100 * day, 30 * day],
  ])('%s', async (_, ago, left) => {
    const h = harness({ settings: inMode('ticket') });
    await h.run();
    const now = Date.parse(h.clock.now());
    const chosenAt = at(new Date(now + ago).toISOString());
    const until = new Date(now + left).toISOString();
    expect(await dryRunAction(h.ports, 'exempt', id, chosenAt)).toMatchObject({ would: 'exempt', until });
    expect(await exempt(h.ports, id, 'ann', 'it is public', chosenAt)).toMatchObject({
      status: 'done',
      record: { exemption: { until } },
    });
  });

  it('and is refused when the 30 days are over', async () => {
    const h = harness({ settings: inMode('ticket') });
    await h.run();
    const chosenAt = at(h.clock.now());
    h.clock.pass(30 * day);
    const because = `the exemption was over at ${h.clock.now()}`;
    expect(await dryRunAction(h.ports, 'exempt', id, chosenAt)).toMatchObject({ would: 'nothing', because });
    expect(await exempt(h.ports, id, 'ann', 'it is public', chosenAt)).toEqual({
      status: 'refused',
      because,
    });
    expect((await h.record()).exemption).toBeUndefined();
  });
});

describe('an undo takes back what had been done when it was chosen', () => {
  it('however long ago that was', async () => {
    const h = harness();
    await h.run();
    const chosenAt = at(h.clock.now());
    h.clock.pass(13 * day);
    expect(await dryRunAction(h.ports, 'undo', id, chosenAt)).toMatchObject({ would: 'undo' });
    expect(await undo(h.ports, id, 'ann', { chosenAt })).toMatchObject({ status: 'done' });
  });

  it('and is refused if anything was done since', async () => {
    const h = harness();
    await h.run();
    h.clock.pass(hour);
    const chosenAt = at(h.clock.now());
    h.clock.pass(hour);
    // Somebody switches it on, and it is switched off again.
    h.world.notebooks.set('nb', fakeNotebook('nb'));
    await h.run();
    const because = `fake:SetAccess was done only after the undo was chosen (${chosenAt}); look at it and choose again`;
    expect(await dryRunAction(h.ports, 'undo', id, chosenAt)).toMatchObject({ would: 'nothing', because });
    expect(await undo(h.ports, id, 'ann', { chosenAt })).toEqual({ status: 'refused', because });
    expect(h.world.changes).toHaveLength(2);
    expect(await undo(h.ports, id, 'ann', { chosenAt: at(h.clock.now()) })).toMatchObject({ status: 'done' });
  });

  it('also if it was the same step again, because the first one did not last', async () => {
    const h = harness();
    h.world.ignoresChanges = true;
    await h.run();
    expect((await h.record()).performed).toHaveLength(1);
    const chosenAt = at(h.clock.now());
    h.clock.pass(hour);
    h.world.ignoresChanges = false;
    await h.run();
    expect((await h.record()).performed).toHaveLength(2);
    expect(await undo(h.ports, id, 'ann', { chosenAt })).toMatchObject({ status: 'refused' });
  });
});

describe('a crash while the choice of a person is being stored', () => {
  it.each([
    ['approve', inMode('approve')],
    ['exempt', inMode('ticket')],
  ] as const)('%s: blocks the next attempt for half a minute', async (action, settings) => {
    const h = harness({ settings });
    await h.run();
    const crashing = {
      ...h.ports,
      ledger: {
        ...h.ports.ledger,
        save: () => Promise.reject(new Error('crashed')),
        release: () => Promise.reject(new Error('crashed')),
      },
    };
    const again = (ports: Harness['ports']) =>
      action === 'approve' ? approve(ports, id, 'ann') : exempt(ports, id, 'ann', 'it is public');
    await expect(again(crashing)).rejects.toThrow('crashed');
    expect(await again(h.ports)).toMatchObject({ status: 'refused', isLeased: true });
    h.clock.pass(30_000);
    expect(await again(h.ports)).toMatchObject({ status: 'done' });
  });
});
