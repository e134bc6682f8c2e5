import fc from 'fast-check';
import { type Answer, createEngine, splitArn } from '../src';
import { noneFound, uncertified } from './certificates';
import {
  type Case,
  cases,
  isAsked,
  mixedDocuments,
  policySets,
  sampleRequests,
  toPolicySet,
  withoutDenies,
} from './generator';
import {
  type ConcreteRequest,
  notARequest,
  isAllowed,
  type NaivePolicies,
  principalContext,
  zoneOf,
} from './naive';

const zones = ['outside', 'inside', 'viaService'] as const;

/** The results of the random problems, so that a run that proves nothing is noticed. */
export type Tally = Record<string, number>;

/** The request with the keys that the problem fixes: what follows from ARN, principal and time, and its context. */
export function complete({ problem }: Case, request: ConcreteRequest): ConcreteRequest {
  const { arn, id, sessionTags, tags = {} } = problem.principal;
  const arnParts = splitArn(request.resource);
  const context: Record<string, string | readonly string[]> = { ...request.context };
  const sessionTag = Object.keys(context).find((key) => key.toLowerCase() === 'aws:principaltag/team') ?? '';
  const given = context[sessionTag];
  if (problem.principal.tags !== undefined) Reflect.deleteProperty(context, sessionTag);
  Object.assign(context, principalContext(arn, tags), {
    'aws:RequestedRegion': arnParts?.region ?? '',
    'aws:ResourceAccount': arnParts?.account ?? '',
    'aws:SecureTransport': 'true',
    ...(arn.includes(':user/') && id !== undefined ? { 'aws:userid': id } : {}),
  });
  if (sessionTags === 'free' && given !== undefined) {
    const own = Object.keys(tags).find((tag) => tag.toLowerCase() === 'team');
    context[own === undefined ? sessionTag : `aws:PrincipalTag/${own}`] = given;
  }
  for (const [key, value] of Object.entries(problem.context ?? {})) {
    if (value.length === 0) Reflect.deleteProperty(context, key);
    else context[key] = value;
  }
  const time = context['aws:CurrentTime'];
  if (time !== undefined) context['aws:EpochTime'] = String(Date.parse(String(time)) / 1000);
  return { ...request, context };
}

/** A witness may leave out what does not matter, but must not differ from what is fixed. */
function completeWitness(one: Case, witness: ConcreteRequest): ConcreteRequest {
  const request: ConcreteRequest = {
    ...witness,
    context: { 'aws:ViaAWSService': 'false', ...witness.context },
  };
  const full = complete(one, request);
  const now = new Map(Object.entries(full.context).map(([key, value]) => [key.toLowerCase(), String(value)]));
  for (const [key, value] of Object.entries(request.context))
    if (now.get(key.toLowerCase()) !== String(value))
      fail(`the witness has another ${key}`, one, witness, full);
  return full;
}

function fail(what: string, one: Case, request: unknown, answer: unknown): never {
  throw new Error(`${what}\n${JSON.stringify({ request, answer, problem: one.problem }, null, 1)}`);
}

function checkWitness(one: Case, zone: (typeof zones)[number], answer: Answer): void {
  const verdict = answer[zone];
  if (verdict.status !== 'reachable') return;
  const request = completeWitness(one, verdict.witness);
  const actual = zoneOf(request, one.problem.perimeter);
  const because = notARequest(request, one.problem, one.problem.perimeter);
  if (because !== null) fail(`the witness cannot exist: ${because}`, one, request, verdict);
  if (actual !== zone) fail(`the witness is '${actual}', not '${zone}'`, one, request, verdict);
  if (!isAsked(answer.resource, request.resource) || request.action !== answer.action)
    fail('the witness is about another action or resource', one, request, verdict);
  if (!isAllowed(one.policies, request)) fail(`the ${zone} witness is not allowed`, one, request, verdict);
}

/** Whether the request counts: its zone is one that is asked about, and was proved to be closed. */
function checkSample(one: Case, request: ConcreteRequest, answer: Answer): boolean {
  if (request.action !== answer.action || !isAsked(answer.resource, request.resource)) return false;
  const full = complete(one, request);
  const zone = zones.find((name) => name === zoneOf(full, one.problem.perimeter));
  if (zone === undefined || answer[zone].status !== 'unreachable') return false;
  if (notARequest(full, one.problem, one.problem.perimeter) !== null) return false;
  if (isAllowed(one.policies, full))
    fail(`an ${zone} request is allowed though proved unreachable`, one, full, answer[zone]);
  return true;
}

/** Certificates cost more than verdicts: outside of the whole run a quarter of the problems has to have them. */
function isCertified({ problem }: Case): boolean {
  return isWhole || JSON.stringify(problem).length % 4 === 0;
}

function checkCertificate(one: Case, zone: (typeof zones)[number], answer: Answer, tally: Tally): void {
  if (answer[zone].status !== 'unreachable' || !isCertified(one)) return;
  const { action, resource } = answer;
  const because = uncertified(one.problem, { action, resource, zone });
  if (because === noneFound) {
    count(tally, noneFound);
    return;
  }
  if (because !== null) fail(`no certificate of ${zone}: ${because}`, one, because, answer);
  count(tally, 'certificates');
}

const alwaysThere = {
  'aws:ViaAWSService': 'false',
  'aws:CurrentTime': '2026-02-01T00:00:00Z',
  'aws:userid': 'AROA1A2B3C4D5E6F7G8H9:ana',
};

/**
 * Requests at the edge of what is closed: those allowed without the Deny statements, and those with one key changed.
 */
export function nearby(open: Answer, samples: readonly ConcreteRequest[]): readonly ConcreteRequest[] {
  const found = zones.flatMap((zone) => {
    const verdict = open[zone];
    return verdict.status === 'reachable' ? [verdict.witness] : [];
  });
  return found.flatMap((witness) => {
    const context = { ...alwaysThere, ...witness.context };
    const changed = samples.slice(0, 12).map((sample, index) => {
      const keys = Object.entries(sample.context);
      return { ...context, ...Object.fromEntries(keys.slice(index % keys.length).slice(0, 1)) };
    });
    return [context, ...changed].map((one): ConcreteRequest => ({ ...witness, context: one }));
  });
}

export function count(tally: Tally, what: string, by = 1): void {
  tally[what] = (tally[what] ?? 0) + by;
}

/** Witnesses are real; what is unreachable is never allowed. */
export function decisionsHold(tally: Tally): fc.IPropertyWithHooks<[Case, ConcreteRequest[]]> {
  const engine = createEngine();
  return fc.property(cases, fc.array(sampleRequests, { minLength: 25, maxLength: 40 }), (one, samples) => {
    const opened = engine.decide({ ...one.problem, policies: toPolicySet(withoutDenies(one.policies)) });
    for (const [index, answer] of engine.decide(one.problem).entries()) {
      for (const zone of zones) {
        count(tally, answer[zone].status);
        checkWitness(one, zone, answer);
        checkCertificate(one, zone, answer, tally);
      }
      const open = opened[index] ?? answer;
      const tried = [...samples, ...nearby(open, samples)];
      count(tally, 'samples', tried.filter((request) => checkSample(one, request, answer)).length);
    }
  });
}

/** The policies before: others, or the same without one kind of guardrail, or with one more document. */
const before = fc.oneof(
  policySets.map((policies) => () => policies),
  fc.constant(withoutDenies),
  mixedDocuments.map((document) => (after: NaivePolicies) => ({
    ...after,
    identity: [...after.identity, document],
  })),
  fc.constant((after: NaivePolicies) => ({ ...after, boundary: null, rcps: [] })),
);

/** A lockout's witness was allowed and is not any more; when there is no lockout, no sample is lost either. */
export function lockoutsHold(
  tally: Tally,
): fc.IPropertyWithHooks<[Case, (after: NaivePolicies) => NaivePolicies, ConcreteRequest[]]> {
  const engine = createEngine();
  return fc.property(
    cases,
    before,
    fc.array(sampleRequests, { minLength: 25, maxLength: 40 }),
    (one, was, samples) => {
      const { problem } = one;
      const policies = was(one.policies);
      const verdict = engine.lockout(problem, toPolicySet(policies));
      count(tally, verdict.status);
      const lost = (request: ConcreteRequest) =>
        problem.actions.includes(request.action) &&
        problem.resources.some((pattern) => isAsked(pattern, request.resource)) &&
        zoneOf(request, problem.perimeter) === 'inside' &&
        notARequest(request, problem, problem.perimeter) === null &&
        isAllowed(policies, request) &&
        !isAllowed(one.policies, request);
      if (verdict.status === 'some' && !lost(completeWitness(one, verdict.witness)))
        fail('the lockout witness is not locked out', one, policies, verdict);
      if (verdict.status !== 'none') return;
      for (const action of isCertified(one) ? problem.actions : []) {
        for (const resource of problem.resources) {
          const earlier = toPolicySet(policies);
          const because = uncertified(problem, { action, resource, zone: 'lockout' }, earlier);
          if (because === noneFound) {
            count(tally, noneFound);
            continue;
          }
          if (because !== null) fail(`no certificate of no lockout: ${because}`, one, policies, verdict);
          count(tally, 'certificates');
        }
      }
      const allowed = engine.decide({ ...problem, policies: toPolicySet(policies) });
      for (const sample of [...samples, ...allowed.flatMap((answer) => nearby(answer, samples))]) {
        const request = complete(one, sample);
        if (lost(request)) fail('an inside request is lost', one, { request, policies }, verdict);
      }
    },
  );
}

/** Runs a property and reports briefly what failed: the seed, the path to the shrunk case, and the case itself. */
export function checkProperty<T>(property: fc.IPropertyWithHooks<T>, seed: number, numRuns: number): void {
  const details = fc.check(property, { seed, numRuns });
  if (!details.failed) return;
  const cause = details.errorInstance;
  const what = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  throw new Error(`seed ${seed}, after ${details.numRuns} problems: ${what.slice(0, 6000)}`);
}

/** Otherwise a fifteenth of it is tried, the same every time. */
export const isWhole = process.env['TEST_SIZE'] === 'whole';

/** The seed and the number of runs, from the environment or new; printed, so that a failure can be repeated. */
export function seeded(suite: string, usual: number): { readonly seed: number; readonly runs: number } {
  const seed = Number(process.env['IAM_SEED'] ?? (isWhole ? Date.now() % 2 ** 31 : 20_261_130));
  const runs = Number(process.env['IAM_RUNS'] ?? (isWhole ? usual : Math.ceil(usual / 15)));
  process.stderr.write(
    `packages/iam ${suite}: seed ${seed} (IAM_SEED), ${runs} problems a property (IAM_RUNS)\n`,
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

/** Whatever a document contains, the engine answers, and gives the same answer to an object and to its text. */
export function anythingIsAnswered(): fc.IPropertyWithHooks<[Case, unknown]> {
  return fc.property(
    cases,
    fc.oneof(junk, nearly, fc.string(), fc.string({ unit: 'binary' })),
    (one, document) => {
      const identity = [...one.problem.policies.identity, { label: 'junk', document }];
      const engine = createEngine();
      const problem = { ...one.problem, policies: { ...one.problem.policies, identity } };
      const statuses = engine.decide(problem).flatMap((answer) => zones.map((zone) => answer[zone].status));
      const lockout = engine.lockout(problem, one.problem.policies);
      if (
        statuses.length !== 3 * problem.actions.length * problem.resources.length ||
        lockout.status.length === 0
      )
        throw new Error('no answer');
    },
  );
}
