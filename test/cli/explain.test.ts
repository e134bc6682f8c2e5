import { describe, expect, it } from '@jest/globals';
import { runCli } from './run-cli';
import { sampleFiles, writeExportFolder } from './sample-export';

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
    expect(text.match(/^ {4}sagemaker:\w+ on/gm)).toHaveLength(8);
    expect(text.match(/outside: unreachable/g)).toHaveLength(8);
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
