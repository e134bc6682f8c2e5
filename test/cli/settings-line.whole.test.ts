import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type LiveAccount, liveAccount } from './live-account';
import { runCli } from '../../cli/testing/run-cli';
import { sampleRules, writeExportFolder } from '../../cli/testing/sample-export';

jest.setTimeout(60_000);

const exported = writeExportFolder();
const text = `exemptions:
  - { rule: endpoint-private-dns, resource: x, until: 2027-03-31, owner: me, reason: r }
  - { rule: endpoint-private-dns, resource: y, until: 2027-03-31, owner: me, reason: r }
protectedPrincipals: [admin]
`;
const line = 'settings: palisade.yml here (2 exemptions, 1 protected principal)\n';

const before = process.cwd();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'palisade-line-'));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const scan = ['scan', '--from', exported, ...sampleRules];

describe('the first line of output', () => {
  it.each<[string, readonly string[], 'stdout' | 'stderr']>([
    ['scan', scan, 'stdout'],
    ['scan as JSON', [...scan, '--format', 'json'], 'stderr'],
    ['plan', ['plan', '--from', exported, ...sampleRules], 'stdout'],
    ['plan as JSON', ['plan', '--from', exported, ...sampleRules, '--format', 'json'], 'stderr'],
    ['report', ['report', '--from', exported, ...sampleRules], 'stdout'],
    ['explain', ['explain', 'churn', '--from', exported], 'stdout'],
    ['explain as JSON', ['explain', 'churn', '--from', exported, '--format', 'json'], 'stderr'],
    ['guardrail', ['guardrail', '--from', exported, '--format', 'iam'], 'stderr'],
  ])('of %s names palisade.yml', async (_, argv, where) => {
    writeFileSync('palisade.yml', text);
    const ran = await runCli(argv);
    expect(ran[where].slice(0, line.length)).toBe(line);
    const other = where === 'stdout' ? 'stderr' : 'stdout';
    expect(ran[other]).not.toContain('settings:');
    if (argv.includes('json')) expect(JSON.parse(ran.stdout)).toBeTruthy();
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[], string]>([
    ['says nothing where there are no settings', {}, [], ''],
    [
      'names the file of --settings',
      { 'my.yml': text },
      ['--settings', 'my.yml'],
      'settings: my.yml (2 exemptions, 1 protected principal)\n',
    ],
    [
      'says that there are no exemptions and no protected principals',
      { 'palisade.yml': 'dryRun: true\n' },
      [],
      'settings: palisade.yml here (no exemptions, no protected principals)\n',
    ],
    [
      'says that a file sets nothing',
      { 'palisade.yml': '\n' },
      [],
      'settings: palisade.yml here sets nothing; all defaults apply\n',
    ],
    [
      'says that a file with a wrong name is not read',
      { 'palisade.yaml': text },
      [],
      'settings: palisade.yaml here is not read, only palisade.yml is; rename it, or use it with --settings palisade.yaml\n',
    ],
    [
      'escapes control characters',
      { 'a\u001b[2Jb.yml': text },
      ['--settings', 'a\u001b[2Jb.yml'],
      'settings: a\ufffd[2Jb.yml (2 exemptions, 1 protected principal)\n',
    ],
  ])('%s', async (_, files, argv, expected) => {
    for (const [name, content] of Object.entries(files)) writeFileSync(name, content);
    const { stdout, stderr } = await runCli([...scan, ...argv]);
    const lines = stdout.split('\n').filter((one) => one.startsWith('settings:'));
    expect([stderr, lines.map((one) => `${one}\n`).join('')]).toEqual(['', expected]);
    expect(stdout.startsWith(expected)).toBe(true);
  });

  it('says that settings inside the export were left alone', async () => {
    process.chdir(exported);
    writeFileSync('palisade.yml', text);
    const { stdout, stderr } = await runCli(['scan', '--from', '.', ...sampleRules, '--format', 'json']);
    rmSync('palisade.yml');
    expect(stderr).toBe(
      'settings: palisade.yml here was left alone, because it is inside what --from names; to use it: --settings palisade.yml\n',
    );
    expect(JSON.parse(stdout)).toMatchObject({ settings: { from: 'defaults' } });
  });

  it('and the JSON of a scan agree', async () => {
    writeFileSync('palisade.yml', text);
    const { stdout } = await runCli([...scan, '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      settings: { from: 'palisade.yml', protectedPrincipals: ['admin'], exemptions: [{}, {}] },
    });
  });
});

describe('on a live account the first line of output', () => {
  let account: LiveAccount;
  beforeAll(async () => {
    account = await liveAccount();
  });
  afterAll(() => account.stop());

  const id = 'principal-outside-access/111122223333/global/user/alice';
  it.each<[string, readonly string[], 'stdout' | 'stderr']>([
    ['doctor', ['doctor'], 'stdout'],
    ['doctor as JSON', ['doctor', '--format', 'json'], 'stderr'],
    ['apply', ['apply', '--yes', '--rule', 'notebook-in-vpc', '--resource', 'nothing'], 'stdout'],
    ['undo', ['undo', id, '--yes'], 'stdout'],
    ['audit', ['audit', id], 'stdout'],
    ['audit as JSON', ['audit', id, '--format', 'json'], 'stderr'],
    ['simulate', ['simulate', 'event.json'], 'stdout'],
    ['uninstall', ['uninstall', '--ledger', 'ledger.json'], 'stdout'],
    ['uninstall as JSON', ['uninstall', '--ledger', 'ledger.json', '--format', 'json'], 'stderr'],
  ])('of %s names palisade.yml', async (_, argv, where) => {
    writeFileSync('palisade.yml', text);
    writeFileSync('event.json', '{"detail-type":"Scheduled Event","source":"aws.events"}');
    writeFileSync('ledger.json', '{"version":1,"findings":{},"trails":{}}');
    const ran = await runCli(argv);
    expect([ran[where].slice(0, line.length), ran.stderr]).toEqual([line, ran.stderr]);
  });
});
