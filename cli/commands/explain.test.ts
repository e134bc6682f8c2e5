import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { waysIn } from '../../core/model/ways-in';
import { runCli } from '../testing/run-cli';
import { sampleFiles, writeExportFolder } from '../testing/sample-export';

const folder = writeExportFolder();
const explain = async (subject: string, from = folder): Promise<string> => {
  const ran = await runCli(['explain', subject, '--from', from]);
  expect([ran.code, ran.stderr]).toEqual([0, '']);
  return ran.stdout;
};

describe('explain', () => {
  it.each([
    'principal-outside-access/111122223333/global/user/alice',
    'arn:aws:iam::111122223333:user/alice',
    'alice',
  ])('shows the witness of an open principal: %s', async (subject) => {
    const text = await explain(subject);
    for (const part of [
      'FAIL (high)  principal-outside-access/111122223333/global/user/alice',
      'sagemaker:CreatePresignedNotebookInstanceUrl on',
      'outside: reachable',
      'Who is behind it: it can be used by whoever has its password or access keys.',
      'is allowed by statement 1 of inline policy notebooks',
      'aws:SourceIp = ',
      'What would be done',
    ])
      expect(text.replaceAll(/\s+/g, ' ')).toContain(part.replaceAll(/\s+/g, ' '));
  });

  it('shows the proof for a closed one, for every protected action', async () => {
    const text = await explain('reader');
    expect(text).toContain('pass  principal-outside-access/111122223333/global/role/reader');
    expect(text.match(/^ {4}[\w-]+:\w+ on/gm)).toHaveLength(waysIn.length);
    expect(text.match(/outside: unreachable/g)).toHaveLength(waysIn.length);
    expect(text).not.toContain('What would be done');
  });

  it('says what was missing: the perimeter, a policy document', async () => {
    const text = await explain(
      'alice',
      writeExportFolder({ ...sampleFiles, 'vpc-endpoints.json': undefined }),
    );
    expect(text).toContain('The perimeter is not known (endpoints: vpc-endpoints.json is not in the export)');
    expect(text).toContain('outside: reachable');
  });

  it('shows evidence and plan of a notebook and of an endpoint', async () => {
    expect(await explain('churn')).toContain('"directInternetAccess": "Enabled"');
    expect(await explain('vpce-1')).toContain('1. ec2:ModifyVpcAttribute');
  });
});

describe('explain of a notebook: who can open it', () => {
  const many = Array.from({ length: 300 }, (_, index) => ({
    Path: '/',
    UserName: `u${String(index).padStart(3, '0')}`,
    Arn: `arn:aws:iam::111122223333:user/u${String(index).padStart(3, '0')}`,
    GroupList: ['ml'],
  }));
  const details = {
    UserDetailList: [...many, alice({ StringEquals: { 'aws:SourceVpc': 'vpc-1' } })],
    GroupDetailList: [
      { GroupName: 'ml', Arn: 'arn:aws:iam::111122223333:group/ml', GroupPolicyList: [open()] },
    ],
    RoleDetailList: [],
    Policies: [],
  };
  const from = writeExportFolder({ ...sampleFiles, 'authorization-details.json': details });
  // By finding id, so that only one rule judges the 300 users.
  const finding = 'notebook-shared-access/111122223333/us-east-1/notebook-instance/private';

  it('groups and counts 300 users', async () => {
    const text = await explain(finding, from);
    expect(text).toContain('301 principals can open it, at most 5 may');
    expect(text).toContain('With permissions of their own (301)');
    expect(text).toContain(
      '300 users: from outside and inside, by statement 1 of group ml: inline policy open',
    );
    expect(text).toContain('1 user: only from inside, by statement 1 of inline policy open');
    expect(text.match(/u299/g)).toHaveLength(1);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('shows it for a notebook that passes', async () => {
    const text = await explain('private');
    expect(text).toContain('pass  notebook-shared-access/');
    expect(text).toContain('users: alice');
  });

  it('says that nobody can open it', async () => {
    const nobody = writeExportFolder({
      ...sampleFiles,
      'authorization-details.json': { ...details, UserDetailList: [] },
    });
    expect(await explain('private', nobody)).toMatch(/Who can open it\n {4}Nobody\./);
  });

  it('shows it for a notebook that could not be described', async () => {
    const secret = writeExportFolder({
      ...sampleFiles,
      'unreadable.json': { resources: { notebooks: [{ id: 'secret', because: 'access was denied' }] } },
    });
    const text = await explain('secret', secret);
    expect(text).toContain('unknown  notebook-shared-access/');
    expect(text).toContain('Who can open it');
  });

  it('does not show it when the principals were not read', async () => {
    const text = await explain(
      'private',
      writeExportFolder({ ...sampleFiles, 'authorization-details.json': undefined }),
    );
    expect(text).toContain('unknown  notebook-shared-access/');
    expect(text).not.toContain('Who can open it');
  });

  it('gives the same JSON twice, sorted by ARN', async () => {
    const json = async () => {
      const ran = await runCli(['explain', finding, '--from', from, '--format', 'json']);
      expect([ran.code, ran.stderr]).toEqual([0, '']);
      return explainSchema.parse(JSON.parse(ran.stdout));
    };
    const [first, second] = [await json(), await json()];
    expect(second.access).toEqual(first.access);
    const { access } = first;
    expect([access?.count, access?.atMost, access?.principals.length]).toEqual([301, 301, 301]);
    const arns = access?.principals.map(({ arn }) => arn) ?? [];
    expect(arns).toEqual([...arns].sort());
    expect(access?.principals[0]).toEqual({
      kind: 'user',
      name: 'alice',
      arn: 'arn:aws:iam::111122223333:user/alice',
      from: 'only from inside',
      allowedBy: ['statement 1 of inline policy open'],
      throughRoles: [],
      counted: 'yes',
      because: '',
      missing: [],
    });
  });

  it('has no principals for other subjects', async () => {
    const ran = await runCli(['explain', 'alice', '--from', folder, '--format', 'json']);
    expect(explainSchema.parse(JSON.parse(ran.stdout)).access).toBeUndefined();
  });
});

function open(condition?: object): object {
  const statement = { Effect: 'Allow', Action: 'sagemaker:CreatePresigned*', Resource: '*' };
  return {
    PolicyName: 'open',
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [condition === undefined ? statement : { ...statement, Condition: condition }],
    },
  };
}

function alice(condition: object): object {
  return {
    Path: '/',
    UserName: 'alice',
    Arn: 'arn:aws:iam::111122223333:user/alice',
    UserPolicyList: [open(condition)],
  };
}

const explainSchema = z.strictObject({
  schema: z.literal('palisade/explain/1'),
  account: z.string(),
  region: z.string(),
  generatedAt: z.iso.datetime(),
  subject: z.string(),
  findings: z.array(z.looseObject({ id: z.string(), rule: z.string(), status: z.string() })).min(1),
  access: z
    .strictObject({
      count: z.number(),
      atMost: z.number(),
      principals: z.array(
        z.strictObject({
          kind: z.enum(['user', 'role']),
          name: z.string(),
          arn: z.string(),
          from: z.string(),
          allowedBy: z.array(z.string()),
          throughRoles: z.array(z.string()),
          counted: z.enum(['yes', 'perhaps', 'no']),
          because: z.string(),
          missing: z.array(z.string()),
        }),
      ),
    })
    .optional(),
});

describe('prove', () => {
  it('answers line by line, and goes on after a malformed one', async () => {
    const problem = {
      id: '1',
      principal: { arn: 'arn:aws:iam::111122223333:role/ds' },
      identity: [
        {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'sagemaker:*', Resource: '*' }],
        },
      ],
      actions: ['sagemaker:StartSession'],
      resources: ['arn:aws:sagemaker:us-east-1:111122223333:space/*'],
      perimeter: { vpcs: ['vpc-1'], vpcEndpoints: [], cidrs: [], endpointVpc: {} },
    };
    const ran = await runCli(['prove'], { stdin: `${JSON.stringify(problem)}\n{oops\n` });
    const answers = ran.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(answers).toEqual([
      { id: '1', answers: [expect.objectContaining({ outside: 'reachable' })] },
      expect.objectContaining({ error: expect.any(String) }),
    ]);
  });
});
