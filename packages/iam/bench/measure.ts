import { PassThrough, Readable, Writable } from 'node:stream';
import { proveLines } from '../prove';
import { createEngine, type Problem, usualBounds } from '../src';
import { makeAccount } from './account';
import { type Details, principalsWithPolicies } from './assemble';
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
const ROUNDS = 25;
const STREAMED = 200_000;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function row(what: string, value: string): void {
  say(`${what.padEnd(66)} ${value}`);
}

/** A figure that does not depend on the machine, with its limit; the bench fails where the limit is broken. */
function limited(what: string, ratio: number, limit: number): void {
  const isBroken = !(ratio <= limit);
  if (isBroken) process.exitCode = 1;
  row(what, `${ratio.toFixed(2)}   (must be at most ${limit.toFixed(1)}${isBroken ? ': BROKEN' : ''})`);
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

/** Milliseconds that the deciding took of it; the rest is putting together which policies each principal has. */
function decideAll(details: Details): readonly [number, Record<string, number>] {
  const engine = createEngine();
  const tally: Record<string, number> = {};
  let deciding = 0;
  for (const { principal, policies } of principalsWithPolicies(details)) {
    const start = performance.now();
    const problem: Problem = { principal, policies, actions, resources, perimeter };
    for (const { outside } of engine.decide(problem))
      tally[outside.status] = (tally[outside.status] ?? 0) + 1;
    deciding += performance.now() - start;
  }
  return [deciding, tally];
}

interface Sides {
  readonly parsing: number;
  readonly deciding: number;
  /** Deciding, and putting together which policies each principal has. */
  readonly whole: number;
  /** The first round, before anything is compiled. */
  readonly first: readonly [number, number];
  readonly fastest: number;
  readonly tally: Record<string, number>;
}

/** No forced collection between the sides: it would shrink the young generation, and the deciding would pay for that. */
function rounds(parse: () => Details): Sides {
  const parses: number[] = [];
  const decides: number[] = [];
  const wholes: number[] = [];
  let tally: Record<string, number> = {};
  for (let round = 0; round < ROUNDS; round += 1) {
    const [parsing, details] = timed(parse);
    const [whole, [deciding, found]] = timed(() => decideAll(details));
    wholes.push(whole);
    parses.push(parsing);
    decides.push(deciding);
    tally = found;
  }
  const first = [parses[0] ?? 0, decides[0] ?? 0] as const;
  const fastest = Math.min(...decides) / Math.min(...parses);
  return { parsing: median(parses), deciding: median(decides), whole: median(wholes), first, fastest, tally };
}

function wholeAccount(): void {
  const text = exported(makeAccount(PRINCIPALS));
  const { fastest, first, deciding, parsing, tally, whole } = rounds(() => JSON.parse(text) as Details);
  say(
    `Account of ${PRINCIPALS} principalsWithPolicies, ${actions.length} protected actions, ${(text.length / 1e6).toFixed(1)} MB of authorization details`,
  );
  row(`JSON.parse, median of ${ROUNDS}`, `${parsing.toFixed(0)} ms`);
  row(`judge every principal, median of ${ROUNDS} (a new engine each time)`, `${deciding.toFixed(0)} ms`);
  limited('judge / parse', deciding / parsing, 1);
  row('judge, and put together which policies each principal has / parse', (whole / parsing).toFixed(2));
  row('the same of the fastest rounds', fastest.toFixed(2));
  row('the same of the first round, nothing compiled yet', (first[1] / first[0]).toFixed(2));
  row('answers', JSON.stringify(tally));
}

const isDocument: ReadonlySet<string> = new Set(['Document', 'PolicyDocument', 'AssumeRolePolicyDocument']);

/** As the API answers: every document a URL-encoded text. Reading it includes reading the documents, all versions. */
function encodedAccount(): void {
  const text = JSON.stringify(makeAccount(PRINCIPALS), (key, value: unknown) =>
    isDocument.has(key) && typeof value === 'object' ? encodeURIComponent(JSON.stringify(value)) : value,
  );
  const encoded: string[] = [];
  JSON.parse(text, (key, value: unknown) => {
    if (isDocument.has(key) && typeof value === 'string') encoded.push(value);
    return value;
  });
  const parse = () => {
    for (const document of encoded) JSON.parse(decodeURIComponent(document));
    return JSON.parse(text) as Details;
  };
  const { deciding, parsing } = rounds(parse);
  row('documents as URL-encoded texts: decode and parse all of them', `${parsing.toFixed(0)} ms`);
  row('judge every principal, decoding what it needs', `${deciding.toFixed(0)} ms`);
  row('judge / parse', (deciding / parsing).toFixed(2));
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
  for (const { principal, policies } of principalsWithPolicies(details)) {
    const decided = engine.decide({ principal, policies, actions, resources, perimeter });
    kept.push(decided.map((answer) => answer.outside.status));
    answers.push(decided);
  }
  const decided = used();
  row('heap with text and parsed export / size of the export', parsed.toFixed(2));
  limited('the same with the engine and every answer', decided, 4);
  if (answers.length !== kept.length || details.Policies.length === 0) throw new Error('nothing decided');
}

/** Memory is constant: the heap is looked at along a long stream. */
async function streamed(text: string, count: number): Promise<number> {
  const heaps: number[] = [];
  const times = Math.ceil(STREAMED / count);
  function* source() {
    for (let time = 0; time < times; time += 1) {
      yield text;
      globalThis.gc?.();
      heaps.push(process.memoryUsage().heapUsed);
    }
  }
  const sink = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  await proveLines(Readable.from(source(), { objectMode: true, highWaterMark: 1 }), sink);
  return (heaps.at(-1) ?? 0) / (heaps[Math.floor(heaps.length / 10)] ?? 1);
}

async function throughput(): Promise<void> {
  const lines: string[] = [];
  for (const { principal, policies } of principalsWithPolicies(
    JSON.parse(JSON.stringify(makeAccount(4000, 2))) as Details,
  )) {
    const identity = policies.identity.slice(0, 2).map((one) => one.document);
    const number = lines.length;
    const only = (Effect: string, more: object) => ({
      Version: '2012-10-17',
      Statement: [{ Effect, Action: 'sagemaker:*', Resource: '*', ...more }],
    });
    const guard = only('Deny', {
      Condition: { StringNotEquals: { 'aws:SourceVpce': [`vpce-${number % 3}`, `vpce-${number % 50}`] } },
    });
    const everything = only('Allow', {});
    const allow = only('Allow', { Resource: arn(`notebook-instance/team-${number % 200}-*`) });
    const action = actions[number % 2] ?? '';
    const resource = arn('notebook-instance/*');
    lines.push(
      JSON.stringify({
        id: String(number),
        principal,
        identity: [...identity, allow, ...(number % 2 === 0 ? [guard] : [])],
        boundary: null,
        scps: [[everything]],
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
    await proveLines(input, sink);
    rates.push((lines.length / (performance.now() - start)) * 1000);
  }
  const [parsing] = timed(() => {
    for (const line of lines) JSON.parse(line);
  });
  const rate = median(rates);
  row(
    `prove: problems a second (${(text.length / lines.length / 1000).toFixed(1)} kB each), median of 5`,
    `${rate.toFixed(0)}   (must be at least 5,000)`,
  );
  row('prove / JSON.parse of the same lines', ((lines.length / rate / parsing) * 1000).toFixed(1));
  row(
    `prove: heap after ${STREAMED} problems / after the first tenth`,
    (await streamed(text, lines.length)).toFixed(2),
  );
}

function worst(): void {
  let most = 0;
  for (const [name, problem] of worstCases()) {
    const engine = createEngine();
    const [time, found] = timed(() =>
      engine
        .decide(problem)
        .flatMap(({ outside, inside, viaService }) => [outside.status, inside.status, viaService.status]),
    );
    const { nodes, steps } = engine.work;
    most = Math.max(most, steps / usualBounds.callSteps);
    const size = (JSON.stringify(problem.policies).length / 1000).toFixed(0);
    row(
      `worst case: ${name}`,
      `${time.toFixed(0)} ms, ${steps} steps, ${nodes} nodes, ${size} kB: ${found.join(' ')}`,
    );
  }
  // Every verdict may take the least in any case.
  limited('steps of the worst of them / the bound of a call', most, 1.1);
}

async function main(): Promise<void> {
  const [part] = process.argv.slice(2);
  if (part === 'account') wholeAccount();
  else if (part === 'encoded') encodedAccount();
  else if (part === 'memory') memory();
  else if (part === 'prove') await throughput();
  else worst();
}

void main();
