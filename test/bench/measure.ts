import { PassThrough, Readable, Writable } from 'node:stream';
import { prove } from '../../cli/prove';
import { createEngine, type Problem } from '../../core/iam';
import { makeAccount } from './account';
import { type Details, principals } from './assemble';
import { worstCases } from './worst';

const account = '111122223333';
const arn = (type: string) => `arn:aws:sagemaker:us-east-1:${account}:${type}`;
const actions = [
  'sagemaker:CreatePresignedNotebookInstanceUrl',
  'sagemaker:DescribeNotebookInstance',
  'sagemaker:CreatePresignedDomainUrl',
  'sagemaker:DescribeUserProfile',
  'sagemaker:StartSession',
  'sagemaker:CreatePresignedMlflowTrackingServerUrl',
  'sagemaker:CreatePartnerAppPresignedUrl',
];
const resources = ['*'];
const perimeter = {
  vpcs: ['vpc-1'],
  vpcEndpoints: ['vpce-1', 'vpce-2'],
  cidrs: ['198.51.100.0/24'],
  endpointVpc: { 'vpce-1': 'vpc-1', 'vpce-2': 'vpc-1' },
};
const PRINCIPALS = 10_000;
const ROUNDS = 15;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function row(what: string, value: string): void {
  say(`${what.padEnd(58)} ${value}`);
}

/** As the AWS CLI writes it: indented by four. */
function exported(details: unknown): string {
  return JSON.stringify(details, null, 4);
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function timed<T>(work: () => T): readonly [number, T] {
  const start = performance.now();
  const result = work();
  return [performance.now() - start, result];
}

function judgeAll(details: Details): Record<string, number> {
  const engine = createEngine();
  const tally: Record<string, number> = {};
  for (const { principal, policies } of principals(details)) {
    const problem: Problem = { principal, policies, actions, resources, perimeter };
    for (const { outside } of engine.decide(problem))
      tally[outside.status] = (tally[outside.status] ?? 0) + 1;
  }
  return tally;
}

function wholeAccount(): void {
  const text = exported(makeAccount(PRINCIPALS));
  const parse = () => JSON.parse(text) as Details;
  const parses: number[] = [];
  const judges: number[] = [];
  let tally: Record<string, number> = {};
  for (let round = 0; round < ROUNDS; round += 1) {
    // Each side pays for its own garbage only.
    globalThis.gc?.();
    const [parsing, details] = timed(parse);
    globalThis.gc?.();
    const [judging, found] = timed(() => judgeAll(details));
    parses.push(parsing);
    judges.push(judging);
    tally = found;
  }
  const [first = 0] = judges;
  const [parsing, judging] = [median(parses), median(judges)];
  say(
    `Account of ${PRINCIPALS} principals, ${actions.length} protected actions, ${(text.length / 1e6).toFixed(1)} MB of authorization details`,
  );
  row(`JSON.parse, median of ${ROUNDS}`, `${parsing.toFixed(0)} ms`);
  row(
    `judge every principal, median of ${ROUNDS} (engine anew each time)`,
    `${judging.toFixed(0)} ms (first, cold: ${first.toFixed(0)} ms)`,
  );
  row('judge / parse', `${(judging / parsing).toFixed(2)}   (must be at most 1.0)`);
  row('the same of the fastest rounds', (Math.min(...judges) / Math.min(...parses)).toFixed(2));
  row('answers', JSON.stringify(tally));
}

function memory(): void {
  const collect = globalThis.gc;
  if (collect === undefined) return;
  collect();
  const before = process.memoryUsage().heapUsed;
  const text = exported(makeAccount(PRINCIPALS));
  const used = () => {
    collect();
    return (process.memoryUsage().heapUsed - before) / text.length;
  };
  const details = JSON.parse(text) as Details;
  const parsed = used();
  const engine = createEngine();
  const kept: string[][] = [];
  const answers: unknown[] = [];
  for (const { principal, policies } of principals(details)) {
    const decided = engine.decide({ principal, policies, actions, resources, perimeter });
    kept.push(decided.map((answer) => answer.outside.status));
    answers.push(decided);
  }
  const judged = used();
  row('heap with text and parsed export / size of the export', parsed.toFixed(2));
  row('the same with the engine and every answer', `${judged.toFixed(2)}   (must be below 4)`);
  if (answers.length !== kept.length || details.Policies.length === 0) throw new Error('nothing judged');
}

async function throughput(): Promise<void> {
  const lines: string[] = [];
  for (const { principal, policies } of principals(
    JSON.parse(JSON.stringify(makeAccount(4000, 2))) as Details,
  )) {
    const identity = policies.identity.slice(0, 2).map((one) => one.document);
    const guard = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Action: 'sagemaker:*',
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:SourceVpce': ['vpce-1'] } },
        },
      ],
    };
    const allow = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sagemaker:*', Resource: '*' }],
    };
    const action = actions[lines.length % 2] ?? '';
    const resource = arn('notebook-instance/*');
    lines.push(
      JSON.stringify({
        id: String(lines.length),
        principal,
        identity: [...identity, allow, ...(lines.length % 2 === 0 ? [guard] : [])],
        boundary: null,
        scps: [[allow]],
        rcps: [],
        actions: [action],
        resources: [resource],
        perimeter,
      }),
    );
  }
  const text = `${lines.join('\n')}\n`;
  const rates: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const sink = new Writable({
      write: (_chunk, _encoding, done) => {
        done();
      },
    });
    const input = new PassThrough();
    Readable.from([text]).pipe(input);
    const start = performance.now();
    await prove(input, sink);
    rates.push((lines.length / (performance.now() - start)) * 1000);
  }
  row(
    `prove: problems a second (${(text.length / lines.length / 1000).toFixed(1)} kB each), median of 5`,
    `${median(rates).toFixed(0)}   (must be at least 5,000)`,
  );
}

function worst(): void {
  for (const [name, problem] of worstCases()) {
    const engine = createEngine();
    const [time, found] = timed(() =>
      engine
        .decide(problem)
        .flatMap(({ outside, inside, viaService }) => [outside.status, inside.status, viaService.status]),
    );
    const { nodes, steps } = engine.work;
    row(`worst case: ${name}`, `${time.toFixed(0)} ms, ${steps} steps, ${nodes} nodes, ${found.join(' ')}`);
  }
}

async function main(): Promise<void> {
  const [part] = process.argv.slice(2);
  if (part === 'account') wholeAccount();
  else if (part === 'memory') memory();
  else if (part === 'prove') await throughput();
  else worst();
}

void main();
