import { describe, expect, it } from '@jest/globals';
import { review } from '.';
import { ChannelOffError } from '../model/ports';
import { fakeFindingId, resourceOf } from '../../test/fakes/fake-rule';
import { fakeChannel } from '../../test/fakes/recorders';
import { fakeNotebook } from '../../test/fakes/world';
import { harness, inMode } from './testing/harness';
import { day, minute } from './time';

const id = fakeFindingId('nb');
const ticketsOf = (h: ReturnType<typeof harness>) => [...h.tickets.all.values()];

describe('tickets', () => {
  it('are opened once, updated when something changes and closed when the finding is over', async () => {
    const h = harness({ settings: inMode('ticket') });
    await h.run();
    await h.run();
    expect(ticketsOf(h)).toMatchObject([{ texts: [{}], lastWord: undefined }]);
    h.world.notebooks.set('nb', fakeNotebook('nb', { NotebookInstanceStatus: 'Stopped' }));
    await h.run();
    expect(ticketsOf(h)).toMatchObject([{ texts: [{}, {}], lastWord: undefined }]);
    h.world.notebooks.set('nb', fakeNotebook('nb', { DirectInternetAccess: 'Disabled' }));
    await h.run();
    await h.run();
    expect(ticketsOf(h)).toMatchObject([
      { texts: [{}, {}], lastWord: expect.stringMatching(/^passing: Access is on/) },
    ]);
    expect((await h.record()).ticket?.open).toBe(false);
  });

  it('block nothing else while their system is down, and are opened when it is up', async () => {
    const h = harness({ settings: inMode('ticket') });
    h.tickets.down = new Error('no OpsItems left');
    const report = await h.run();
    expect(report.errors).toMatchObject([{ finding: { id }, error: { message: 'no OpsItems left' } }]);
    expect((await h.record()).outcome).toBe('ticketed');
    expect(h.channel.latest().get(id)?.record.outcome).toBe('ticketed');
    h.tickets.down = undefined;
    expect((await h.run()).errors).toEqual([]);
    expect(ticketsOf(h)).toHaveLength(1);
    expect((await h.record()).ticket?.open).toBe(true);
    expect((await h.run()).handled).toMatchObject([{ kind: 'unchanged' }]);
  });

  it('are tried again after an hour when their system refuses them, and Security Hub then shows the ticket', async () => {
    const h = harness({ settings: inMode('ticket') });
    h.tickets.down = new ChannelOffError('SSM OpsCenter', 'OpsCenter is full');
    expect((await h.run()).errors).toEqual([]);
    expect(h.channel.latest().get(id)?.record).not.toHaveProperty('ticket');
    h.tickets.down = undefined;
    h.clock.pass(30 * minute);
    await h.run();
    expect(ticketsOf(h)).toHaveLength(0);
    h.clock.pass(31 * minute);
    await h.run();
    expect(ticketsOf(h)).toHaveLength(1);
    expect(h.channel.latest().get(id)?.record.ticket?.open).toBe(true);
    expect((await h.run()).handled).toMatchObject([{ kind: 'unchanged' }]);
  });

  it('that could not be closed are closed later', async () => {
    const h = harness({ settings: inMode('ticket') });
    await h.run();
    h.world.notebooks.set('nb', fakeNotebook('nb', { DirectInternetAccess: 'Disabled' }));
    h.tickets.down = new Error('down');
    await h.run();
    h.tickets.down = undefined;
    expect((await review(h.ports, 'account')).toHandle).toMatchObject([{ id: 'nb' }]);
    await h.run('account');
    expect(ticketsOf(h)[0]?.lastWord).toBeDefined();
    expect((await h.record()).ticket?.open).toBe(false);
  });
});

describe('channels', () => {
  it.each(['remediate', 'ticket'])('that fail are offered the state again, mode %s', async (mode) => {
    const h = harness({ settings: inMode(mode) });
    h.channel.down = new Error('Security Hub is off');
    const first = await h.run();
    const { outcome } = await h.record();
    expect(first.errors).toMatchObject([{ finding: { id }, error: { message: 'Security Hub is off' } }]);
    h.channel.down = undefined;
    expect((await h.run()).errors).toEqual([]);
    expect(h.channel.latest().get(id)?.record.outcome).toBe(outcome);
    expect((await h.record()).outcome).toBe(outcome);
    expect((await h.run()).handled).toMatchObject([{ kind: 'unchanged' }]);
  });

  it.each<[string, (h: ReturnType<typeof harness>) => void]>([
    ['passes', (h) => h.world.notebooks.set('nb', fakeNotebook('nb', { DirectInternetAccess: 'Disabled' }))],
    ['is gone', (h) => h.world.notebooks.delete('nb')],
  ])('that fail when the subject %s are offered the state by the next sweep', async (_, change) => {
    const h = harness({ settings: inMode('ticket') });
    await h.run();
    change(h);
    h.channel.down = new Error('down');
    await h.run();
    const { outcome } = await h.record();
    h.channel.down = undefined;
    expect((await review(h.ports, 'account')).toHandle).toMatchObject([{ id: 'nb' }]);
    await h.run('account');
    expect(h.channel.latest().get(id)?.record.outcome).toBe(outcome);
    expect((await review(h.ports, 'account')).toHandle).toEqual([]);
  });

  it('that take only some findings are offered only the others again', async () => {
    const h = harness({
      notebooks: ['a', 'b', 'c'].map((name) => fakeNotebook(name)),
      settings: inMode('ticket'),
    });
    h.channel.refuses = new Set([fakeFindingId('b')]);
    const report = await h.run('account');
    expect(report.errors.map(({ finding }) => finding.id)).toEqual([fakeFindingId('b')]);
    h.channel.refuses = new Set();
    h.channel.taken.length = 0;
    await h.run('account');
    expect(h.channel.taken.map(({ finding }) => finding.id)).toEqual([fakeFindingId('b')]);
  });

  it('are independent of each other', async () => {
    const h = harness();
    const other = fakeChannel();
    h.channel.down = new Error('down');
    await h.run(undefined, { ...h.ports, channels: [h.channel, other] });
    expect(other.latest().get(id)?.record.outcome).toBe('fixed');
    expect((await h.record()).unpublished).toBe(true);
  });

  it('get an unchanged finding every 30 days, because Security Hub deletes it after 90', async () => {
    const h = harness({ settings: inMode('observe') });
    for (let n = 0; n < 62; n += 1) {
      await h.run('account');
      h.clock.pass(day);
    }
    expect(h.channel.taken).toHaveLength(3);
    expect(new Set(h.channel.taken.map(({ record }) => record.updatedAt)).size).toBe(3);
  });

  it('get more than one batch', async () => {
    const names = Array.from({ length: 150 }, (_, n) => `nb-${n}`);
    const h = harness({ notebooks: names.map((name) => fakeNotebook(name)), settings: inMode('observe') });
    await h.run('account');
    expect(h.channel.latest().size).toBe(150);
  });
});

describe('resources that are gone', () => {
  it.each([
    ['by name', [resourceOf('nb')]],
    ['in a sweep', 'account'],
  ] as const)('have their findings closed by a pass %s', async (_, scope) => {
    const h = harness({ settings: inMode('ticket') });
    await h.run();
    h.world.notebooks.delete('nb');
    await h.run(scope);
    expect(await h.record()).toMatchObject({ outcome: 'gone', status: 'not-applicable' });
    expect(ticketsOf(h)).toMatchObject([{ lastWord: 'gone: the resource no longer exists' }]);
    expect(h.channel.latest().get(id)?.record.outcome).toBe('gone');
    expect((await h.run(scope)).handled).toEqual([]);
  });

  it('begin a new episode, with a new ticket, when they exist again', async () => {
    const h = harness({ settings: inMode('ticket') });
    await h.run();
    h.world.notebooks.delete('nb');
    await h.run();
    h.world.notebooks.set('nb', fakeNotebook('nb'));
    await h.run();
    expect(await h.record()).toMatchObject({ outcome: 'ticketed', episodes: 2 });
    expect(ticketsOf(h)).toHaveLength(2);
  });
});

describe('what cannot be read', () => {
  it('is unknown: nothing is done or closed, and it does not count as compliant', async () => {
    const h = harness({ settings: inMode('ticket') });
    await h.run();
    h.world.unreadable = 'AccessDenied';
    await h.run();
    expect(await h.record()).toMatchObject({
      outcome: 'unknown',
      status: 'unknown',
      message: 'Cannot be judged: notebooks: AccessDenied',
    });
    expect(ticketsOf(h)).toMatchObject([{ lastWord: undefined }]);
    expect(h.channel.latest().get(id)?.finding.status).toBe('unknown');
    h.world.unreadable = undefined;
    await h.run();
    expect(await h.record()).toMatchObject({ outcome: 'ticketed', episodes: 1 });
  });

  it('while remediating stops the remediation', async () => {
    const h = harness();
    let reads = 0;
    await h.run(undefined, {
      ...h.ports,
      gather: (request) => {
        reads += 1;
        if (reads === 2) h.world.unreadable = 'throttled';
        return h.world.gather(request);
      },
    });
    expect(h.world.changes).toEqual([]);
    expect((await h.record()).outcome).toBe('unknown');
  });

  it('is one finding about the account in a sweep, and closed by the next sweep that can read', async () => {
    const h = harness({
      notebooks: ['a', 'b'].map((name) => fakeNotebook(name)),
      settings: inMode('ticket'),
    });
    await h.run('account');
    h.world.unreadable = 'AccessDenied';
    await h.run('account');
    const account = 'fake-rule/111122223333/us-east-1/account/111122223333';
    expect(await h.ledger.load(account)).toMatchObject({ outcome: 'unknown' });
    expect((await h.record('a')).outcome).toBe('ticketed');
    h.world.unreadable = undefined;
    const { toHandle } = await review(h.ports, 'account');
    expect(toHandle).toEqual([{ type: 'AWS::Account', id: '111122223333' }]);
    await h.run(toHandle);
    expect(await h.ledger.load(account)).toMatchObject({
      outcome: 'gone',
      because: 'its resources can be listed again',
    });
    expect((await review(h.ports, 'account')).toHandle).toEqual([]);
  });

  it('in one resource is unknown: a value that the rule does not understand', async () => {
    const h = harness({ notebooks: [fakeNotebook('nb', { DirectInternetAccess: 'Perhaps' })] });
    await h.run();
    expect(await h.record()).toMatchObject({ outcome: 'unknown' });
    expect(h.world.changes).toEqual([]);
    h.world.notebooks.set('nb', fakeNotebook('nb'));
    h.clock.pass(minute);
    await h.run();
    expect(await h.record()).toMatchObject({ outcome: 'fixed', episodes: 1 });
  });
});
