import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { checkLines, proveLines } from '.';

const guarded = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'sagemaker:*', Resource: '*' },
    {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } },
    },
  ],
};
const problem = {
  id: '1',
  principal: { arn: 'arn:aws:iam::111122223333:role/ds' },
  identity: [guarded],
  before: { identity: [guarded] },
  actions: ['sagemaker:CreatePresignedNotebookInstanceUrl'],
  resources: ['arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/*'],
  perimeter: { vpcs: ['vpc-1'] },
};

async function read(stream: PassThrough): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString();
}

async function prove(line: unknown, certificates: boolean): Promise<string> {
  const output = new PassThrough();
  const text = read(output);
  await proveLines(Readable.from([JSON.stringify(line)]), output, { certificates });
  output.end();
  return text;
}

async function checked(
  answers: string,
  line: unknown = problem,
): Promise<{ accepted: boolean; rejected: string[] }> {
  const output = new PassThrough();
  const text = read(output);
  const isAccepted = await checkLines(
    Readable.from([JSON.stringify(line)]),
    Readable.from([answers]),
    output,
  );
  output.end();
  const found = JSON.parse(await text) as { accepted: boolean; rejected: string[] };
  expect(found.accepted).toBe(isAccepted);
  return found;
}

describe('certificates of prove', () => {
  it('are there when they are asked for, and accepted', async () => {
    const answers = await prove(problem, true);
    expect(answers).toContain('"zone":"outside"');
    expect(answers).toContain('"zone":"lockout"');
    expect(await checked(answers)).toEqual({ id: '1', accepted: true, rejected: [] });
  });

  it('are not there otherwise', async () => {
    const answers = await prove(problem, false);
    expect(answers).not.toContain('ertificate');
    const { rejected } = await checked(answers);
    expect(rejected.filter((one) => one.endsWith(': no certificate'))).toHaveLength(3);
  });

  it.each<[string, (answers: string) => string, unknown]>([
    [
      'the policies are others',
      (answers) => answers,
      { ...problem, identity: [{ ...guarded, Statement: guarded.Statement.slice(0, 1) }] },
    ],
    [
      'an answer is missing',
      (answers) => answers,
      { ...problem, actions: [...problem.actions, 'sagemaker:StartSession'] },
    ],
    ['the answers are missing', () => '{"id":"1","answers":[]}', problem],
    ['there is an error', () => '{"id":"1","error":"x"}', problem],
    ['there is no line', () => '', problem],
    [
      'the certificate was changed',
      (answers) => answers.replaceAll('aws:sourcevpc', 'aws:sourceip'),
      problem,
    ],
  ])('are rejected when %s', async (_, change, line) => {
    expect((await checked(change(await prove(problem, true)), line)).accepted).toBe(false);
  });
});
