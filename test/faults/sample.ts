import type { Injection } from './kinds';

/**
 * One fault of every second class. A class is a call of a scenario by its name, a kind of fault and a shape. The next
 * `rotation` takes the other classes, and the one after that the next call of each, so that runs with growing rotations
 * cover all of them.
 */
export function sampled(injections: readonly Injection[], rotation: number): readonly Injection[] {
  const classes = new Map<string, Injection[]>();
  for (const injection of injections) {
    const { call, kind, shape } = injection;
    const key = `${call} ${kind} ${shape}`;
    classes.set(key, [...(classes.get(key) ?? []), injection]);
  }
  const turn = Math.floor(rotation / 2);
  return [...classes.values()]
    .filter((_, index) => index % 2 === rotation % 2)
    .flatMap((alike) => alike[turn % alike.length] ?? []);
}
