import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseSettings } from '../../core/settings';
import { findSettings } from './index';

const rules = [{ meta: { id: 'endpoint-private-dns' } }];
const defaults = parseSettings(undefined, rules);
const seven = 'limits: { actionsPerHour: 7 }\n';
const eight = 'limits: { actionsPerHour: 8 }\n';

const makePipe = 'mkfifo palisade.yml';

const before = process.cwd();
let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'palisade-settings-')));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

/** Writes files (by content) and links (`-> target`), and creates the folders around them. */
function put(files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(name), { recursive: true });
    const target = /^-> (.*)$/.exec(content)?.[1];
    if (target === undefined) writeFileSync(name, content);
    else symlinkSync(target, name);
  }
}

const here = { file: { path: 'palisade.yml', isHere: true } };
const leftAlone = { leftAlone: 'palisade.yml' };

interface Row {
  readonly files: Readonly<Record<string, string>>;
  /** The working directory, below the test's folder. */
  readonly cwd?: string;
  readonly path?: string;
  readonly from?: string;
  /** A setting that shows which file was used; its default is 20. */
  readonly limit?: number;
  readonly found: object;
}

const rows: Readonly<Record<string, Row>> = {
  'nothing where there is nothing': { files: {}, found: {} },
  'palisade.yml here': { files: { 'palisade.yml': seven }, limit: 7, found: here },
  'not one of a folder above': { files: { 'palisade.yml': seven, 'a/b': '' }, cwd: 'a', found: {} },
  'the file that is named, and only that': {
    files: { 'palisade.yml': 'limit: {}\n', 'other.yml': eight },
    path: 'other.yml',
    limit: 8,
    found: { file: { path: 'other.yml', isHere: false } },
  },
  'a link here, and says where it leads': {
    files: { 'central/all.yml': seven, 'work/palisade.yml': '-> ../central/all.yml' },
    cwd: 'work',
    limit: 7,
    found: {
      file: { path: 'palisade.yml', isHere: true, target: expect.stringMatching(/central\/all\.yml$/) },
    },
  },
  'one beside the export': {
    files: { 'palisade.yml': seven, 'export/account.json': '{}', 'export/palisade.yml': eight },
    from: 'export',
    limit: 7,
    found: here,
  },
  'one beside an export whose name begins like that of the folder': {
    files: { 'work/palisade.yml': seven, 'wor/account.json': '{}' },
    cwd: 'work',
    from: '../wor',
    limit: 7,
    found: here,
  },
  'one beside an export of one file': {
    files: { 'palisade.yml': seven, 'export.json': '{}' },
    from: 'export.json',
    limit: 7,
    found: here,
  },
  'one beside an export that is not there': {
    files: { 'palisade.yml': seven },
    from: 'x',
    limit: 7,
    found: here,
  },
  'not one of the export, started in it': { files: { 'palisade.yml': seven }, from: '.', found: leftAlone },
  'not one of the export, named in full': {
    files: { 'export/palisade.yml': seven },
    cwd: 'export',
    from: '../export/',
    found: leftAlone,
  },
  'not one of a folder in the export': {
    files: { 'export/more/palisade.yml': seven },
    cwd: 'export/more',
    from: '..',
    found: leftAlone,
  },
  'not one of the export, reached by a link': {
    files: { 'export/palisade.yml': seven, link: '-> export' },
    cwd: 'link',
    from: '../export',
    found: leftAlone,
  },
  'not one of the export, named by a link': {
    files: { 'export/palisade.yml': seven, link: '-> export' },
    cwd: 'export',
    from: '../link',
    found: leftAlone,
  },
  'not one of the export, by a link to the file': {
    files: { 'export/palisade.yml': seven, 'palisade.yml': '-> export/palisade.yml' },
    from: 'export',
    found: leftAlone,
  },
  'not one of the export that is a link out of it': {
    files: { 'other.yml': seven, 'export/palisade.yml': '-> ../other.yml' },
    cwd: 'export',
    from: '.',
    found: leftAlone,
  },
  'not one of the export that leads nowhere': {
    files: { 'palisade.yml': '-> nowhere' },
    from: '.',
    found: leftAlone,
  },
  'one of the export that is named on purpose': {
    files: { 'palisade.yml': seven },
    from: '.',
    path: 'palisade.yml',
    limit: 7,
    found: { file: { path: 'palisade.yml', isHere: false } },
  },
  'not palisade.yaml, and says so': {
    files: { 'palisade.yaml': seven },
    found: { misnamed: 'palisade.yaml' },
  },
  'palisade.yml beside palisade.yaml': {
    files: { 'palisade.yml': seven, 'palisade.yaml': eight },
    limit: 7,
    found: { ...here, misnamed: 'palisade.yaml' },
  },
  'an empty file': { files: { 'palisade.yml': '' }, found: here },
  'a file of comments': { files: { 'palisade.yml': '# limits: {}\n' }, found: here },
};

describe('findSettings', () => {
  it.each(Object.entries(rows))('takes %s', async (_, { files, cwd = '.', path, from, limit, found }) => {
    put(files);
    process.chdir(cwd);
    const { settings, given, ...rest } = await findSettings({ path, from }, rules);
    expect(rest).toEqual(found);
    expect(settings).toEqual(
      limit === undefined ? defaults : { ...defaults, limits: { ...defaults.limits, actionsPerHour: limit } },
    );
    expect(given).toEqual(limit === undefined ? {} : { limits: { actionsPerHour: limit } });
  });

  const bad: Readonly<Record<string, readonly [() => void, string]>> = {
    'a mistake': [
      () => {
        put({ 'palisade.yml': 'limit: {}\n' });
      },
      'palisade.yml, line 1: limit: unknown key',
    ],
    'a folder': [
      () => {
        mkdirSync('palisade.yml');
      },
      'palisade.yml: is a folder, not a file with settings',
    ],
    'a pipe that nobody writes to': [
      () => execFileSync('sh', ['-c', makePipe]),
      'palisade.yml: is a pipe, not a file with settings',
    ],
    'a link to a device': [
      () => {
        put({ 'palisade.yml': '-> /dev/zero' });
      },
      'palisade.yml: is a device or socket, not a file with settings',
    ],
    'a link to nowhere': [
      () => {
        put({ 'palisade.yml': '-> nowhere' });
      },
      'palisade.yml: is a link to a file that does not exist',
    ],
    'a link in a circle': [
      () => {
        put({ 'palisade.yml': '-> round', round: '-> palisade.yml' });
      },
      'palisade.yml: is a link that leads in a circle',
    ],
    'a link to something else': [
      () => {
        put({ 'palisade.yml': '-> keys', keys: '[default]\naws_secret_access_key = 123\n' });
      },
      'palisade.yml, line 2, column 1: is not usable YAML: ',
    ],
    'a file without end': [
      () => {
        writeFileSync('palisade.yml', Buffer.alloc(2 * 1024 * 1024));
      },
      'palisade.yml: is larger than settings can be',
    ],
  };
  it.each(Object.entries(bad))(
    'refuses %s in the working directory, and when it is named',
    async (_, [make, message]) => {
      make();
      for (const name of [undefined, 'palisade.yml']) {
        const refused = await findSettings({ path: name }, rules).catch((error: unknown) => error);
        expect(refused).toMatchObject({ name: 'BadInputError', message: expect.stringContaining(message) });
        expect(String(refused)).not.toContain('secret');
      }
    },
  );

  it.each(['nowhere.yml', 'palisade.yml', 'a-file/nowhere.yml'])(
    'refuses %s that does not exist',
    async (name) => {
      put({ 'a-file': '' });
      await expect(findSettings({ path: name }, rules)).rejects.toThrow(`${name}: there is no such file`);
    },
  );

  it('refuses a file that this user may not read', async () => {
    put({ 'palisade.yml': seven });
    chmodSync('palisade.yml', 0);
    // Root may read everything, so the process becomes nobody for the test.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chmodSync(folder, 0o755);
    if (isRoot) process.seteuid?.(65_534);
    const refused = await findSettings({}, rules).catch((error: unknown) => error);
    if (isRoot) process.seteuid?.(0);
    expect(refused).toMatchObject({ message: 'palisade.yml: may not be read by this user' });
  });

  it('reads what a shell passes, --settings <(…)', async () => {
    const bin = path.join(__dirname, '../../bin/palisade.mjs');
    const line = `"${process.execPath}" "${bin}" settings check <(sleep 0.2; echo 'limits: {}')`;
    const stdout = await new Promise<string>((resolve, reject) => {
      execFile('bash', ['-c', line], (error, out) => {
        if (error === null) resolve(out);
        else reject(new Error(error.message));
      });
    });
    expect(stdout).toMatch(/^\/dev\/fd\/\d+: can be used; 11 bytes/);
  });
});
