import { describe, expect, it } from '@jest/globals';
import { approve, pass } from '.';
import { asNotSticking } from './retries';
import { fakeFindingId, resourceOf, setAccess, stopThenAsk } from '../../test/fakes/fake-rule';
import { fakeNotebook } from '../../test/fakes/world';
import { harness, inMode, trigger } from './testing/harness';
import { day, hour, minute } from './time';

const id = fakeFindingId('nb');

describe('a remediation', () => {
  it('is verified by reading again, and leaves an audit trail', async () => {
    const h = harness();
    await h.run();
    expect(await h.record()).toMatchObject({
      outcome: 'fixed',
      status: 'pass',
      performed: [{ call: 'fake:SetAccess', state: 'verified' }],
    });
    expect(await h.ledger.audit(id)).toMatchObject([
      { event: 'intent', by: 'a change by arn:aws:iam::111122223333:user/ann' },
      { event: 'performed', by: 'worker 1' },
      { event: 'fixed' },
    ]);
  });

  it('reports nothing again afterwards', async () => {
    const h = harness();
    await h.run();
    expect((await h.run()).handled).toMatchObject([{ kind: 'unchanged' }]);
    expect(h.channel.taken).toHaveLength(1);
    expect(await h.trail()).toHaveLength(3);
  });

  it('tolerates briefly stale reads, and does not act twice', async () => {
    const h = harness();
    await h.ports.gather({});
    h.world.fault = () => {
      h.world.staleReads = 3;
      return undefined;
    };
    await h.run();
    expect((await h.record()).outcome).toBe('fixed');
    expect(h.world.changes).toEqual(['fake:SetAccess nb']);
  });

  it('that stays invisible for longer is followed up, not repeated immediately', async () => {
    const h = harness();
    h.world.fault = () => {
      h.world.staleReads = 20;
      return undefined;
    };
    await h.run();
    expect((await h.record()).outcome).toBe('acting');
    expect(h.followUps).toHaveLength(1);
    expect(h.world.changes).toHaveLength(1);
    h.world.staleReads = 0;
    h.clock.pass(2 * minute);
    await h.run();
    expect((await h.record()).outcome).toBe('fixed');
    expect(h.world.changes).toHaveLength(1);
  });

  it('that does not last ends as failed, with a ticket', async () => {
    const h = harness();
    h.world.ignoresChanges = true;
    for (let n = 0; n < 6; n += 1) {
      await h.run();
      h.clock.pass(3 * minute);
    }
    expect(await h.record()).toMatchObject({ outcome: 'failed' });
    expect(h.world.changes).toHaveLength(3);
    expect(h.tickets.all.size).toBe(1);
    expect((await h.record()).because).toContain('performed 3 times within a day and it did not last');
  });
});

describe('drift that returns', () => {
  /** Causes drift by the given identity, seen in an event that names it. */
  const drift = async (h: ReturnType<typeof harness>, by: string) => {
    h.world.notebooks.set('nb', fakeNotebook('nb'));
    const event = { ...trigger, by, description: `UpdateNotebookInstance by ${by}` };
    await pass({ ...h.ports, holder: by }, event, [resourceOf('nb')]);
    h.clock.pass(hour);
  };

  it('more than three times within a day is left to a person, and the ticket names who caused it', async () => {
    const h = harness();
    for (const by of ['arn:ann', 'arn:ann', 'arn:bob', 'arn:ann']) await drift(h, by);
    expect(h.world.changes).toHaveLength(4);
    expect(await h.record()).toMatchObject({ outcome: 'fixed', episodes: 4 });
    for (const by of ['arn:bob', 'arn:eve']) await drift(h, by);
    expect(h.world.changes).toHaveLength(4);
    const record = await h.record();
    expect(record.outcome).toBe('ticketed');
    expect(record.because).toContain('returned 4 times within 1d (limit 3)');
    expect(record.because).toContain('arn:ann (2 times), arn:bob (2 times)');
    const [ticket] = [...h.tickets.all.values()];
    expect(ticket?.texts[0]?.body).toContain('T12:00:00.000Z by arn:bob\n');
    expect(h.events).toContainEqual(expect.objectContaining({ type: 'limited', limit: 'flapping' }));
  });

  it('is counted with the limits in the settings', async () => {
    const limits = { flapping: { times: 1, within: '2h' } };
    const h = harness({ settings: { ...inMode('remediate'), limits } });
    for (let n = 0; n < 3; n += 1) await drift(h, 'arn:ann');
    expect(h.world.changes).toHaveLength(2);
    expect((await h.record()).outcome).toBe('ticketed');
  });

  it('is fixed again automatically once enough of the drifts are old', async () => {
    const limits = { flapping: { times: 1, within: '2h' } };
    const h = harness({ settings: { ...inMode('remediate'), limits } });
    for (let n = 0; n < 3; n += 1) await drift(h, 'arn:ann');
    expect((await h.record()).retryAt).toBe('2026-11-20T13:00:00.000Z');
    h.clock.pass(minute);
    await h.run();
    expect((await h.record()).outcome).toBe('fixed');
  });

  it('of a contained subject counts although it never passed', async () => {
    const h = harness({
      behaviour: stopThenAsk,
      settings: { ...inMode('remediate'), limits: { flapping: { times: 1 } } },
    });
    for (let n = 0; n < 3; n += 1) {
      await drift(h, 'arn:ann');
      if (h.world.notebooks.get('nb')?.NotebookInstanceStatus === 'Stopping')
        h.world.notebooks.set('nb', fakeNotebook('nb', { NotebookInstanceStatus: 'Stopped' }));
      await h.run();
    }
    expect(h.world.changes).toEqual(['fake:SetStatus nb', 'fake:SetStatus nb']);
    expect((await h.record()).because).toContain('the drift returned 2 times');
  });

  it('may still be fixed on approval', async () => {
    const limits = { flapping: { times: 1 } };
    const h = harness({ settings: { ...inMode('remediate'), limits } });
    for (let n = 0; n < 3; n += 1) await drift(h, 'arn:ann');
    await approve(h.ports, id, 'ann');
    await h.run();
    expect((await h.record()).outcome).toBe('fixed');
  });

  it('is fixed again once a day has passed', async () => {
    const h = harness();
    for (let n = 0; n < 5; n += 1) {
      h.world.notebooks.set('nb', fakeNotebook('nb'));
      await h.run();
      h.clock.pass(9 * hour);
    }
    expect(h.world.changes).toHaveLength(5);
    expect(await h.record()).toMatchObject({ outcome: 'fixed', episodes: 5 });
  });

  it('does not let the record grow without bound', async () => {
    const h = harness();
    h.world.fault = () => ({ kind: 'invalid' });
    for (let n = 0; n < 60; n += 1) {
      await h.run();
      h.clock.pass(day);
    }
    expect((await h.record()).performed.length).toBeLessThan(5);
  });
});

describe('a call that fails', () => {
  it('denied: ends in a ticket that names the permission, and is not repeated', async () => {
    const h = harness();
    h.world.fault = () => ({ kind: 'denied' });
    await h.run();
    expect(await h.record()).toMatchObject({ outcome: 'failed' });
    expect([...h.tickets.all.values()][0]?.texts[0]?.body).toContain(
      "Palisade's role needs the permission fake:SetAccess",
    );
    expect((await h.run()).handled).toMatchObject([{ kind: 'unchanged' }]);
    h.clock.pass(day);
    h.world.fault = () => undefined;
    await h.run();
    expect((await h.record()).outcome).toBe('fixed');
    expect([...h.tickets.all.values()]).toMatchObject([{ lastWord: 'fixed: verified by reading it again' }]);
  });

  it.each([
    ['denied', "a person has to look. Palisade's role needs a permission: Code: the message of AWS"],
    ['invalid', "a person has to look. AWS's last answer was: Code: the message of AWS"],
  ] as const)('%s again and again: quotes the last answer of AWS', (kind, says) => {
    const { because, outcome } = asNotSticking(setAccess(fakeNotebook('nb')), {
      kind,
      code: 'Code',
      message: 'the message of AWS',
    });
    expect(outcome).toBe('failed');
    expect(because).toContain('fake:SetAccess was tried 3 times within a day');
    expect(because).toContain(says);
  });

  it.each([
    'with an explicit deny in a service control policy',
    'because no service control policy allows the fake:SetAccess action',
    'because no VPC endpoint policy allows the fake:SetAccess action',
  ])('denied again and again %s: is not reported as a missing permission', (message) => {
    const failure = { kind: 'denied', code: 'Code', message } as const;
    expect(asNotSticking(setAccess(fakeNotebook('nb')), failure).because).toContain(
      `a person has to look. AWS's last answer was: Code: ${message}`,
    );
  });

  it('throttled: is tried again later, more and more slowly', async () => {
    const h = harness();
    let times = 0;
    h.world.fault = () => (++times <= 3 ? { kind: 'throttled' } : undefined);
    for (let n = 0; n < 4; n += 1) await h.run();
    expect((await h.record()).outcome).toBe('fixed');
    expect(h.followUps.map(({ afterMs }) => afterMs)).toEqual([minute, 2 * minute, 3 * minute]);
    expect(h.tickets.all.size).toBe(0);
  });

  it('throttled forever: a person is asked after eight tries', async () => {
    const h = harness();
    h.world.fault = () => ({ kind: 'throttled' });
    for (let n = 0; n < 12; n += 1) await h.run();
    expect((await h.record()).outcome).toBe('failed');
    expect((await h.record()).because).toContain('(tried 8 times)');
    expect(h.tickets.all.size).toBe(1);
  });

  it('timed out after its effect: is recognised, not repeated', async () => {
    const h = harness();
    h.world.fault = () => ({ kind: 'transient', after: true });
    await h.run();
    expect((await h.record()).outcome).toBe('acting');
    await h.run();
    expect(await h.record()).toMatchObject({ outcome: 'fixed', performed: [{ state: 'verified' }] });
    expect(h.world.changes).toHaveLength(1);
  });

  it('timed out before its effect: is repeated', async () => {
    const h = harness();
    let times = 0;
    h.world.fault = () => (++times === 1 ? { kind: 'transient' } : undefined);
    await h.run();
    await h.run();
    expect((await h.record()).outcome).toBe('fixed');
  });

  it('conflict, and the state has changed meanwhile: reads again', async () => {
    const h = harness();
    h.world.fault = () => {
      h.world.notebooks.set('nb', fakeNotebook('nb', { DirectInternetAccess: 'Disabled' }));
      return { kind: 'conflict' };
    };
    await h.run();
    expect(await h.record()).toMatchObject({ outcome: 'passing', performed: [{ state: 'failed' }] });
    expect(h.tickets.all.size).toBe(0);
  });

  it.each(['conflict', 'limit', 'unmodifiable', 'invalid', 'unexpected'] as const)(
    '%s, and nothing has changed: ends in a ticket after one call',
    async (kind) => {
      const h = harness();
      let times = 0;
      h.world.fault = () => {
        times += 1;
        return { kind };
      };
      await h.run();
      await h.run();
      expect(times).toBe(1);
      expect((await h.record()).outcome).toBe('failed');
      expect(h.tickets.all.size).toBe(1);
    },
  );

  it('gone: closes the finding', async () => {
    const h = harness();
    h.world.fault = () => {
      h.world.notebooks.delete('nb');
      return undefined;
    };
    await h.run();
    expect((await h.record()).outcome).toBe('gone');
  });
});

describe('waiting', () => {
  it('asks for a follow-up and does nothing meanwhile', async () => {
    const h = harness({ behaviour: stopThenAsk });
    await h.run();
    await h.run();
    await h.run();
    expect(h.world.changes).toEqual(['fake:SetStatus nb']);
    expect(h.followUps).toHaveLength(3);
  });
});

describe('limits', () => {
  const names = Array.from({ length: 30 }, (_, n) => `nb-${n}`);
  const notebooks = names.map((name) => fakeNotebook(name));
  const outcomes = async (h: ReturnType<typeof harness>): Promise<Record<string, number>> => {
    const counted: Record<string, number> = {};
    for (const name of names) {
      const { outcome } = await h.record(name);
      counted[outcome] = (counted[outcome] ?? 0) + 1;
    }
    return counted;
  };

  it.each([
    [
      { actionsPerHour: 5, sharePercent: 100 },
      { fixed: 5, ticketed: 25 },
    ],
    [
      { actionsPerHour: 100, sharePercent: 10 },
      { fixed: 3, ticketed: 27 },
    ],
    [
      { actionsPerHour: 100, sharePercent: 0 },
      { fixed: 1, ticketed: 29 },
    ],
    [{ actionsPerHour: 0, sharePercent: 100 }, { ticketed: 30 }],
  ])('%j gives %j in one hour', async (limits, expected) => {
    const h = harness({ notebooks, settings: { ...inMode('remediate'), limits } });
    await h.run('account');
    expect(await outcomes(h)).toEqual(expected);
    expect(h.tickets.all.size).toBe(expected.ticketed);
    await h.run('account');
    expect(await outcomes(h)).toEqual(expected);
  });

  it('goes on in the next hour', async () => {
    const limits = { actionsPerHour: 5, sharePercent: 100 };
    const h = harness({ notebooks, settings: { ...inMode('remediate'), limits } });
    await h.run('account');
    h.clock.pass(hour);
    await h.run('account');
    expect(await outcomes(h)).toEqual({ fixed: 10, ticketed: 20 });
    expect([...h.tickets.all.values()].filter(({ lastWord }) => lastWord === undefined)).toHaveLength(20);
  });

  it('counts a finding with several steps once', async () => {
    const limits = { actionsPerHour: 1, sharePercent: 100 };
    const h = harness({
      settings: { ...inMode('remediate'), limits },
      behaviour: {
        ...stopThenAsk,
        plan: (one) =>
          one.NotebookInstanceStatus === 'Stopping'
            ? { kind: 'steps', steps: [setAccess(one)] }
            : stopThenAsk.plan(one),
      },
    });
    await h.run();
    expect((await h.record()).outcome).toBe('fixed');
    expect(h.world.changes).toHaveLength(2);
  });
});

describe('two passes at once', () => {
  it('act once', async () => {
    const h = harness();
    const reports = await Promise.all(Array.from({ length: 6 }, () => h.run()));
    expect(h.world.changes).toEqual(['fake:SetAccess nb']);
    expect(reports.flatMap(({ errors }) => errors)).toEqual([]);
    expect(await h.record()).toMatchObject({ outcome: 'fixed', performed: [{ state: 'verified' }] });
    expect(h.followUps.length).toBeGreaterThan(0);
    for (const { because } of h.followUps) expect(because).toBe('another worker has this finding');
  });

  it('of which one evaluated before the other had fixed it: the record of the fix is kept', async () => {
    const h = harness();
    // A pass that reads now and continues only after another pass has run.
    const late = h.run(undefined, {
      ...h.ports,
      gather: async (request) => {
        const snapshot = await h.ports.gather(request);
        if (h.world.changes.length === 0) {
          h.clock.pass(1);
          await h.run();
          h.clock.pass(1);
        }
        return snapshot;
      },
    });
    await late;
    expect(h.world.changes).toEqual(['fake:SetAccess nb']);
    expect(await h.record()).toMatchObject({
      outcome: 'fixed',
      episodes: 1,
      performed: [{ state: 'verified' }],
    });
  });

  it('of which one evaluated before the finding passed: no ticket is opened', async () => {
    const h = harness({ settings: inMode('ticket') });
    await h.run();
    const late = h.run(undefined, {
      ...h.ports,
      gather: async (request) => {
        const snapshot = await h.ports.gather(request);
        if (h.world.notebooks.get('nb')?.DirectInternetAccess === 'Enabled') {
          h.world.notebooks.set('nb', fakeNotebook('nb', { DirectInternetAccess: 'Disabled' }));
          h.clock.pass(1);
          await h.run();
          h.clock.pass(1);
        }
        return snapshot;
      },
    });
    await late;
    expect((await h.record()).outcome).toBe('passing');
    expect([...h.tickets.all.values()].map(({ lastWord }) => lastWord)).toEqual([
      expect.stringMatching(/^passing: /),
    ]);
  });

  it('of which one hangs for longer than its lease: it stops, and the other completes the work', async () => {
    const h = harness();
    let overtaken = false;
    const slow = await h.run(undefined, {
      ...h.ports,
      ledger: {
        ...h.ledger,
        save: async (lease, record, entry, then) => {
          if (entry?.event === 'performed' && !overtaken) {
            overtaken = true;
            h.clock.pass(6 * minute);
            await h.run();
          }
          await h.ledger.save(lease, record, entry, then);
        },
      },
    });
    expect(overtaken).toBe(true);
    expect(slow).toEqual({ handled: [], errors: [] });
    expect(await h.record()).toMatchObject({ outcome: 'fixed', performed: [{ state: 'verified' }] });
    expect(h.world.changes).toEqual(['fake:SetAccess nb']);
  });
});

it('handles each finding by itself: one that fails does not block the others', async () => {
  const limits = { actionsPerHour: 20, sharePercent: 100 };
  const notebooks = ['a', 'b', 'c'].map((name) => fakeNotebook(name));
  const h = harness({ notebooks, settings: { ...inMode('remediate'), limits } });
  const report = await h.run('account', {
    ...h.ports,
    ledger: {
      ...h.ledger,
      open: (of, holder) =>
        of === fakeFindingId('b') ? Promise.reject(new Error('throttled')) : h.ledger.open(of, holder),
    },
  });
  expect(report.errors).toMatchObject([
    { finding: { id: fakeFindingId('b') }, error: { message: 'throttled' } },
  ]);
  expect([(await h.record('a')).outcome, (await h.record('c')).outcome]).toEqual(['fixed', 'fixed']);
  expect(h.channel.latest().size).toBe(2);
});
