import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runCli } from '../testing/run-cli';

const folder = mkdtempSync(path.join(tmpdir(), 'palisade-settings-'));
function file(name: string, text: string): string {
  const full = path.join(folder, name);
  writeFileSync(full, text);
  return full;
}
const good = file('good.yml', 'limits: { sharePercent: 50 }\nexemptions: []\n');
const central = file(
  'central.yml',
  'limits: { actionsPerHour: 5 }\nprotectedPrincipals: [admin]\nperimeter: { discover: true }\n',
);
const bad = file('bad.yml', 'limits: {}\n\nlimts: {}\n');

describe('palisade settings check', () => {
  it('says that settings can be used, and in which tier of Parameter Store', async () => {
    const { code, stdout } = await runCli(['settings', 'check', good]);
    expect(stdout).toBe(`${good}: can be used; 44 bytes, standard tier of Parameter Store\n`);
    expect(code).toBe(0);
    const long = file('long.yml', `# ${'x'.repeat(4_095)}\n`);
    expect((await runCli(['settings', 'check', long])).stdout).toContain('advanced tier');
  });

  it('shows what the settings of an account and the central ones make together', async () => {
    const own = file('own.yml', 'protectedPrincipals: [ops]\nperimeter: { vpcs: [vpc-1] }\n');
    const { code, stdout } = await runCli([
      'settings',
      'check',
      own,
      '--central',
      central,
      '--format',
      'json',
    ]);
    expect(JSON.parse(stdout)).toEqual({
      schema: 'palisade/settings/1',
      files: [
        { file: central, bytes: 89, tier: 'Advanced' },
        { file: own, bytes: 56, tier: 'Standard' },
      ],
      settings: {
        limits: { actionsPerHour: 5 },
        protectedPrincipals: ['admin', 'ops'],
        perimeter: { vpcs: ['vpc-1'] },
      },
    });
    expect(code).toBe(0);
  });

  it.each([
    ['a mistake', [bad], /bad\.yml, line 3: limts: unknown key .*did you mean limits\?/],
    ['a mistake in the central ones', [good, '--central', bad], /bad\.yml, line 3: limts/],
    ['no such file', [path.join(folder, 'none.yml')], /none\.yml: there is no such file/],
    [
      'more than a parameter holds',
      [file('huge.yml', `# ${'é'.repeat(4_096)}\n`)],
      /huge\.yml: has 8,195 bytes; an SSM parameter holds 8,192 at most/,
    ],
  ])('refuses %s, with the file and the reason', async (_, args, message) => {
    const { code, stdout, stderr } = await runCli(['settings', 'check', ...args]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(message);
  });
});
