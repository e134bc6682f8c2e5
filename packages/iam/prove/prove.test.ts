import { PassThrough, Readable, Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { proveLines } from '.';

const resource = 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/*';
const allow = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sagemaker:*', Resource: '*' }],
};
const guard = {
  Version: '2012-10-17',
  Statement: {
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
  },
};
const base = {
  id: '1',
  principal: { arn: 'arn:aws:iam::111122223333:role/ds', tags: { team: 'ml' } },
  identity: [allow],
  boundary: null,
  actions: ['sagemaker:CreatePresignedNotebookInstanceUrl'],
  resources: [resource],
  perimeter: { vpcs: ['vpc-1'], vpcEndpoints: ['vpce-1'], cidrs: [], endpointVpc: { 'vpce-1': 'vpc-1' } },
};

async function run(lines: readonly unknown[]): Promise<Record<string, unknown>[]> {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  const output = new PassThrough();
  const chunks: string[] = [];
  output.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  await proveLines(Readable.from([text]), output);
  const out = chunks.join('');
  expect(out === '' || out.endsWith('\n')).toBe(true);
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function answer(problem: unknown): Promise<Record<string, unknown>> {
  const [line] = await run([problem]);
  const answers = line?.['answers'] as Record<string, unknown>[] | undefined;
  if (answers?.length !== 1) throw new Error(JSON.stringify(line));
  return answers[0] ?? {};
}

describe('prove', () => {
  it('answers with a witness and the statements that allow it', async () => {
    expect(await answer(base)).toMatchObject({
      action: base.actions[0],
      resource,
      outside: 'reachable',
      inside: 'reachable',
      viaService: 'reachable',
      witness: {
        action: base.actions[0],
        resource: resource.replace('*', 'x'),
        context: { 'aws:SourceIp': '203.0.113.9' },
      },
      allowedBy: ['identity[0].Statement[0]'],
      deniedBy: [],
    });
  });

  it('answers with the statements that deny', async () => {
    const found = await answer({ ...base, scps: [[allow, guard]] });
    expect(found).toMatchObject({
      outside: 'unreachable',
      inside: 'reachable',
      viaService: 'unreachable',
      allowedBy: [],
      deniedBy: ['scps[0][1].Statement[0]'],
    });
    expect(found).not.toHaveProperty('witness');
  });

  it('takes an absent field, an empty list and an empty level as the contract says', async () => {
    expect((await answer({ ...base, scps: [], rcps: [] }))['outside']).toBe('reachable');
    expect((await answer({ ...base, scps: [[]] }))['outside']).toBe('unreachable');
    expect((await answer({ ...base, rcps: [[]] }))['outside']).toBe('unreachable');
    expect((await answer({ ...base, boundary: guard }))['outside']).toBe('unreachable');
  });

  it('names what it could not decide', async () => {
    const found = await answer({ ...base, identity: ['{'] });
    expect(found).toMatchObject({ outside: 'unknown', missing: ['identity[0]: the document is not JSON'] });
  });

  it('uses context and tags', async () => {
    const tagged = {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: '*',
        Resource: '*',
        Condition: {
          StringEquals: { 'aws:PrincipalTag/team': 'ml' },
          Bool: { 'aws:MultiFactorAuthPresent': 'true' },
        },
      },
    };
    expect((await answer({ ...base, identity: [tagged] }))['outside']).toBe('reachable');
    expect(
      (await answer({ ...base, identity: [tagged], context: { 'aws:MultiFactorAuthPresent': 'false' } }))[
        'outside'
      ],
    ).toBe('unreachable');
    expect(
      (await answer({ ...base, identity: [tagged], principal: { arn: base.principal.arn, tags: {} } }))[
        'outside'
      ],
    ).toBe('unreachable');
  });

  it('checks for lockouts where there is a before', async () => {
    const before = { identity: [allow] };
    const [some, none, unknown, without] = await run([
      { ...base, identity: [allow, guard], before },
      { ...base, before },
      { ...base, identity: [allow, '{'], before },
      base,
    ]);
    expect(some).toMatchObject({
      lockout: 'some',
      witness: { context: { 'aws:SourceVpc': 'vpc-1' } },
      answers: [{ lockout: 'some' }],
    });
    expect(none).toMatchObject({ lockout: 'none', answers: [{ lockout: 'none' }] });
    expect(none).not.toHaveProperty('witness');
    expect(unknown).toMatchObject({ lockout: 'unknown' });
    expect(without).not.toHaveProperty('lockout');
  });

  it.each([
    ['nonsense', null, 'not JSON'],
    ['[]', null, 'expected object'],
    ['{"id":7}', 7, 'principal'],
    [JSON.stringify({ ...base, principal: { arn: 3 } }), '1', 'principal.arn'],
    [JSON.stringify({ ...base, perimeter: { vpcs: ['a'], cidr: [] } }), '1', 'cidr'],
    [JSON.stringify({ ...base, actions: 'x' }), '1', 'actions'],
    [JSON.stringify({ ...base, scps: [{}] }), '1', 'scps.0'],
    [JSON.stringify({ ...base, id: {} }), null, 'id'],
  ])('answers %s with an error and goes on', async (line, id, what) => {
    const [error, next] = await run([line, base]);
    expect(error?.['id']).toBe(id);
    expect(error?.['error']).toContain(what);
    expect(next?.['id']).toBe('1');
  });

  it('keeps the order over many lines, and skips empty ones', async () => {
    const found = await run(Array.from({ length: 300 }, (_, id) => (id % 7 === 3 ? '  ' : { ...base, id })));
    expect(found.map((line) => line['id'])).toEqual(
      Array.from({ length: 300 }, (_, id) => id).filter((id) => id % 7 !== 3),
    );
    expect(await run([])).toEqual([]);
  });

  it('reads past a byte order mark', async () => {
    expect(await run([`\ufeff${JSON.stringify(base)}`])).toMatchObject([{ id: '1', answers: [{}] }]);
  });

  it('waits while the output is full', async () => {
    let open = 0;
    let most = 0;
    const slow = new Writable({
      highWaterMark: 1,
      write(_chunk, _encoding, done) {
        open += 1;
        most = Math.max(most, open);
        setTimeout(() => {
          open -= 1;
          done();
        }, 2);
      },
    });
    const lines = `${JSON.stringify(base)}\n`.repeat(400);
    await proveLines(Readable.from([lines]), slow);
    expect(most).toBe(1);
    expect(slow.writableLength).toBeLessThan(100_000);
  });
});
