import { expect, it } from '@jest/globals';
import { overlayLedger } from './overlay-ledger';
import { fakeClock } from '../../test/fakes/clock';
import { findingRecord } from '../../test/fakes/finding-record';
import { memoryLedger } from '../../test/fakes/memory-ledger';

const now = '2026-11-20T10:00:00.000Z';
const entry = { at: now, event: 'intent', by: 'ann', detail: '' };

async function claimed(ledger: ReturnType<typeof memoryLedger>, id: string) {
  const opened = await ledger.open(id, 'worker');
  if (opened === 'leased') throw new Error('another worker has the lease');
  return opened;
}

it('reads from the ledger below, and keeps writes to itself', async () => {
  const below = memoryLedger(fakeClock(now).now);
  const record = findingRecord({ outcome: 'ticketed' });
  const { id } = record;
  await below.save((await claimed(below, id)).lease, record, entry);
  await below.setPopulation('rule', 10);
  await below.reserve('rule', 'one', now, 5);

  const over = overlayLedger(below);
  expect(await over.load(id)).toEqual(record);
  expect(await over.list()).toEqual([record]);
  // In the ledger below it is still leased.
  const { lease, record: opened } = await claimed(over, id);
  expect(opened).toEqual(record);
  const fixed = { ...record, outcome: 'passing' as const };
  await over.save(lease, fixed, { ...entry, event: 'passing' });
  await over.setPopulation('rule', 20);
  expect(await over.load(id)).toEqual(fixed);
  expect(await over.list()).toEqual([]);
  expect((await over.audit(id)).map(({ event }) => event)).toEqual(['intent', 'passing']);
  expect(await over.population('rule')).toBe(20);
  expect(await over.reserve('rule', 'two', now, 2)).toBe(true);
  expect(await over.reserve('rule', 'three', now, 2)).toBe(false);
  // These are counted already, here or below.
  expect(await over.reserve('rule', 'one', now, 2)).toBe(true);
  expect(await over.reserve('rule', 'two', now, 2)).toBe(true);
  expect(await over.reserve('rule', 'three', '2026-11-20T11:00:00.000Z', 2)).toBe(true);
  expect(await over.reserved('rule', now)).toEqual(new Set(['one', 'two']));

  expect(await below.load(id)).toEqual(record);
  expect(await below.audit(id)).toEqual([entry]);
  expect(await below.population('rule')).toBe(10);
  expect(await below.reserved('rule', now)).toEqual(new Set(['one']));
});
