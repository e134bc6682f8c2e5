import { describe, expect, it } from '@jest/globals';
import { runCli } from '../testing/run-cli';
import { sampleAccount, sampleFiles, writeExportFolder } from '../testing/sample-export';
import { scanSchema } from '../testing/scan-schema';

const closing = {
  scps: [[{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] }]],
  rcps: [],
};
const file = 'organization-policies.json';
const { [file]: _, ...others } = sampleFiles;

/** The verdict about a user whom nothing but the organization keeps inside. */
async function verdict(
  files: Readonly<Record<string, unknown>>,
  ...argv: readonly string[]
): Promise<string> {
  const folder = writeExportFolder(files);
  const rule = 'principal-outside-access';
  const at = argv.map((one) => one.replace('FOLDER', folder));
  const { stdout, stderr } = await runCli([
    'scan',
    '--from',
    folder,
    '--rule',
    rule,
    '--format',
    'json',
    ...at,
  ]);
  if (stdout === '') return stderr.replaceAll(folder, 'FOLDER').trim();
  const { findings } = scanSchema.parse(JSON.parse(stdout));
  return findings.find(({ resource }) => resource.id === 'alice')?.status ?? '';
}
const flag = ['--organization-policies', 'FOLDER/given.json'] as const;

describe('policies of the organization', () => {
  it('are not known without the file', async () => {
    expect(await verdict(others)).toBe('fail');
  });

  it('count from the export', async () => {
    expect(await verdict({ ...others, [file]: closing })).toBe('pass');
  });

  it('count from a file of their own', async () => {
    expect(await verdict({ ...others, 'given.json': closing }, ...flag)).toBe('pass');
  });

  it('count from the file rather than from the export', async () => {
    expect(await verdict({ ...others, [file]: { scps: [] }, 'given.json': closing }, ...flag)).toBe('pass');
  });

  it('count from the settings', async () => {
    const settings = { organizationPolicies: { readAt: '2026-11-01T00:00:00Z', ...closing } };
    const files = { ...others, 'settings.json': settings };
    expect(await verdict(files, '--settings', 'FOLDER/settings.json')).toBe('pass');
  });

  it('are left out in the management account', async () => {
    const given = { ...closing, managementAccount: sampleAccount };
    expect(await verdict({ ...others, 'given.json': given }, ...flag)).toBe('fail');
  });

  it.each<[string, Readonly<Record<string, unknown>>, readonly string[], RegExp]>([
    [
      'of another account in a file of their own',
      { 'given.json': { ...closing, account: '999988887777' } },
      flag,
      /FOLDER\/given\.json, account: is 999988887777, and this is account 111122223333/,
    ],
    [
      'of another account in the export',
      { [file]: { ...closing, account: '999988887777' } },
      [],
      /FOLDER\/organization-policies\.json, account: is 999988887777, and the rest of the export/,
    ],
    ['of a file that is not there', {}, flag, /FOLDER\/given\.json: there is no such file/],
    ['of a file of another kind', { 'given.json': [] }, flag, /FOLDER\/given\.json: must be an object/],
    [
      'in settings without their date',
      { 'settings.json': { organizationPolicies: closing } },
      ['--settings', 'FOLDER/settings.json'],
      /organizationPolicies\.readAt/,
    ],
  ])('are refused: %s', async (__, files, argv, message) => {
    expect(await verdict({ ...others, ...files }, ...argv)).toMatch(message);
  });
});
