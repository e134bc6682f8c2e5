import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { programName } from '../../cli/program-name';
import { copyCheckout } from './checkout-copy';
import { type Hostile, hostileFiles } from './hostile-files';
import { bin, type Ended, startProgram } from './process';
import { sampleRules, writeExportFolder } from '../../cli/testing/sample-export';

const exported = writeExportFolder();

/** Commands that together load all parts of the program, and one that loads almost nothing. */
const commands: Readonly<Record<string, readonly string[]>> = {
  version: ['--version'],
  scan: ['scan', '--from', exported, ...sampleRules],
  prove: ['prove'],
  live: ['scan', '--rule', 'notebook-root-access'],
};
const env = {
  // A home without settings: those of npm and the AWS SDK on the developer's machine must not matter here.
  HOME: mkdtempSync(path.join(tmpdir(), 'palisade-home-')),
  AWS_ACCESS_KEY_ID: 'AKIATEST',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_REGION: 'us-east-1',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_MAX_ATTEMPTS: '1',
};

async function allCommands(
  cwd: string,
  { file = bin, but }: { readonly file?: string; readonly but?: string | undefined } = {},
): Promise<Readonly<Record<string, Ended>>> {
  const ended = Object.entries(commands)
    .filter(([name]) => name !== but)
    .map(async ([name, argv]) => {
      const stdin = 'not JSON\n';
      const result = await startProgram([process.execPath, file, ...argv], cwd, { env, stdin });
      // Printed commands begin with the program as it was started, which differs between runs.
      const program = programName({ env, script: file, folder: cwd });
      return [name, { ...result, stdout: result.stdout.replaceAll(program, '(program)') }] as const;
    });
  return Object.fromEntries(await Promise.all(ended));
}

/** A new folder with hostile files, and the path of the mark that code which loads one of them creates. */
function newFolder(hostile: readonly Hostile[]): { readonly folder: string; readonly mark: string } {
  const parent = realpathSync(mkdtempSync(path.join(tmpdir(), 'palisade-hostile-')));
  const [folder, mark] = [path.join(parent, 'folder'), path.join(parent, 'mark')];
  mkdirSync(folder);
  for (const { files } of hostile)
    for (const [name, content] of Object.entries(files(mark))) {
      mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
      writeFileSync(path.join(folder, name), content, { mode: 0o755 });
    }
  return { folder, mark };
}

let clean: Readonly<Record<string, Ended>>;
beforeAll(async () => {
  clean = await allCommands(newFolder([]).folder);
});

it('works in a clean folder', () => {
  expect(clean).toMatchObject({
    version: { code: 0, stderr: '' },
    scan: { code: 1, stderr: '', stdout: expect.stringContaining('5 failing') },
    prove: { code: 0, stderr: '', stdout: expect.stringContaining('"error"') },
    live: { code: 2, stdout: '', stderr: expect.stringContaining('ECONNREFUSED') },
  });
});

describe('a folder with a hostile', () => {
  it.each(hostileFiles.map((hostile) => [hostile.name, hostile] as const))('%s', async (_, hostile) => {
    const { folder, mark } = newFolder([hostile]);
    // The live scan is slow, because it loads the AWS SDK; only hostile libraries could affect it.
    const but = hostile.name.startsWith('node_modules/') ? undefined : 'live';
    expect(await allCommands(folder, { but })).toEqual(
      Object.fromEntries(Object.entries(clean).filter(([name]) => name !== but)),
    );
    expect(existsSync(mark)).toBe(false);

    const control = await startProgram(hostile.loads, folder, { env });
    expect([existsSync(mark), control]).toEqual([true, control]);
  });
});

it('ignores hostile files in the folders above', async () => {
  const { folder, mark } = newFolder(hostileFiles);
  mkdirSync(path.join(folder, 'below/it'), { recursive: true });
  expect(await allCommands(path.join(folder, 'below/it'))).toEqual(clean);
  expect(existsSync(mark)).toBe(false);
});

it('ignores them when it is built for the first time, in a checkout inside such a folder', async () => {
  const { folder, mark } = newFolder(hostileFiles);
  const copy = copyCheckout(path.join(folder, 'checkout'));
  expect(await allCommands(folder, { file: path.join(copy, 'bin/palisade.mjs') })).toEqual(clean);
  expect(existsSync(mark)).toBe(false);
  rmSync(folder, { recursive: true });
});

it('ignores them when it is started through a link', async () => {
  const { folder, mark } = newFolder(hostileFiles);
  const link = path.join(folder, 'node_modules/.bin/link-to-palisade');
  symlinkSync(bin, link);
  expect(await allCommands(folder, { file: link })).toEqual(clean);
  const direct = await startProgram([link, '--version'], folder, { env });
  expect(direct).toEqual(clean['version']);
  expect(existsSync(mark)).toBe(false);
});
