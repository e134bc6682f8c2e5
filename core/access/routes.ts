import type { Subject } from '../principals/subjects';
import type { Door } from './assume';

/** Somebody who is not among those that start, and reaches one of them by assuming roles. */
export interface RoleChain {
  readonly subject: Subject;
  /** The roles to assume, in that order; the last one is among those that start. Never empty. */
  readonly path: readonly Subject[];
  /** Whether every step of it can be taken for certain. */
  readonly sure: boolean;
}

/** A role to reach, and whether it certainly gives what is wanted. */
interface Goal {
  readonly subject: Subject;
  readonly sure: boolean;
}

/**
 * The shortest chain of roles for everybody who can reach a goal: first over steps that are certain to goals that are
 * certain, then, for those whom that does not reach, over all. Breadth first, so that loops of roles end.
 */
export function routesTo(goals: readonly Goal[], doorOf: (role: Subject) => Door): readonly RoleChain[] {
  const sure = search(
    goals.filter((goal) => goal.sure),
    doorOf,
    ['yes'],
  );
  const all = search(goals, doorOf, ['yes', 'perhaps']);
  return [
    ...[...sure].map(([subject, path]) => ({ subject, path, sure: true })),
    ...[...all]
      .filter(([subject]) => !sure.has(subject))
      .map(([subject, path]) => ({ subject, path, sure: false })),
  ];
}

/** Nobody is asked about a second role once a chain is found, which keeps large accounts from being all pairs. */
function search(
  goals: readonly Goal[],
  doorOf: (role: Subject) => Door,
  accepted: readonly string[],
): ReadonlyMap<Subject, readonly Subject[]> {
  const atGoal = new Set(goals.map(({ subject }) => subject));
  const paths = new Map<Subject, readonly Subject[]>();
  const queue = [...atGoal];
  // The queue grows while it is read.
  for (const role of queue) {
    const { candidates, admits } = doorOf(role);
    for (const subject of candidates) {
      if (atGoal.has(subject) || paths.has(subject) || !accepted.includes(admits(subject))) continue;
      paths.set(subject, [role, ...(paths.get(role) ?? [])]);
      if (subject.principal.kind === 'role') queue.push(subject);
    }
  }
  return paths;
}
