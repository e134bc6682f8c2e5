import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { formats } from '../../core/guardrail/formats';
import { nonEmpty } from '../../test/non-empty';
import { runCli } from '../testing/run-cli';
import { sampleFiles, writeExportFolder } from '../testing/sample-export';

const folder = writeExportFolder();
const guardrail = (format: string, ...more: string[]) =>
  runCli(['guardrail', '--format', format, '--from', folder, ...more]);

const policy = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.array(z.looseObject({ Effect: z.enum(['Allow', 'Deny']) })).min(1),
});
const documentSchema = z.strictObject({
  schema: z.literal('palisade/guardrail/1'),
  format: z.enum(formats),
  account: z.string(),
  region: z.string(),
  perimeter: z.strictObject({
    vpcs: z.array(z.string()),
    vpcEndpoints: z.array(z.string()),
    cidrs: z.array(z.string()),
  }),
  documents: z.array(z.strictObject({ name: z.string(), size: z.number(), quota: z.number(), policy })),
  proof: z.array(z.string()).min(1),
  notes: z.array(z.string()).min(1),
});

describe.each(formats.filter((format) => format !== 'rcp').map((format) => [format] as const))(
  'guardrail --format %s',
  (format) => {
    it('prints the policy, ready for use, and to stderr what was proved about it', async () => {
      const ran = await guardrail(format);
      expect(ran.code).toBe(0);
      expect(() => policy.parse(JSON.parse(ran.stdout))).not.toThrow();
      expect(ran.stderr).toMatch(/^Palisade[\w-]+: [\d,]+ of [\d,]+ characters$/m);
      expect(ran.stderr).toContain('✓ proved closed');
      expect(ran.stderr).toContain('✓ proved not locked out');
    });

    it('prints one JSON document', async () => {
      const ran = await guardrail(format, '--output', 'json');
      const document = documentSchema.parse(JSON.parse(ran.stdout));
      expect([document.format, document.account, document.region]).toEqual([
        format,
        '111122223333',
        'us-east-1',
      ]);
      for (const { size, quota } of nonEmpty(document.documents)) expect(size).toBeLessThanOrEqual(quota);
    });

    it('is one message and exit code 2 for an empty perimeter', async () => {
      const from = writeExportFolder({ ...sampleFiles, 'vpc-endpoints.json': { VpcEndpoints: [] } });
      const ran = await runCli(['guardrail', '--format', format, '--from', from]);
      expect([ran.code, ran.stdout]).toEqual([2, '']);
      expect(ran.stderr).toContain('the perimeter is empty');
      expect(ran.stderr.trim().split('\n')).toHaveLength(1);
    });
  },
);

describe('guardrail', () => {
  it('prints the resource control policy of an organization', async () => {
    const settings = path.join(writeExportFolder(), 'settings.yml');
    writeFileSync(settings, 'perimeter: { organization: o-abcdefghij }\n');
    const ran = await guardrail('rcp', '--settings', settings, '--output', 'json');
    const document = documentSchema.parse(JSON.parse(ran.stdout));
    expect(document.documents.map(({ name }) => name)).toEqual(['PalisadeStrangers']);
    expect(document.proof[0]).toContain('closed: nobody in another organization can assume a role');
    expect(ran.code).toBe(0);
  });

  it('writes each document into a file of its own', async () => {
    const vpcs = Array.from({ length: 187 }, (_, index) => `vpc-0${String(index).padStart(16, 'a')}`);
    const settings = path.join(writeExportFolder(), 'settings.yml');
    writeFileSync(settings, JSON.stringify({ perimeter: { vpcs } }));
    const out = path.join(writeExportFolder(), 'policies');
    const ran = await guardrail('scp', '--settings', settings, '--out', out);
    expect(ran.code).toBe(0);
    const files = readdirSync(out).sort();
    expect(files).toEqual([
      'PalisadeSageMakerPerimeter-us-east-1-1.json',
      'PalisadeSageMakerPerimeter-us-east-1-2.json',
      'PalisadeSageMakerPerimeter-us-east-1-3.json',
    ]);
    for (const file of files) {
      const text = readFileSync(path.join(out, file), 'utf8');
      expect(text.length).toBeLessThanOrEqual(5_120);
      policy.parse(JSON.parse(text));
      expect(ran.stdout).toContain(file);
    }
  });

  it.each([
    ['without a kind', ['guardrail', '--from', folder], "required option '--format <kind>' not specified"],
    ['an unknown kind', ['guardrail', '--format', 'acl', '--from', folder], "'acl' is invalid"],
    [
      'a resource control policy for nobody',
      ['guardrail', '--format', 'rcp', '--from', folder],
      'give perimeter.organization',
    ],
    [
      'a folder that cannot be written',
      ['guardrail', '--format', 'scp', '--from', folder, '--out', path.join(folder, 'account.json', 'x')],
      'cannot be written',
    ],
    [
      'all accounts of an endpoint policy',
      ['guardrail', '--format', 'endpoint-policy', '--all-accounts', '--from', folder],
      'perimeter.organization',
    ],
    [
      'a perimeter that is not known',
      [
        'guardrail',
        '--format',
        'iam',
        '--from',
        writeExportFolder({ ...sampleFiles, 'vpc-endpoints.json': undefined }),
      ],
      'the perimeter is not known: endpoints: vpc-endpoints.json is not in the export',
    ],
  ])('%s is one message and exit code 2', async (_, argv, says) => {
    const ran = await runCli(argv);
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain(says);
    expect(ran.stderr).not.toMatch(/^\s+at /m);
  });
});
