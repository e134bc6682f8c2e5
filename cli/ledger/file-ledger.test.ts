import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fileLedger } from './file-ledger';
import { ledgerContract } from '../../test/contracts/ledger';
import { fakeClock } from '../../test/fakes/clock';
import { findingRecord } from '../../test/fakes/finding-record';

const newPath = (): string =>
  path.join(mkdtempSync(path.join(tmpdir(), 'palisade-ledger-')), 'out', 'ledger.json');

ledgerContract('the ledger in a file', (now) => Promise.resolve(fileLedger(newPath(), now)));

describe('the file', () => {
  const { now } = fakeClock();
  const id = 'r/111122223333/us-east-1/vpc/vpc-1';

  it('is shared by processes: what one ledger writes, another on the same file reads', async () => {
    const file = newPath();
    const opened = await fileLedger(file, now).open(id, 'one');
    if (opened === 'leased') throw new Error('leased');
    const record = findingRecord({ id });
    await fileLedger(file, now).save(opened.lease, record);
    expect(await fileLedger(file, now).load(id)).toEqual(record);
    expect(await fileLedger(file, now).open(id, 'two')).toBe('leased');
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('grants one lease although many ledgers on the file ask at once', async () => {
    const file = newPath();
    const opened = await Promise.all([1, 2, 3, 4].map((n) => fileLedger(file, now).open(id, `${n}`)));
    expect(opened.filter((one) => one !== 'leased')).toHaveLength(1);
  });

  it.each([
    ['text that is not JSON', '{"schema":', 'is not JSON'],
    ['another version', '{"schema":"palisade/ledger/9"}', 'schema: is not a ledger of this version'],
    [
      'a damaged record',
      JSON.stringify({
        schema: 'palisade/ledger/1',
        findings: { [id]: { fence: 1, leaseUntil: 0, record: { id, outcome: 'nonsense' } } },
        trails: {},
        budgets: {},
        populations: {},
      }),
      `ledger record ${id}`,
    ],
  ])('refuses %s, says where it is, and leaves it as it is', async (_, text, says) => {
    const file = newPath();
    await fileLedger(file, now).release({ id, holder: 'x', fence: 0 });
    writeFileSync(file, text);
    await expect(fileLedger(file, now).open(id, 'one')).rejects.toThrow(says);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('says which process holds the lock when it stays locked', async () => {
    const file = newPath();
    await fileLedger(file, now).release({ id, holder: 'x', fence: 0 });
    writeFileSync(`${file}.lock`, '4711\n');
    await expect(fileLedger(file, now).load(id)).rejects.toThrow(
      `is locked by process 4711; if that is gone, delete ${file}.lock`,
    );
  }, 10_000);
});
