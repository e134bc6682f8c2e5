import type { Subject } from '../principals/subjects';
import type { Assumer } from './assume';

/** Somebody who is not among those that start, and reaches one of them by assuming roles. */
export interface Route {
  readonly subject: Subject;
  /** The roles to assume, in that order; the last one is among those that start. Never empty. */
  readonly path: readonly Subject[];
  /** Whether every step of it can be taken for certain. */
  readonly sure: boolean;
}

/** A principal to reach, and whether it certainly gives what is wanted. */
interface Goal {
  readonly subject: Subject;
  readonly sure: boolean;
}

/**
 * The shortest chain of roles for everybody who can reach a goal: first over steps that are certain to goals that are
 * certain, then, for those whom that does not reach, over all. Breadth first, so that loops of roles end.
 */
export function routesTo(
  goals: readonly Goal[],
  assumers: (role: Subject) => readonly Assumer[],
): readonly Route[] {
  const certain = goals.filter(({ sure }) => sure);
  const sure = search(certain, (role) => assumers(role).filter((one) => one.sure));
  const all = search(goals, assumers);
  return [
    ...[...sure].map(([subject, path]) => ({ subject, path, sure: true })),
    ...[...all]
      .filter(([subject]) => !sure.has(subject))
      .map(([subject, path]) => ({ subject, path, sure: false })),
  ];
}

function search(
  goals: readonly Goal[],
  assumers: (role: Subject) => readonly Assumer[],
): ReadonlyMap<Subject, readonly Subject[]> {
  const atGoal = new Set(goals.map(({ subject }) => subject));
  const paths = new Map<Subject, readonly Subject[]>();
  const queue = [...atGoal];
  // The queue grows while it is read.
  for (const role of queue) {
    if (role.principal.kind !== 'role') continue;
    for (const { subject } of assumers(role)) {
      if (atGoal.has(subject) || paths.has(subject)) continue;
      paths.set(subject, [role, ...(paths.get(role) ?? [])]);
      queue.push(subject);
    }
  }
  return paths;
}
