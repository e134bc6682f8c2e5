import fc from 'fast-check';
import { createEngine, type Answer, type Region } from '../../core/iam';
import { type Case, cases, isAsked, policySets, requests, toPolicySet } from './generator';
import { type ConcreteRequest, isAllowed, type NaivePolicies, principalContext, regionOf } from './naive';

const regions = ['outside', 'inside', 'viaService'] as const;

/** How the random problems came out, so that a run that proves nothing shows. */
export type Tally = Record<string, number>;

function complete({ problem }: Case, request: ConcreteRequest): ConcreteRequest {
  return {
    ...request,
    context: { ...principalContext(problem.principal.arn, problem.principal.tags ?? {}), ...request.context },
  };
}

function withDefaults(request: ConcreteRequest): ConcreteRequest {
  return { ...request, context: { 'aws:ViaAWSService': 'false', ...request.context } };
}

function fail(what: string, one: Case, request: unknown, answer: unknown): never {
  throw new Error(`${what}\n${JSON.stringify({ request, answer, problem: one.problem }, null, 1)}`);
}

function checkWitness(one: Case, policies: NaivePolicies, region: string, verdict: Region): void {
  if (verdict.status !== 'reachable') return;
  const request = withDefaults(complete(one, verdict.witness));
  const actual = regionOf(request, one.problem.perimeter);
  if (actual !== region) fail(`the witness is '${actual}', not '${region}'`, one, request, verdict);
  if (!isAsked(one.problem, request.resource))
    fail('the witness is about another resource', one, request, verdict);
  if (!isAllowed(policies, request)) fail(`the ${region} witness is not allowed`, one, request, verdict);
}

function checkSample(one: Case, request: ConcreteRequest, answer: Answer): void {
  if (!isAsked(one.problem, request.resource)) return;
  const full = complete(one, request);
  const region = regions.find((name) => name === regionOf(full, one.problem.perimeter));
  if (region === undefined || answer[region].status !== 'unreachable') return;
  if (isAllowed(one.policies, full))
    fail(`an ${region} request is allowed though proved unreachable`, one, full, answer[region]);
}

/** Witnesses are real; what is unreachable is never allowed. */
export function decisionsHold(tally: Tally): fc.IPropertyWithHooks<[Case, ConcreteRequest[]]> {
  const engine = createEngine();
  return fc.property(cases, fc.array(requests, { minLength: 25, maxLength: 40 }), (one, samples) => {
    for (const answer of engine.decide(one.problem)) {
      for (const region of regions) {
        const verdict = answer[region];
        tally[verdict.status] = (tally[verdict.status] ?? 0) + 1;
        checkWitness(one, one.policies, region, verdict);
      }
      for (const request of samples) checkSample(one, request, answer);
    }
  });
}

/** A lockout's witness was allowed and is not; where there is none, no sample was either. */
export function lockoutsHold(tally: Tally): fc.IPropertyWithHooks<[Case, NaivePolicies, ConcreteRequest[]]> {
  const engine = createEngine();
  return fc.property(
    cases,
    policySets,
    fc.array(requests, { minLength: 25, maxLength: 40 }),
    (one, before, samples) => {
      const verdict = engine.lockout(one.problem, toPolicySet(before));
      tally[verdict.status] = (tally[verdict.status] ?? 0) + 1;
      const lost = (request: ConcreteRequest) =>
        regionOf(request, one.problem.perimeter) === 'inside' &&
        isAllowed(before, request) &&
        !isAllowed(one.policies, request);
      if (verdict.status === 'some') {
        const request = withDefaults(complete(one, verdict.witness));
        if (!lost(request)) fail('the lockout witness is not locked out', one, { request, before }, verdict);
      }
      if (verdict.status !== 'none') return;
      for (const sample of samples) {
        const request = complete(one, sample);
        if (isAsked(one.problem, request.resource) && lost(request))
          fail('an inside request is lost', one, { request, before }, verdict);
      }
    },
  );
}

/** Runs a property and says shortly what failed: the seed, the path to the shrunk case, and the case itself. */
export function check<T>(property: fc.IPropertyWithHooks<T>, seed: number, numRuns: number): void {
  const details = fc.check(property, { seed, numRuns });
  if (!details.failed) return;
  const cause = details.errorInstance;
  const what = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  throw new Error(`seed ${seed}, after ${details.numRuns} problems: ${what.slice(0, 6000)}`);
}

/** The seed and the number of runs, from the environment or afresh; said aloud, so that a failure can be repeated. */
export function seeded(suite: string, usual: number): { readonly seed: number; readonly runs: number } {
  const seed = Number(process.env['IAM_SEED'] ?? Date.now() % 2 ** 31);
  const runs = Number(process.env['IAM_RUNS'] ?? usual);
  process.stderr.write(
    `test/iam ${suite}: seed ${seed} (IAM_SEED), ${runs} problems a property (IAM_RUNS)\n`,
  );
  return { seed, runs };
}

const junk = fc.anything({ maxDepth: 3, withBigInt: true, withNullPrototype: true, withObjectString: true });
const nearly = fc.record(
  {
    Version: fc.oneof(fc.constant('2012-10-17'), junk),
    Statement: fc.array(
      fc.record(
        {
          Effect: fc.oneof(fc.constantFrom('Allow', 'Deny'), junk),
          Action: fc.oneof(fc.constantFrom('*', 'sagemaker:*', ['sagemaker:Create*']), junk),
          NotAction: fc.oneof(fc.constantFrom('s3:*'), junk),
          Resource: fc.oneof(fc.constant('*'), junk),
          NotResource: junk,
          Condition: fc.oneof(
            fc.dictionary(
              fc.constantFrom('StringLike', 'IpAddress', 'Null', 'DateLessThan', '__proto__', 'Bool'),
              fc.oneof(fc.dictionary(fc.string(), junk), junk),
            ),
            junk,
          ),
          Principal: junk,
        },
        { requiredKeys: [] },
      ),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: ['Statement'] },
);

/** Whatever a document holds, the engine answers, and both ways of giving it are answered alike. */
export function anythingIsAnswered(): fc.IPropertyWithHooks<[Case, unknown]> {
  return fc.property(
    cases,
    fc.oneof(junk, nearly, fc.string(), fc.string({ unit: 'binary' })),
    (one, document) => {
      const identity = [...one.problem.policies.identity, { label: 'junk', document }];
      const engine = createEngine();
      const problem = { ...one.problem, policies: { ...one.problem.policies, identity } };
      const statuses = engine
        .decide(problem)
        .flatMap((answer) => regions.map((region) => answer[region].status));
      const lockout = engine.lockout(problem, one.problem.policies);
      if (statuses.length !== 3 || lockout.status.length === 0) throw new Error('no answer');
    },
  );
}
