import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { copyCheckout } from './checkout-copy';
import { type Ended, startProgram } from './process';

const newFolder = () => realpathSync(mkdtempSync(path.join(tmpdir(), 'palisade-build-')));
const newCheckout = (without?: readonly string[]) =>
  copyCheckout(path.join(newFolder(), 'checkout'), without);
const cacheOf = (checkout: string) => path.join(checkout, 'node_modules/.cache/palisade');
const builds = (checkout: string) => readdirSync(cacheOf(checkout)).sort();
const command = (checkout: string) => path.join(checkout, 'bin/palisade.mjs');
const palisade = (
  checkout: string,
  argv: readonly string[] = ['--version'],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> => startProgram([process.execPath, command(checkout), ...argv], newFolder(), { env });

function change(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

describe('the build of the command', () => {
  it('is made once, even when several commands start at the same time', async () => {
    const checkout = newCheckout();
    const first = await Promise.all([palisade(checkout), palisade(checkout), palisade(checkout)]);
    expect(first.map(({ code, stderr }) => [code, stderr])).toEqual([0, 0, 0].map((code) => [code, '']));
    const [build = '', ...more] = builds(checkout);
    expect([build, more]).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), []]);

    const { ino, mtimeMs } = statSync(path.join(cacheOf(checkout), build));
    await palisade(checkout);
    expect(builds(checkout)).toEqual([build]);
    expect(statSync(path.join(cacheOf(checkout), build))).toMatchObject({ ino, mtimeMs });
  });

  it('is made again when a source changes, even if its size and modification time do not', async () => {
    const checkout = newCheckout();
    const file = path.join(checkout, 'package.json');
    const { atime, mtime } = statSync(file);
    expect((await palisade(checkout)).stdout).toBe('0.1.0\n');
    change(file, '"version": "0.1.0"', '"version": "7.7.7"');
    utimesSync(file, atime, mtime);
    expect((await palisade(checkout)).stdout).toBe('7.7.7\n');
    change(file, '"version": "7.7.7"', '"version": "0.1.0"');
    expect((await palisade(checkout)).stdout).toBe('0.1.0\n');
    expect(builds(checkout)).toHaveLength(2);
  });

  it('removes builds of older sources, except recent ones, which may still be in use', async () => {
    const checkout = newCheckout();
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    for (const [name, hours] of Object.entries({ a: 2, b: 3, c: 4, d: 5, '.new-x': 6, e: 0, f: 0.5 })) {
      const folder = path.join(cacheOf(checkout), name);
      mkdirSync(folder, { recursive: true });
      utimesSync(folder, hoursAgo(hours), hoursAgo(hours));
    }
    await palisade(checkout);
    expect(builds(checkout).filter((name) => name.length < 32)).toEqual(['e', 'f']);
    await palisade(checkout);
    expect(builds(checkout)).toHaveLength(3);
  });

  it.each(['the entry is cut off', 'a part is missing'])('is made again when %s', async (damage) => {
    const checkout = newCheckout();
    await palisade(checkout);
    const folder = path.join(cacheOf(checkout), builds(checkout)[0] ?? '');
    if (damage === 'a part is missing') {
      const entry = path.join(folder, 'main.mjs');
      writeFileSync(entry, `import './gone.mjs';\n${readFileSync(entry, 'utf8')}`);
    } else truncateSync(path.join(folder, 'main.mjs'), 1_000);
    const { code, stderr } = await palisade(checkout);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^palisade: its build .* run it again.*\n$/)]);
    expect(await palisade(checkout)).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' });
  });

  it('goes into a private temporary folder when the checkout is not writable', async () => {
    const checkout = newCheckout();
    // With a file of that name, nobody can create the folder, not even root.
    writeFileSync(path.join(checkout, 'node_modules/.cache'), '');
    // A shared folder for temporary files, where anybody may have put libraries.
    const shared = newFolder();
    const mark = path.join(newFolder(), 'mark');
    for (const name of ['commander', 'zod', 'esbuild']) {
      mkdirSync(path.join(shared, 'node_modules', name), { recursive: true });
      const hostile = `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`;
      writeFileSync(path.join(shared, 'node_modules', name, 'index.js'), hostile);
    }

    const child = spawn(process.execPath, [command(checkout), 'prove'], {
      cwd: newFolder(),
      env: { PATH: process.env['PATH'], TMPDIR: shared },
    });
    const ended = once(child, 'exit');
    const answer = once(child.stdout, 'data');
    child.stdin.write('not JSON\n'.repeat(64));
    await answer;
    const [folder = '', ...more] = readdirSync(shared).filter((name) => name !== 'node_modules');
    expect([folder, more]).toEqual([expect.stringMatching(/^palisade-\w{6}$/), []]);
    expect(statSync(path.join(shared, folder)).mode & 0o777).toBe(0o700);
    child.stdin.end();
    expect(await ended).toEqual([0, null]);
    expect(readdirSync(shared)).toEqual(['node_modules']);
    expect(existsSync(mark)).toBe(false);
  });

  it.each<[string, (checkout: string) => void, readonly string[], RegExp]>([
    [
      'esbuild is not installed',
      () => undefined,
      ['esbuild'],
      /^palisade: its libraries .* run npm ci in .*\n$/,
    ],
    [
      'another library is not installed',
      () => undefined,
      ['commander'],
      /^palisade: cannot be built: commander is not installed\nIf you changed no source, run npm ci in .*\n$/,
    ],
    [
      'a source has a mistake',
      (checkout) => {
        writeFileSync(path.join(checkout, 'cli/main.ts'), 'export const = 1;\n');
      },
      [],
      /^palisade: cannot be built: Build failed with 1 error:\ncli\/main\.ts:1:13: ERROR: .*\n.*npm ci in .*\n$/,
    ],
    [
      'a source is in a folder that the key of the build does not cover',
      (checkout) => {
        mkdirSync(path.join(checkout, 'elsewhere'));
        writeFileSync(path.join(checkout, 'elsewhere/x.ts'), 'export const x = process.pid;\n');
        change(path.join(checkout, 'cli/main.ts'), 'import', "import '../elsewhere/x';\nimport");
      },
      [],
      /^palisade: cannot be built: elsewhere\/x\.ts is not among the sources that bin\/sources\.mjs knows\n/,
    ],
  ])('says what to do when %s', async (_, spoil, without, message) => {
    const checkout = newCheckout(without);
    spoil(checkout);
    const { code, stdout, stderr } = await palisade(checkout);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    if (existsSync(cacheOf(checkout))) expect(builds(checkout)).toEqual([]);
  });

  it('has every name that its parts import from each other and from libraries', async () => {
    const checkout = newCheckout();
    await palisade(checkout);
    const folder = path.join(cacheOf(checkout), builds(checkout)[0] ?? '');
    const parts = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
    expect(parts.length).toBeGreaterThan(50);
    const all = parts.map((name) => `await import(${JSON.stringify(path.join(folder, name))});`).join('\n');
    const loading = [process.execPath, '--input-type=module', '-e', all] as const;
    const { code, stderr } = await startProgram(loading, folder, { env: withoutWarning });
    expect([code, stderr]).toEqual([0, '']);
  });

  it('shows positions in the sources with PALISADE_DEBUG=1', async () => {
    const checkout = newCheckout();
    const bad = ['scan', '--settings', 'nowhere.yml'];
    expect((await palisade(checkout, bad)).stderr).toBe('palisade: nowhere.yml: there is no such file\n');
    const { stderr } = await palisade(checkout, bad, { PALISADE_DEBUG: '1' });
    expect(stderr).toMatch(/ at .*checkout\/adapters\/settings\/\w+\.ts:\d+/);
  });
});

const withoutWarning = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
