import type { Injection } from './kinds';

/**
 * One fault of every class: of all calls of the same name in a scenario, one gets each kind of fault in each shape.
 * The next `rotation` takes the next call of each class, so that runs with growing rotations cover all of them.
 */
export function sampled(injections: readonly Injection[], rotation: number): readonly Injection[] {
  const classes = new Map<string, Injection[]>();
  for (const injection of injections) {
    const { call, kind, shape } = injection;
    const key = `${call} ${kind} ${shape}`;
    classes.set(key, [...(classes.get(key) ?? []), injection]);
  }
  return [...classes.values()].flatMap((alike) => alike[rotation % alike.length] ?? []);
}
