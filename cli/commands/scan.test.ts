import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { splitArn } from '@palisade/iam';
import { nonEmpty } from '../../test/non-empty';
import { runCli } from '../testing/run-cli';
import { sampleRules, sampleFiles, writeExportFolder } from '../testing/sample-export';
import { scanSchema } from '../testing/scan-schema';

const exempting = (folder: string): string => {
  const file = path.join(folder, 'settings.yml');
  writeFileSync(
    file,
    'exemptions: [{ rule: notebook-direct-internet, resource: "kaggle-*", until: 2099-01-01, owner: ml, reason: data }]\n',
  );
  return file;
};

async function scanJson(...argv: readonly string[]) {
  const ran = await runCli(['scan', '--format', 'json', ...argv]);
  expect(ran.stderr).toMatch(/^(settings: .*\n)?$/);
  return { ...ran, scan: scanSchema.parse(JSON.parse(ran.stdout)) };
}

describe('scan --from --format json', () => {
  it('follows the schema of the contract, with counts that agree with the findings', async () => {
    const folder = writeExportFolder();
    const { scan, code } = await scanJson('--from', folder, ...sampleRules, '--settings', exempting(folder));
    expect(code).toBe(1);
    expect(scan).toMatchObject({
      account: '111122223333',
      region: 'us-east-1',
      perimeter: { vpcs: ['vpc-1'], vpcEndpoints: ['vpce-1'], cidrs: [] },
      summary: { pass: 2, fail: 4, unknown: 0, notApplicable: 0, exempt: 1 },
      calls: {},
    });
    const verdicts = Object.fromEntries(
      scan.findings.map(({ resource, status, steps }) => [
        resource.id,
        `${status} ${steps.map(({ call }) => call).join(' ')}`.trim(),
      ]),
    );
    const rebuild = 'sagemaker:CreateNotebookInstance sagemaker:DeleteNotebookInstance';
    expect(verdicts).toEqual({
      churn: `fail sagemaker:StopNotebookInstance ${rebuild}`,
      idle: `fail ${rebuild}`,
      'kaggle-1': `exempt sagemaker:StopNotebookInstance ${rebuild}`,
      private: 'pass',
      'vpce-1': 'fail ec2:ModifyVpcAttribute ec2:ModifyVpcEndpoint',
      alice: 'fail iam:CreatePolicy iam:AttachUserPolicy',
      reader: 'pass',
    });
  });

  it('narrows to rules', async () => {
    const { scan } = await scanJson('--from', writeExportFolder(), '--rule', 'endpoint-private-dns');
    expect(scan.findings.map(({ rule }) => rule)).toEqual(['endpoint-private-dns']);
  });
});

describe('exit codes', () => {
  const notebooks = (...names: readonly string[]) => ({
    ...sampleFiles,
    'notebook-instances.json': (
      sampleFiles['notebook-instances.json'] as { NotebookInstanceName: string }[]
    ).filter(({ NotebookInstanceName }) => names.includes(NotebookInstanceName)),
  });
  const oneRule = ['--rule', 'notebook-direct-internet'];

  it.each([
    ['nothing fails', notebooks('private'), [], 0],
    ['a high finding fails', notebooks('churn'), [], 1],
    ['only a medium finding fails', notebooks('idle'), [], 0],
    ['a medium finding fails and counts', notebooks('idle'), ['--fail-on', 'medium'], 1],
    ['a high finding fails, below critical', notebooks('churn'), ['--fail-on', 'critical'], 0],
    ['a slice is missing', { ...sampleFiles, 'notebook-instances.json': undefined }, [], 3],
    [
      'a slice is missing, and a medium finding of another rule fails below the mark',
      { ...notebooks('idle'), 'vpc-attributes.json': undefined },
      ['--rule', 'endpoint-private-dns'],
      3,
    ],
    [
      'a slice is missing, and a high finding fails',
      { ...notebooks('churn'), 'vpc-attributes.json': undefined },
      ['--rule', 'endpoint-private-dns'],
      1,
    ],
  ] as const)('%s', async (_, files, options, code) => {
    const ran = await runCli(['scan', '--from', writeExportFolder(files), ...oneRule, ...options]);
    expect([ran.code, ran.stderr]).toEqual([code, '']);
  });
});

describe('scan for people', () => {
  it('says what is wrong, why it matters, what would be done, how it is undone, and what to type next', async () => {
    const folder = writeExportFolder();
    const { stdout } = await runCli([
      'scan',
      '--from',
      folder,
      ...sampleRules,
      '--settings',
      exempting(folder),
    ]);
    for (const text of [
      'HIGH  Notebook instance has direct internet access  notebook-direct-internet',
      'With direct internet access the notebook reaches the internet',
      '✗ notebook instance churn',
      'Fix        sagemaker:StopNotebookInstance, then sagemaker:CreateNotebookInstance [needs',
      'Undo       all but sagemaker:DeleteNotebookInstance can be taken back',
      'EXEMPT',
      'exempt until 2099-01-01 by ml: data',
      '4 failing (3 high, 1 medium), 1 exempt, 2 compliant  (--all lists them)',
      `Next: palisade plan ${sampleRules.join(' ')} --from ${folder} --settings ${folder}/settings.yml`,
    ])
      expect(stdout).toContain(text);
    expect(stdout).not.toContain('notebook instance private');
    expect(stdout).not.toContain('\u001b');
  });

  it('lists what passes with --all', async () => {
    const { stdout } = await runCli(['scan', '--from', writeExportFolder(), '--all']);
    expect(stdout).toContain('✓ notebook instance private  notebook-direct-internet');
  });

  it('says what is missing, and never calls it a pass', async () => {
    const files = { ...sampleFiles, 'vpc-endpoints.json': undefined };
    const { stdout } = await runCli(['scan', '--from', writeExportFolder(files)]);
    expect(stdout).toContain('NOT JUDGED');
    expect(stdout).toContain('vpc-endpoints.json is not in the export');
  });

  it.each([
    ['a terminal', true, {}, true],
    ['a terminal with NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['a dumb terminal', true, { TERM: 'dumb' }, false],
    ['a pipe', false, {}, false],
  ] as const)('colours on %s: %s', async (_, terminal, env, colours) => {
    const { stdout } = await runCli(['scan', '--from', writeExportFolder()], { terminal, env });
    expect(stdout.includes('\u001b[')).toBe(colours);
  });

  it('keeps within the width of a terminal, except for words that do not fit', async () => {
    const { stdout } = await runCli(['scan', '--from', writeExportFolder()], {
      terminal: true,
      env: { NO_COLOR: '1' },
    });
    const indented = nonEmpty(stdout.split('\n').filter((line) => /^ {4}\S/.test(line)));
    const isOneWord = (line: string): boolean =>
      !line.trim().includes(' ') || /\w{2,} {2,}\S{60,}$/.test(line);
    expect(indented.filter((line) => line.length > 90 && !isOneWord(line))).toEqual([]);
  });
});

describe('plan', () => {
  it('shows each step with its reason, its precondition and its inverse', async () => {
    const { stdout, code } = await runCli(['plan', '--from', writeExportFolder()]);
    expect(code).toBe(1);
    for (const text of [
      '1. sagemaker:StopNotebookInstance {"NotebookInstanceName":"churn"}',
      'why   a stopped notebook keeps its volume and reaches nothing',
      'when  the notebook is InService with direct internet access enabled',
      'undo  sagemaker:StartNotebookInstance {"NotebookInstanceName":"churn"}',
      '[DESTROYS DATA]',
      '"Sid": "PalisadeDenyOutside"',
    ])
      expect(stdout).toContain(text);
  });

  it('gives the same as JSON, with what a program needs to approve it', async () => {
    const { stdout } = await runCli(['plan', '--format', 'json', '--from', writeExportFolder()]);
    const plan = JSON.parse(stdout) as {
      schema: string;
      findings: { rule: string; steps: object[] }[];
    };
    expect(plan.schema).toBe('palisade/plan/1');
    const stopped = plan.findings.find(({ rule }) => rule === 'notebook-direct-internet');
    expect(stopped?.steps[0]).toEqual({
      call: 'sagemaker:StopNotebookInstance',
      input: { NotebookInstanceName: 'churn' },
      why: expect.any(String),
      precondition: expect.any(String),
      approval: 'none',
      inverse: [
        {
          call: 'sagemaker:StartNotebookInstance',
          input: { NotebookInstanceName: 'churn' },
          why: expect.any(String),
        },
      ],
    });
  });
});

describe('a real export', () => {
  const real = path.join(__dirname, '../../../shared/data/authorization-details/cloudsplaining-example.json');
  const test = existsSync(real) ? it : it.skip;
  if (!existsSync(real))
    process.stderr.write('SKIPPED: the scan of a real export, which is not part of the project\n');

  test('every user and role gets a verdict with a reason', async () => {
    const { scan, code } = await scanJson('--from', real, '--rule', 'principal-outside-access');
    expect(scan.findings).toHaveLength(6);
    expect(scan.findings.every(({ message }) => message.length > 20)).toBe(true);
    const open = scan.findings.filter(({ status }) => status === 'fail').map(({ resource }) => resource.id);
    // Both are in the group with AdministratorAccess.
    expect(open).toEqual(['obama', 'userwithlotsofpermissions']);
    expect([code, scan.summary.unknown]).toEqual([1, 0]);
  });

  test('finds who could tamper, if Palisade were deployed there', async () => {
    const details = JSON.parse(readFileSync(real, 'utf8')) as {
      UserDetailList: { Arn: string }[];
      RoleDetailList: object[];
    };
    const account = splitArn(details.UserDetailList[0]?.Arn ?? '')?.account ?? '';
    const name = 'palisade-us-east-1-on-change';
    const role = {
      RoleName: name,
      Path: '/palisade/',
      Arn: `arn:aws:iam::${account}:role/palisade/${name}`,
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
    };
    const tampering = async (more: object[]) => {
      const folder = writeExportFolder({
        'account.json': { account, region: 'us-east-1' },
        'authorization-details.json': { ...details, RoleDetailList: [...details.RoleDetailList, ...more] },
      });
      const { scan } = await scanJson('--from', folder, '--rule', 'principal-guardrail-tamper');
      return scan.findings.map(({ resource, status, severity }) => [resource.id, status, severity]);
    };
    const statuses = (await tampering([])).map(([, status]) => status);
    expect(statuses).toEqual(Array<string>(6).fill('not-applicable'));
    const found = await tampering([role]);
    expect(found.filter(([, status]) => status === 'fail')).toEqual([
      ['obama', 'fail', 'medium'],
      ['userwithlotsofpermissions', 'fail', 'medium'],
      // AWSLambdaFullAccess is enough.
      ['biden', 'fail', 'medium'],
    ]);
    expect(nonEmpty(found).filter(([, status]) => status === 'unknown')).toEqual([]);
  });
});
