import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { rules } from '../../rules/registry';
import { runCli } from '../testing/run-cli';
import { scanSchema } from '../testing/scan-schema';

// The export that ships with the project: an invented account with each kind of drift. What people try first must work.

const sample = path.join(__dirname, '../../samples/export');

describe('the sample export', () => {
  it('has something for every rule to judge, and drift of each kind', async () => {
    const { code, stdout } = await runCli(['scan', '--from', sample, '--format', 'json']);
    const { findings, summary } = scanSchema.parse(JSON.parse(stdout));
    const judged = new Set(findings.map(({ rule }) => rule));
    expect(judged).toEqual(new Set(rules.map(({ meta }) => meta.id)));
    expect([...new Set(findings.filter(({ status }) => status === 'fail').map(({ rule }) => rule))]).toEqual(
      expect.arrayContaining([
        'endpoint-private-dns',
        'endpoint-required',
        'notebook-direct-internet',
        'principal-outside-access',
        'studio-vpc-only',
      ]),
    );
    expect([code, summary.unknown]).toEqual([1, 0]);
  });

  it.each([
    ['plan', ['plan'], 1, 'sagemaker:StopNotebookInstance'],
    ['explain', ['explain', 'ben'], 0, 'ben'],
    [
      'report',
      ['report', '--out', path.join(mkdtempSync(path.join(tmpdir(), 'palisade-')), 'report.html')],
      1,
      '11 failing',
    ],
  ])('%s works on it', async (_, argv, expected, fragment) => {
    const { code, stdout, stderr } = await runCli([...argv, '--from', sample]);
    expect({ code, stderr, shown: stdout.includes(fragment) }).toEqual({
      code: expected,
      stderr: expect.not.stringContaining('Error'),
      shown: true,
    });
  });
});
