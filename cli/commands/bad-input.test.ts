import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nonEmpty } from '../../test/non-empty';
import { runCli } from '../testing/run-cli';
import { sampleFiles, writeExportFolder } from '../testing/sample-export';

const withFile = (name: string, content: unknown): string =>
  path.join(writeExportFolder({ ...sampleFiles, [name]: content }));
const settings = (text: string): readonly string[] => {
  const folder = writeExportFolder();
  const file = path.join(folder, 'settings.yml');
  writeFileSync(file, text);
  return ['scan', '--from', folder, '--settings', file];
};
const single = (content: unknown): string =>
  path.join(writeExportFolder({ 'unknown.json': content }), 'unknown.json');

const folder = writeExportFolder();
const cut = JSON.stringify(sampleFiles['notebook-instances.json'], null, 2).slice(0, 300);

/** What is wrong, the command line, and what its single message must contain: what, where, and what to do. */
const table: readonly (readonly [string, readonly string[], readonly (string | RegExp)[]])[] = [
  ['an unknown command', ['scna'], ["unknown command 'scna'", 'Did you mean scan?']],
  ['an unknown option', ['scan', '--form', 'x'], ["unknown option '--form'", 'Did you mean --from?']],
  ['a bad severity', ['scan', '--fail-on', 'severe'], ["'severe' is invalid", 'critical, high, medium, low']],
  ['a bad format', ['scan', '--format', 'xml'], ["'xml' is invalid", 'table, json']],
  ['an option without its value', ['scan', '--from'], ["'--from <path>' argument missing"]],
  ['two sources', ['scan', '--from', 'x', '--profile', 'y'], ["'--from <path>' cannot be used with option"]],
  ['a missing argument', ['explain'], ["missing required argument 'subject'"]],
  ['a missing option', ['collect'], ["required option '--out <folder>' not specified"]],
  ['a bad duration', ['apply', '--wait', 'long'], ["'long' is invalid", 'such as 90s, 30m or 2h']],
  [
    'an unknown rule',
    ['scan', '--from', folder, '--rule', 'notebook-direct-internt'],
    ['there is no rule notebook-direct-internt', 'did you mean notebook-direct-internet?'],
  ],
  [
    'a path that does not exist',
    ['scan', '--from', '/no/such'],
    ['/no/such: there is no such file or folder'],
  ],
  [
    'malformed JSON',
    ['scan', '--from', withFile('vpc-endpoints.json', '{\n  "VpcEndpoints": [}\n')],
    ['vpc-endpoints.json, line 2, column 20: is not valid JSON here'],
  ],
  [
    'a truncated export',
    ['scan', '--from', withFile('notebook-instances.json', cut)],
    [
      /notebook-instances\.json, line \d+, column \d+: the JSON ends too early; the file was probably cut off/,
    ],
  ],
  ['an empty file', ['scan', '--from', withFile('domains.json', '')], ['domains.json: is empty']],
  [
    'a wrong type deep inside',
    [
      'scan',
      '--from',
      withFile('notebook-instances.json', [
        { NotebookInstanceArn: 'a', NotebookInstanceName: 7, NotebookInstanceStatus: 'x' },
      ]),
    ],
    ['notebook-instances.json, [0].NotebookInstanceName', 'expected string'],
  ],
  [
    'a wrong type at the top',
    ['scan', '--from', withFile('authorization-details.json', [])],
    ['authorization-details.json', 'get-account-authorization-details'],
  ],
  [
    'one page of several',
    [
      'scan',
      '--from',
      withFile('authorization-details.json', {
        UserDetailList: [],
        GroupDetailList: [],
        RoleDetailList: [],
        Policies: [],
        IsTruncated: true,
        Marker: 'm',
      }),
    ],
    ['authorization-details.json', 'one page of several'],
  ],
  [
    'a file of unknown content',
    ['scan', '--from', single({ hello: 1 })],
    ['is not recognised as part of an export'],
  ],
  [
    'an account number that is none',
    ['scan', '--from', withFile('account.json', { account: 'prod' })],
    ['account.json, account', 'not an account number'],
  ],
  [
    'a folder without an export',
    ['scan', '--from', writeExportFolder({ 'notes.txt': 'x' })],
    ['holds none of the files of an export'],
  ],
  [
    'settings that do not exist',
    ['scan', '--from', folder, '--settings', '/no/such.yml'],
    ['/no/such.yml: there is no such file'],
  ],
  [
    'an unknown rule in settings',
    settings('limits: { actionsPerHour: 5 }\nrules:\n  notebook-direct-internat: { mode: observe }\n'),
    ['settings.yml, line 3', 'notebook-direct-internat', 'did you mean notebook-direct-internet?'],
  ],
  [
    'a bad mode in settings',
    settings('rules:\n  notebook-direct-internet:\n    mode: fix\n'),
    ['settings.yml, line 3', 'must be one of observe, ticket, approve, remediate'],
  ],
  [
    'an option of another rule in settings',
    settings('rules:\n  notebook-direct-internet:\n    maxPrincipals: 3\n'),
    ['settings.yml, line 3', 'unknown key (known are mode, grace, resources, windows, dryRun)'],
  ],
  [
    'a bad value of an option',
    settings('rules:\n  notebook-shared-access: { maxPrincipals: -1 }\n'),
    ['settings.yml, line 2', 'maxPrincipals'],
  ],
  ['settings that are not YAML', settings('rules: [\n'), [/settings\.yml, line \d+/]],
  [
    'a finding id that is none',
    ['explain', 'notebook-direct-internet/111122223333/us-east-1/notebook-instance/chrun', '--from', folder],
    ['did you mean notebook-direct-internet/111122223333/us-east-1/notebook-instance/churn?'],
  ],
  ['a name that is none', ['explain', 'alise', '--from', folder], ['did you mean alice?']],
  [
    'an ARN that is none',
    ['explain', 'arn:aws:iam::1:user/x', '--from', folder],
    ['nothing that was judged'],
  ],
  [
    'a report that cannot be written',
    ['report', '--from', folder, '--out', path.join(folder, 'account.json', 'report.html')],
    ['--out', 'report.html: cannot be written'],
  ],
];

describe('bad input ends in one clear message on stderr and exit code 2', () => {
  it.each(table)('%s', async (_, argv, says) => {
    const ran = await runCli(argv);
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    for (const text of nonEmpty(says))
      expect(ran.stderr).toMatch(typeof text === 'string' ? literally(text) : text);
    expect(ran.stderr).not.toMatch(/^\s+at /m);
    expect(ran.stderr.trim().split('\n').length).toBeLessThanOrEqual(3);
  });
});

describe('without an account', () => {
  const before = { ...process.env };
  beforeAll(() => {
    for (const name of Object.keys(process.env))
      if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);
    process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
    process.env['AWS_CONFIG_FILE'] = process.env['AWS_SHARED_CREDENTIALS_FILE'] = '/dev/null';
  });
  afterAll(() => {
    process.env = before;
  });

  it('asks for a Region', async () => {
    const ran = await runCli(['scan']);
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('give --region or set AWS_REGION')]);
  });

  it('asks for credentials, and offers the export', async () => {
    const ran = await runCli(['scan', '--region', 'us-east-1']);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('AWS credentials: they are missing or not accepted');
    expect(ran.stderr).toContain('or scan an export with --from');
  });
});

describe('usage', () => {
  it.each([
    ['--help', 'Usage: palisade'],
    ['help scan', 'Usage: palisade scan'],
    ['--version', /^\d+\.\d+\.\d+\n$/],
  ] as const)('palisade %s exits with 0', async (line, says) => {
    const ran = await runCli(line.split(' '));
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toMatch(says);
  });

  it('shows a stack only when it is asked for', async () => {
    const argv = ['scan', '--from', '/no/such'];
    expect((await runCli(argv)).stderr).not.toMatch(/^\s+at /m);
    expect((await runCli(argv, { env: { PALISADE_DEBUG: '1' } })).stderr).toMatch(/^\s+at /m);
  });
});

function literally(text: string): RegExp {
  return new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}
