import { describe, expect, it } from '@jest/globals';
import {
  type AuditEntry,
  type FindingRecord,
  type Lease,
  type Ledger,
  LeaseLostError,
} from '../../core/model/ledger';
import { fakeClock } from '../fakes/clock';
import { findingRecord } from '../fakes/finding-record';

const leaseMs = 5 * 60_000;

/** The contract of the `Ledger` port. `make` returns an empty ledger with leases of five minutes. */
export function ledgerContract(name: string, make: (now: () => string) => Promise<Ledger>): void {
  describe(`${name} keeps the contract of the ledger`, () => {
    const id = 'r/111122223333/us-east-1/vpc/vpc-1';
    const record = findingRecord({ id });

    async function granted(ledger: Ledger, holder = 'a', of = id): Promise<Lease> {
      const opened = await ledger.open(of, holder);
      if (opened === 'leased') throw new Error(`${of} is leased`);
      return opened.lease;
    }
    async function saved(ledger: Ledger, one: FindingRecord): Promise<void> {
      await ledger.save(await granted(ledger, 'a', one.id), one, undefined, 'release');
    }

    describe('leases', () => {
      it('grants one lease if many open the same finding at the same time', async () => {
        const ledger = await make(fakeClock().now);
        const opened = await Promise.all(Array.from({ length: 8 }, (_, n) => ledger.open(id, `worker ${n}`)));
        expect(opened.filter((one) => one !== 'leased')).toHaveLength(1);
      });

      it('refuses the same holder a second lease: two passes of one worker are two workers', async () => {
        const ledger = await make(fakeClock().now);
        await granted(ledger, 'a');
        expect(await ledger.open(id, 'a')).toBe('leased');
      });

      it('grants leases on different findings at the same time', async () => {
        const ledger = await make(fakeClock().now);
        await granted(ledger, 'a', `${id}a`);
        await granted(ledger, 'b', `${id}b`);
      });

      it.each(['release', 'save with release'] as const)('grants it again after %s', async (how) => {
        const ledger = await make(fakeClock().now);
        const lease = await granted(ledger);
        if (how === 'release') await ledger.release(lease);
        else await ledger.save(lease, record, undefined, 'release');
        expect((await granted(ledger, 'b')).fence).toBeGreaterThan(lease.fence);
      });

      it('keeps it through a save that does not release', async () => {
        const ledger = await make(fakeClock().now);
        await ledger.save(await granted(ledger), record);
        expect(await ledger.open(id, 'b')).toBe('leased');
      });

      it('expires by itself, to the millisecond', async () => {
        const clock = fakeClock();
        const ledger = await make(clock.now);
        await granted(ledger);
        clock.pass(leaseMs - 1);
        expect(await ledger.open(id, 'b')).toBe('leased');
        clock.pass(1);
        await granted(ledger, 'b');
      });

      it('expires earlier if a shorter time was requested', async () => {
        const clock = fakeClock();
        const ledger = await make(clock.now);
        expect(await ledger.open(id, 'a', 30_000)).not.toBe('leased');
        clock.pass(29_999);
        expect(await ledger.open(id, 'b')).toBe('leased');
        clock.pass(1);
        await granted(ledger, 'b');
        clock.pass(leaseMs - 1);
        expect(await ledger.open(id, 'c')).toBe('leased');
      });

      it('fences off a late writer, and keeps what the new owner wrote', async () => {
        const clock = fakeClock();
        const ledger = await make(clock.now);
        const late = await granted(ledger, 'late');
        clock.pass(leaseMs);
        const owner = await granted(ledger, 'owner');
        await ledger.save(owner, { ...record, message: 'by the owner' });
        await expect(ledger.save(late, { ...record, message: 'late' })).rejects.toThrow(LeaseLostError);
        await expect(ledger.save(late, record, undefined, 'release')).rejects.toThrow(LeaseLostError);
        expect((await ledger.load(id))?.message).toBe('by the owner');
        expect(await ledger.open(id, 'third')).toBe('leased');
      });

      it('lets the holder of an expired lease write while nobody has taken over', async () => {
        const clock = fakeClock();
        const ledger = await make(clock.now);
        const lease = await granted(ledger);
        clock.pass(2 * leaseMs);
        await ledger.save(lease, record);
        expect(await ledger.load(id)).toEqual(record);
      });

      it('ignores the release of a lost lease', async () => {
        const clock = fakeClock();
        const ledger = await make(clock.now);
        const late = await granted(ledger, 'late');
        clock.pass(leaseMs);
        await granted(ledger, 'owner');
        await ledger.release(late);
        expect(await ledger.open(id, 'third')).toBe('leased');
      });
    });

    describe('records', () => {
      it('has no record of a finding that was only opened', async () => {
        const ledger = await make(fakeClock().now);
        await granted(ledger);
        expect(await ledger.load(id)).toBeUndefined();
        expect(await ledger.list()).toEqual([]);
      });

      it('returns with load, open and list exactly what was saved', async () => {
        const ledger = await make(fakeClock().now);
        const full = findingRecord({
          id,
          performed: [
            {
              fingerprint: 'ec2:ModifyVpcAttribute {}',
              call: 'ec2:ModifyVpcAttribute',
              why: 'ä ✓ "quoted"',
              at: record.updatedAt,
              state: 'failed',
              inverse: [{ call: 'x:Y', input: { list: [1, null, { deep: true }] }, why: 'back' }],
              failure: { kind: 'denied', code: 'UnauthorizedOperation', message: 'no' },
            },
          ],
          shown: [{ fingerprint: 'a', approval: 'data-loss' }],
          after: '{"a":1}',
          ticket: { channel: 'opscenter', id: 'oi-1', open: true, digest: 'd' },
          approval: { by: 'someone', at: record.updatedAt, steps: ['a', 'b'] },
          exemption: { rule: 'r', resource: 'vpc-1', until: '2027-01-01T00:00:00Z', owner: 'o', reason: 'r' },
          holdUntil: record.updatedAt,
          retryAt: record.updatedAt,
          unpublished: true,
        });
        await saved(ledger, full);
        expect(await ledger.load(id)).toEqual(full);
        expect(await ledger.list()).toEqual([full]);
        expect(await ledger.open(id, 'b')).toMatchObject({ record: full });
      });

      it('forgets the fields that a later save leaves out', async () => {
        const ledger = await make(fakeClock().now);
        await saved(ledger, { ...record, retryAt: record.updatedAt, unpublished: true });
        await saved(ledger, record);
        expect(await ledger.load(id)).toEqual(record);
      });

      it('lists all findings except those that pass or whose resource is gone, however many', async () => {
        const ledger = await make(fakeClock().now);
        const many = Array.from({ length: 30 }, (_, n) => findingRecord({ id: `${id}-${n}` }));
        for (const one of many) await saved(ledger, one);
        await saved(ledger, findingRecord({ id: `${id}-1`, outcome: 'passing', status: 'pass' }));
        await saved(ledger, findingRecord({ id: `${id}-2`, outcome: 'gone', status: 'not-applicable' }));
        const left = many.map((one) => one.id).filter((one) => !/-[12]$/.test(one));
        expect((await ledger.list()).map((one) => one.id).sort()).toEqual(left.sort());
        expect((await ledger.load(`${id}-2`))?.outcome).toBe('gone');
        await saved(ledger, findingRecord({ id: `${id}-1` }));
        expect(await ledger.list()).toHaveLength(29);
      });
    });

    describe('publishing', () => {
      const unpublished = { ...record, unpublished: true };

      it('remembers that a state was published', async () => {
        const ledger = await make(fakeClock().now);
        await saved(ledger, unpublished);
        await ledger.published(record);
        expect(await ledger.load(id)).toEqual(record);
        expect(await ledger.list()).toEqual([record]);
      });

      it.each(['passing', 'gone'] as const)(
        'lists findings that are %s until they are published',
        async (outcome) => {
          const ledger = await make(fakeClock().now);
          await saved(ledger, { ...unpublished, outcome });
          expect(await ledger.list()).toHaveLength(1);
          await ledger.published({ ...record, outcome });
          expect(await ledger.list()).toEqual([]);
          expect(await ledger.load(id)).toEqual({ ...record, outcome });
        },
      );

      const older = { ...record, updatedAt: '2020-01-01T00:00:00.000Z' };

      it('ignores that an older state, or an unknown finding, was published', async () => {
        const ledger = await make(fakeClock().now);
        await saved(ledger, unpublished);
        await ledger.published(older);
        await ledger.published({ ...record, id: 'r/1/us-east-1/vpc/unknown' });
        expect(await ledger.load(id)).toEqual(unpublished);
        expect(await ledger.load('r/1/us-east-1/vpc/unknown')).toBeUndefined();
      });

      it.each(['ticketed', 'passing', 'gone'] as const)(
        'lists a finding that is %s again if an older state was published after it',
        async (outcome) => {
          const ledger = await make(fakeClock().now);
          const now = { ...record, outcome };
          await saved(ledger, { ...now, unpublished: true });
          await ledger.published(now);
          await ledger.published(older);
          expect(await ledger.load(id)).toEqual({ ...now, unpublished: true });
          expect(await ledger.list()).toEqual([{ ...now, unpublished: true }]);
        },
      );
    });

    describe('audit trail', () => {
      const entry = (event: string, at = record.updatedAt): AuditEntry => ({
        at,
        event,
        by: 'test',
        detail: event,
      });

      it('keeps every entry in order, equal ones of the same millisecond included', async () => {
        const ledger = await make(fakeClock().now);
        const lease = await granted(ledger);
        const names = ['intent', 'performed', 'intent', 'intent', 'fixed'];
        for (const name of names) await ledger.save(lease, record, entry(name));
        expect((await ledger.audit(id)).map(({ event }) => event)).toEqual(names);
        expect((await ledger.audit(id))[0]).toEqual(entry('intent'));
      });

      it('sorts by time over several leases, and keeps findings apart', async () => {
        const ledger = await make(fakeClock().now);
        const [first, second] = ['2026-11-20T10:00:01.000Z', '2026-11-20T10:00:02.000Z'] as const;
        await ledger.save(await granted(ledger), record, entry('one', first), 'release');
        await ledger.save(await granted(ledger, 'b'), record, entry('two', second), 'release');
        const other = findingRecord({ id: `${id}0` });
        await ledger.save(await granted(ledger, 'a', other.id), other, entry('elsewhere', first));
        expect((await ledger.audit(id)).map(({ event }) => event)).toEqual(['one', 'two']);
        expect(await ledger.audit('r/1/us-east-1/vpc/none')).toEqual([]);
      });

      it('records what a worker did after it lost its lease', async () => {
        const clock = fakeClock();
        const ledger = await make(clock.now);
        const late = await granted(ledger, 'late');
        clock.pass(leaseMs);
        await granted(ledger, 'owner');
        await expect(ledger.save(late, record, entry('performed'))).rejects.toThrow(LeaseLostError);
        expect(await ledger.audit(id)).toEqual([entry('performed')]);
      });
    });

    describe('budgets', () => {
      const at = '2026-11-20T10:59:59.999Z';

      it('never counts more than the limit, however many ask at the same time', async () => {
        const ledger = await make(fakeClock().now);
        const answers = await Promise.all(
          Array.from({ length: 12 }, (_, n) => ledger.reserve('r', `f${n}`, at, 5)),
        );
        expect(answers.filter(Boolean)).toHaveLength(5);
      });

      it('counts the same finding once, and still grants it at the limit', async () => {
        const ledger = await make(fakeClock().now);
        const again = [1, 2, 3].map(() => ledger.reserve('r', 'f', at, 2));
        expect(await Promise.all(again)).toEqual([true, true, true]);
        expect(await ledger.reserve('r', 'g', at, 2)).toBe(true);
        expect(await ledger.reserve('r', 'h', at, 2)).toBe(false);
        expect(await ledger.reserve('r', 'f', at, 2)).toBe(true);
      });

      it('counts every rule and every clock hour separately', async () => {
        const ledger = await make(fakeClock().now);
        expect(await ledger.reserve('r', 'f', at, 1)).toBe(true);
        expect(await ledger.reserve('r', 'g', at, 1)).toBe(false);
        expect(await ledger.reserve('q', 'g', at, 1)).toBe(true);
        expect(await ledger.reserve('r', 'g', '2026-11-20T11:00:00.000Z', 1)).toBe(true);
      });

      it('grants nothing at a limit of zero, not even a finding that is counted already', async () => {
        const ledger = await make(fakeClock().now);
        await ledger.reserve('r', 'f', at, 1);
        expect(await ledger.reserve('r', 'f', at, 0)).toBe(false);
        expect(await ledger.reserve('q', 'f', at, 0)).toBe(false);
      });

      it('lists the findings of a rule that an hour counts', async () => {
        const ledger = await make(fakeClock().now);
        expect(await ledger.reserved('r', at)).toEqual(new Set());
        for (const id of ['f', 'g', 'h']) await ledger.reserve('r', id, at, 2);
        await ledger.reserve('q', 'f', at, 2);
        expect(await ledger.reserved('r', '2026-11-20T10:00:00.000Z')).toEqual(new Set(['f', 'g']));
        expect(await ledger.reserved('r', '2026-11-20T11:00:00.000Z')).toEqual(new Set());
      });

      it('remembers the last population of each rule, zero included', async () => {
        const ledger = await make(fakeClock().now);
        expect(await ledger.population('r')).toBeUndefined();
        await ledger.setPopulation('r', 7);
        await ledger.setPopulation('q', 0);
        expect([await ledger.population('r'), await ledger.population('q')]).toEqual([7, 0]);
        await ledger.setPopulation('r', 3);
        expect(await ledger.population('r')).toBe(3);
      });
    });
  });
}
