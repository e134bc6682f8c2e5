import type { Answer, Engine, Lockout, Problem, PolicySet, Region, Witness } from '../src';
import { isRefused } from '../src/refused';
import { isRecord } from '../src/shape';
import { checked, decided } from './emptied';
import { readProblem } from './problem';

function allowedBy(region: Region): readonly string[] {
  return region.status === 'reachable' ? region.allowedBy.map((ref) => ref.path) : [];
}

function deniedBy(region: Region): readonly string[] {
  if (region.status !== 'unreachable') return [];
  return [...new Set(region.proof.steps.flatMap((step) => (step.kind === 'denied' ? [step.by.path] : [])))];
}

/** The witness with the keys that the problem fixes, also those that no statement tests. */
function withGiven(found: Witness, { context = {} }: Problem): Witness {
  const shown = new Set(Object.keys(found.context).map((key) => key.toLowerCase()));
  const given = Object.entries(context).filter(
    ([key, value]) => value.length > 0 && !shown.has(key.toLowerCase()),
  );
  return { ...found, context: { ...found.context, ...Object.fromEntries(given) } };
}

function witness(region: Region, problem: Problem): Witness | undefined {
  return region.status === 'reachable' ? withGiven(region.witness, problem) : undefined;
}

function missing(answer: Answer): readonly string[] | undefined {
  const all = [answer.outside, answer.inside, answer.viaService].flatMap((region) =>
    region.status === 'unknown' ? region.missing : [],
  );
  return all.length === 0 ? undefined : [...new Set(all)];
}

/** The certificates of the zones that are closed, from an engine that is `certifying`. */
function certificates({ outside, inside, viaService }: Answer): readonly unknown[] | undefined {
  const found = [outside, inside, viaService].flatMap((region) =>
    region.status === 'unreachable' ? (region.proof.certificate ?? []) : [],
  );
  return found.length === 0 ? undefined : found;
}

function toJson(answer: Answer, problem: Problem): Readonly<Record<string, unknown>> {
  const { action, resource, outside, inside, viaService } = answer;
  return {
    action,
    resource,
    outside: outside.status,
    inside: inside.status,
    viaService: viaService.status,
    witness: witness(outside, problem),
    insideWitness: witness(inside, problem),
    viaServiceWitness: witness(viaService, problem),
    allowedBy: allowedBy(outside),
    deniedBy: deniedBy(outside),
    missing: missing(answer),
    certificates: certificates(answer),
    because: `Outside: ${outside.because} Inside: ${inside.because} Via a service: ${viaService.because}`,
  };
}

/** The worst of the verdicts: one lockout is enough, and one doubt is enough to doubt. */
function worst(verdicts: readonly Lockout[]): Lockout {
  return (
    verdicts.find((verdict) => verdict.status === 'some') ??
    verdicts.find((verdict) => verdict.status === 'unknown') ?? { status: 'none' }
  );
}

function lockoutFields(
  verdict: Lockout,
  name: 'witness' | 'lockoutWitness',
  problem: Problem,
): Readonly<Record<string, unknown>> {
  if (verdict.status === 'none') return { lockout: 'none', lockoutCertificate: verdict.certificates?.[0] };
  const found = verdict.status === 'some' ? withGiven(verdict.witness, problem) : undefined;
  return { lockout: verdict.status, [name]: found, lockoutBecause: verdict.because };
}

function withLockouts(
  engine: Engine,
  problem: Problem,
  before: PolicySet,
  answers: readonly Answer[],
): Readonly<Record<string, unknown>> {
  const verdicts = answers.map(({ action, resource }) =>
    checked(engine, { ...problem, actions: [action], resources: [resource] }, before),
  );
  const answered = answers.map((answer, index) => ({
    ...toJson(answer, problem),
    ...lockoutFields(verdicts[index] ?? { status: 'none' }, 'lockoutWitness', problem),
  }));
  return { answers: answered, ...lockoutFields(worst(verdicts), 'witness', problem) };
}

function parse(text: string): { readonly value: unknown } | { readonly error: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { error: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Answers one line of JSON with one line of JSON; never throws. */
export function answerLine(text: string, engine: Engine): string {
  const parsed = parse(text);
  if ('error' in parsed) return JSON.stringify({ id: null, error: parsed.error });
  const { value } = parsed;
  const named = isRecord(value) ? value['id'] : null;
  const id = typeof named === 'string' || typeof named === 'number' ? named : null;
  const read = readProblem(value, text);
  if (isRefused(read)) return JSON.stringify({ id, error: read.because });
  const { before, problem } = read;
  const answers = decided(engine, problem);
  if (before === null)
    return JSON.stringify({ id, answers: answers.map((answer) => toJson(answer, problem)) });
  return JSON.stringify({ id, ...withLockouts(engine, problem, before, answers) });
}
