import type { Subject } from '../principals/subjects';
import type { Assumers } from './assume';

/** A principal that reaches one of the goals by assuming roles, without being a goal itself. */
export interface RoleChain {
  readonly subject: Subject;
  /** The roles to assume, in order; the last one is a goal. Never empty. */
  readonly path: readonly Subject[];
  /** Whether every step can certainly be taken and the goal is certain. */
  readonly sure: boolean;
}

/** A role to reach, and whether it certainly opens the notebook. */
interface Goal {
  readonly subject: Subject;
  readonly sure: boolean;
}

/**
 * The shortest chain of roles for every principal that can reach a goal: first over certain steps to certain goals,
 * then over all steps for the principals not reached yet. The search is breadth-first, so cycles of roles end.
 */
export function chainsTo(
  goals: readonly Goal[],
  assumersOf: (role: Subject) => Assumers,
): readonly RoleChain[] {
  const sure = search(
    goals.filter((goal) => goal.sure),
    assumersOf,
    ['yes'],
  );
  const all = search(goals, assumersOf, ['yes', 'perhaps']);
  return [
    ...[...sure].map(([subject, path]) => ({ subject, path, sure: true })),
    ...[...all]
      .filter(([subject]) => !sure.has(subject))
      .map(([subject, path]) => ({ subject, path, sure: false })),
  ];
}

/** Skips a principal once it has a chain, or large accounts would need a decision for every pair of principals. */
function search(
  goals: readonly Goal[],
  assumersOf: (role: Subject) => Assumers,
  accepted: readonly string[],
): ReadonlyMap<Subject, readonly Subject[]> {
  const atGoal = new Set(goals.map(({ subject }) => subject));
  const paths = new Map<Subject, readonly Subject[]>();
  const queue = [...atGoal];
  // The queue grows during the loop.
  for (const role of queue) {
    const { candidates, canAssume } = assumersOf(role);
    for (const subject of candidates) {
      if (atGoal.has(subject) || paths.has(subject) || !accepted.includes(canAssume(subject))) continue;
      paths.set(subject, [role, ...(paths.get(role) ?? [])]);
      if (subject.principal.kind === 'role') queue.push(subject);
    }
  }
  return paths;
}
