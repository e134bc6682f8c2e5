import { describe, expect, it } from '@jest/globals';
import { approve, exempt, undo } from '.';
import { type Behaviour, fakeFindingId, setAccess, stopThenAsk } from '../../test/fakes/fake-rule';
import { fakeNotebook } from '../../test/fakes/world';
import { harness, inMode } from './testing/harness';
import { day, hour, minute } from './time';

const id = fakeFindingId('nb');
const fixed = async () => {
  const h = harness();
  await h.run();
  h.clock.pass(hour);
  return h;
};

describe('undo', () => {
  it('performs the inverse, keeps the finding open and leaves it alone for a week', async () => {
    const h = await fixed();
    expect(await undo(h.ports, id, 'ann')).toMatchObject({ status: 'done' });
    expect(h.world.notebooks.get('nb')).toEqual(fakeNotebook('nb'));
    await h.run();
    expect(await h.record()).toMatchObject({
      outcome: 'ticketed',
      status: 'fail',
      performed: [{ state: 'undone' }],
    });
    expect((await h.record()).because).toContain('it was undone on request and is left alone until');
    h.clock.pass(6 * day);
    await h.run();
    expect(h.world.changes).toHaveLength(2);
    h.clock.pass(2 * day);
    await h.run();
    expect(await h.record()).toMatchObject({ outcome: 'fixed' });
    expect((await h.trail()).slice(3, 5)).toEqual([
      'undo: take back fake:SetAccess; left alone until 2026-11-27T11:00:00.000Z',
      'undone: fake:SetAccess, which takes back fake:SetAccess',
    ]);
  });

  it('takes back every step of the episode, last first', async () => {
    const h = harness({
      behaviour: {
        contains: false,
        plan: (one) =>
          one.NotebookInstanceStatus === 'InService'
            ? stopThenAsk.plan(one)
            : { kind: 'steps', steps: [setAccess(one)] },
      },
    });
    await h.run();
    await undo(h.ports, id, 'ann');
    expect(h.world.notebooks.get('nb')).toEqual(fakeNotebook('nb'));
    expect(h.world.changes.slice(2)).toEqual(['fake:SetAccess nb', 'fake:SetStatus nb']);
  });

  it('takes back what contained it', async () => {
    const h = harness({ behaviour: stopThenAsk });
    await h.run();
    h.world.notebooks.set('nb', fakeNotebook('nb', { NotebookInstanceStatus: 'Stopped' }));
    await h.run();
    expect(await undo(h.ports, id, 'ann')).toMatchObject({ status: 'done' });
    expect(h.world.notebooks.get('nb')).toEqual(fakeNotebook('nb'));
  });

  it('is still possible when the fix was published late, by a later pass', async () => {
    const h = harness();
    h.channel.down = new Error('down');
    await h.run();
    h.channel.down = undefined;
    h.clock.pass(hour);
    await h.run();
    expect((await h.record()).outcome).toBe('fixed');
    expect(await undo(h.ports, id, 'ann')).toMatchObject({ status: 'done' });
  });

  it('can be overruled by an approval', async () => {
    const h = await fixed();
    await undo(h.ports, id, 'ann');
    await h.run();
    await approve(h.ports, id, 'bob');
    await h.run();
    expect((await h.record()).outcome).toBe('fixed');
  });

  it.each<[string, (h: Awaited<ReturnType<typeof fixed>>) => unknown, string]>([
    [
      'the resource has changed since',
      (h) =>
        h.world.notebooks.set(
          'nb',
          fakeNotebook('nb', { DirectInternetAccess: 'Disabled', RootAccess: 'Enabled' }),
        ),
      'the resource has changed since',
    ],
    ['the resource is gone', (h) => h.world.notebooks.delete('nb'), 'the resource no longer exists'],
    ['it cannot be read', (h) => (h.world.unreadable = 'denied'), 'the resource cannot be read now'],
    ['somebody handles it', (h) => h.ledger.open(id, 'other'), `${id} is being handled right now`],
  ])('is refused when %s', async (_, change, because) => {
    const h = await fixed();
    await change(h);
    const result = await undo(h.ports, id, 'ann');
    expect(result).toMatchObject({ status: 'refused' });
    expect('because' in result ? result.because : '').toContain(because);
    expect(h.world.changes).toHaveLength(1);
  });

  it('is refused for a change that has been read since, also after a failed read', async () => {
    const h = await fixed();
    h.world.notebooks.set(
      'nb',
      fakeNotebook('nb', { DirectInternetAccess: 'Disabled', RootAccess: 'Enabled' }),
    );
    h.world.unreadable = 'throttled';
    await h.run();
    expect((await h.record()).outcome).toBe('unknown');
    h.world.unreadable = undefined;
    await h.run();
    expect((await h.record()).status).toBe('pass');
    expect(await undo(h.ports, id, 'ann')).toMatchObject({ status: 'refused' });
  });

  it('is refused for a change to a contained resource that has been read since', async () => {
    const h = harness({ behaviour: stopThenAsk });
    await h.run();
    h.world.notebooks.set('nb', fakeNotebook('nb', { NotebookInstanceStatus: 'Stopped' }));
    await h.run();
    expect((await h.record()).outcome).toBe('contained');
    h.world.notebooks.set(
      'nb',
      fakeNotebook('nb', { NotebookInstanceStatus: 'Stopped', RootAccess: 'Enabled' }),
    );
    h.clock.pass(2 * day);
    await h.run();
    expect(await undo(h.ports, id, 'ann')).toMatchObject({ status: 'refused' });
  });

  it('is refused for a finding without steps, and for one that does not exist', async () => {
    const h = harness({ settings: inMode('ticket') });
    await h.run();
    expect(await undo(h.ports, id, 'ann')).toEqual({
      status: 'refused',
      because: `nothing was done about ${id} that could be undone`,
    });
    expect(await undo(h.ports, 'no/such', 'ann')).toEqual({
      status: 'refused',
      because: 'there is no finding no/such',
    });
  });

  it('that AWS denies says so, and can be continued', async () => {
    const h = await fixed();
    h.world.fault = () => ({ kind: 'denied' });
    const result = await undo(h.ports, id, 'ann');
    expect('because' in result ? result.because : '').toContain('was denied');
    h.world.fault = () => undefined;
    expect(await undo(h.ports, id, 'ann')).toMatchObject({ status: 'done' });
    expect(h.world.notebooks.get('nb')).toEqual(fakeNotebook('nb'));
  });

  describe('that was interrupted', () => {
    const bothSteps: Behaviour = {
      contains: false,
      plan: (one) =>
        one.NotebookInstanceStatus === 'InService'
          ? stopThenAsk.plan(one)
          : { kind: 'steps', steps: [setAccess(one)] },
    };
    /** Two steps, of which the undo took back none or one before AWS did not answer. */
    const interrupted = async (call: string, after: boolean) => {
      const h = harness({ behaviour: bothSteps });
      await h.run();
      expect((await h.record()).outcome).toBe('fixed');
      h.world.changes.length = 0;
      h.world.fault = (one) => (one === call ? { kind: 'transient', after } : undefined);
      expect(await undo(h.ports, id, 'ann')).toMatchObject({ status: 'refused', isBegun: true });
      h.world.fault = () => undefined;
      return h;
    };
    const crashPoints: readonly [string, boolean][] = [
      ['fake:SetAccess', false],
      ['fake:SetAccess', true],
      ['fake:SetStatus', false],
      ['fake:SetStatus', true],
    ];

    it.each(crashPoints)(
      'at %s (carried out: %s) is continued when it is asked for again',
      async (call, after) => {
        const h = await interrupted(call, after);
        h.clock.pass(hour);
        expect(await undo(h.ports, id, 'ann')).toMatchObject({ status: 'done' });
        expect(h.world.notebooks.get('nb')).toEqual(fakeNotebook('nb'));
        expect((await h.record()).undoing).toBeUndefined();
      },
    );

    it.each(crashPoints)(
      'at %s (carried out: %s) keeps what is left, and reports it',
      async (call, after) => {
        const h = await interrupted(call, after);
        expect(h.followUps.at(-1)).toMatchObject({ ref: { id: 'nb' }, afterMs: minute });
        await h.run();
        expect(await h.record()).toMatchObject({ outcome: 'acting', undoing: { by: 'ann' } });
        expect(h.tickets.all.size).toBe(0);
        h.clock.pass(hour);
        await h.run();
        const record = await h.record();
        expect(record).toMatchObject({ outcome: 'ticketed', ticket: { open: true } });
        expect(record.because).toMatch(
          /^the undo that ann asked for is not over: run `palisade undo .*` .* again to do what is left: .*fake:SetStatus$/,
        );
        expect(await undo(h.ports, id, 'ann')).toMatchObject({ status: 'done' });
        expect(h.world.notebooks.get('nb')).toEqual(fakeNotebook('nb'));
        await h.run();
        expect((await h.record()).because).toContain('it was undone on request and is left alone until');
      },
    );

    it.each(crashPoints)(
      'at %s (carried out: %s) is given up when the resource has changed',
      async (call, after) => {
        const h = await interrupted(call, after);
        const before = h.world.notebooks.get('nb') ?? fakeNotebook('nb');
        const changed = { ...before, RootAccess: 'Enabled' } as const;
        h.world.notebooks.set('nb', changed);
        const says =
          /the resource has changed since the undo was interrupted; .*What is left to take it back: .*fake:SetStatus$/;
        const again = await undo(h.ports, id, 'bob');
        expect('because' in again ? again.because : '').toMatch(says);
        await h.run();
        expect(h.world.notebooks.get('nb')).toEqual(changed);
        const record = await h.record();
        expect(record.undoing).toBeUndefined();
        if (record.status === 'fail') expect(record.because).toMatch(says);
        else expect(['fixed', 'passing']).toContain(record.outcome);
        expect((await h.trail()).filter((line) => line.startsWith('undo given up: '))).toHaveLength(1);
      },
    );

    it('does not offer to be continued while a permission is missing', async () => {
      const h = await interrupted('fake:SetStatus', false);
      h.world.fault = () => ({ kind: 'denied' });
      const result = await undo(h.ports, id, 'ann');
      expect(result).toEqual({
        status: 'refused',
        because: expect.stringContaining('fake:SetStatus was denied'),
      });
    });

    it('opens no ticket in a dry run, and keeps what is left', async () => {
      const h = await interrupted('fake:SetStatus', false);
      h.clock.pass(hour);
      await h.run(undefined, h.withSettings(inMode('remediate', { dryRun: true })));
      expect(await h.record()).toMatchObject({ outcome: 'observed', undoing: { by: 'ann' } });
      expect((await h.record()).because).toMatch(/^dry run: the undo that ann asked for is not over: /);
      expect(h.tickets.all.size).toBe(0);
      expect(await undo(h.ports, id, 'ann')).toMatchObject({ status: 'done' });
      expect(h.world.notebooks.get('nb')).toEqual(fakeNotebook('nb'));
    });

    it('does not override an exemption', async () => {
      const h = await interrupted('fake:SetStatus', false);
      await exempt(h.ports, id, 'bob', 'a demo');
      await h.run();
      expect(await h.record()).toMatchObject({ outcome: 'exempt' });
    });

    it('is overruled by an approval of the steps that it was taking back', async () => {
      const h = await interrupted('fake:SetStatus', false);
      h.world.fault = () => ({ kind: 'conflict' });
      await h.run();
      h.world.fault = () => undefined;
      expect(await approve(h.ports, id, 'bob')).toMatchObject({ status: 'done' });
      await h.run();
      expect(await h.record()).toMatchObject({ status: 'pass', outcome: 'fixed' });
      expect((await h.record()).undoing).toBeUndefined();
    });

    it('is not continued while the resource cannot be read', async () => {
      const h = await interrupted('fake:SetStatus', true);
      h.world.unreadable = 'denied';
      const result = await undo(h.ports, id, 'ann');
      expect('because' in result ? result.because : '').toContain('the resource cannot be read now');
    });

    it('is continued after a crash that lost the record of the inverse call', async () => {
      const h = await interrupted('fake:SetStatus', false);
      const save = h.ledger.save.bind(h.ledger);
      let hasCrashed = false;
      const crashing = {
        ...h.ports,
        ledger: {
          ...h.ledger,
          save: (...args: Parameters<typeof save>) => {
            if (h.world.changes.at(-1) === 'fake:SetStatus nb') hasCrashed = true;
            return hasCrashed ? Promise.reject(new Error('crashed')) : save(...args);
          },
        },
      };
      await expect(undo(crashing, id, 'ann')).rejects.toThrow('crashed');
      expect(h.world.notebooks.get('nb')).toEqual(fakeNotebook('nb'));
      expect(await undo(h.ports, id, 'ann')).toMatchObject({ status: 'done' });
      expect(h.world.notebooks.get('nb')).toEqual(fakeNotebook('nb'));
    });

    it('is continued when a state has changed by itself', async () => {
      const h = await interrupted('fake:SetAccess', true);
      const now = h.world.notebooks.get('nb') ?? fakeNotebook('nb');
      expect(now.NotebookInstanceStatus).toBe('Stopping');
      h.world.notebooks.set('nb', { ...now, NotebookInstanceStatus: 'Stopped' });
      expect(await undo(h.ports, id, 'ann')).toMatchObject({ status: 'done' });
    });
  });

  it('releases its lease', async () => {
    const h = await fixed();
    await undo(h.ports, id, 'ann');
    expect(await h.ledger.open(id, 'other')).not.toBe('leased');
  });
});
