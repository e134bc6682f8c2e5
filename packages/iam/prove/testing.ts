import { PassThrough, Readable } from 'node:stream';
import { proveLines } from '.';

/** An answer line, parsed. */
export type Line = Readonly<Record<string, unknown>>;

export const allowAll = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sagemaker:*', Resource: '*' }],
};

/** A problem in which everything is reachable. */
export const base = {
  id: '1',
  principal: { arn: 'arn:aws:iam::111122223333:role/ds' },
  identity: [allowAll],
  boundary: null,
  actions: ['sagemaker:CreatePresignedNotebookInstanceUrl'],
  resources: ['arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/*'],
  perimeter: {
    vpcs: ['vpc-1'],
    vpcEndpoints: ['vpce-1'],
    cidrs: ['198.51.100.0/24'],
    endpointVpc: { 'vpce-1': 'vpc-1' },
  },
};

/** A policy that denies what the conditions match. */
export function denyWhen(Condition: unknown): Line {
  return { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: '*', Resource: '*', Condition } };
}

/** The answers to problems, one for each. */
export async function linesOf(problems: readonly unknown[]): Promise<readonly Line[]> {
  const output = new PassThrough();
  const chunks: string[] = [];
  output.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  await proveLines(Readable.from([problems.map((one) => JSON.stringify(one)).join('\n')]), output);
  const lines = chunks.join('').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
}

/** The error of a problem, or null when it was answered. */
export async function lineError(problem: unknown): Promise<string | null> {
  const [line] = await linesOf([problem]);
  const error = line?.['error'];
  return typeof error === 'string' ? error : null;
}

/** The only answer to a problem, with the lockout of the line where there is one. */
export async function answerOf(problem: unknown): Promise<Line> {
  const [line] = await linesOf([problem]);
  const answers = line?.['answers'] as readonly Line[] | undefined;
  if (line === undefined || answers?.length !== 1) throw new Error(JSON.stringify(line));
  return { ...answers[0], ...('lockout' in line ? { lockout: line['lockout'] } : {}) };
}
