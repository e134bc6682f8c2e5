import type { Answer, Engine, Lockout, PolicySet, Problem, Region } from '../src';
import { readAction } from '../src/action';
import { emptiedZones } from '../src/emptied';

/** The problem without its context. */
function withoutContext({ principal, policies, actions, resources, perimeter, now }: Problem): Problem {
  const bare = { principal, policies, actions, resources, perimeter };
  return now === undefined ? bare : { ...bare, now };
}

function emptiedFor(problem: Problem, action: string): ReturnType<typeof emptiedZones> {
  return emptiedZones(problem, readAction(action)?.service ?? '');
}

function because(why: string): string {
  return `Not decided: there is no such request, because ${why}.`;
}

/**
 * A zone that the context leaves empty is `unknown`, unless it is unreachable without the context too: the verdict
 * would be taken for one about the policies.
 */
function settled(zone: Region, bare: Region | undefined, why: string | undefined): Region {
  if (why === undefined || bare === undefined || zone.status !== 'unreachable') return zone;
  return bare.status === 'unreachable' ? zone : { status: 'unknown', missing: [why], because: because(why) };
}

/** The engine's answers, in which nothing is unreachable merely because of what the context gives. */
export function decided(engine: Engine, problem: Problem): readonly Answer[] {
  const answers = engine.decide(problem);
  if (problem.context === undefined) return answers;
  const bare = engine.decide(withoutContext(problem));
  return answers.map((answer, index) => {
    const emptied = emptiedFor(problem, answer.action);
    if (emptied.size === 0) return answer;
    return {
      action: answer.action,
      resource: answer.resource,
      outside: settled(answer.outside, bare[index]?.outside, emptied.get('outside')),
      inside: settled(answer.inside, bare[index]?.inside, emptied.get('inside')),
      viaService: settled(answer.viaService, bare[index]?.viaService, emptied.get('viaService')),
    };
  });
}

/** The engine's lockout for a problem with one action; not `none` merely because of what the context gives. */
export function checked(engine: Engine, problem: Problem, before: PolicySet): Lockout {
  const verdict = engine.lockout(problem, before);
  const [action] = problem.actions;
  if (problem.context === undefined || action === undefined || verdict.status !== 'none') return verdict;
  const why = emptiedFor(problem, action).get('inside');
  if (why === undefined || engine.lockout(withoutContext(problem), before).status === 'none') return verdict;
  return { status: 'unknown', missing: [why], because: because(why) };
}
