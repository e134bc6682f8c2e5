import { print } from '../faults/print';
import { storm } from './storm';

/** Ten thousand events on a thousand resources. Prints the figures; 1 where they are not what they have to be. */
async function main(): Promise<void> {
  const heap: number[] = [];
  const measure = (): void => {
    globalThis.gc?.();
    heap.push(process.memoryUsage().heapUsed / 1_000_000);
  };
  const size = {
    resources: Number(process.env['STORM_RESOURCES'] ?? 1_000),
    events: Number(process.env['STORM_EVENTS'] ?? 10_000),
    callsPerSecond: 100,
  };
  const figures = await storm(size, measure);
  measure();
  const [half = 0, end = 0] = heap;
  print(
    `${figures.events} events on ${figures.resources} resources, ${figures.passes} invocations with work`,
  );
  print(`evaluations for each resource and rule: ${figures.evaluationsEach.toFixed(2)} (at most 1.5)`);
  print(`AWS calls: ${figures.calls}, throttled at ${size.callsPerSecond} a second: ${figures.throttled}`);
  print(`messages delivered again: ${figures.redelivered}, lost: ${figures.lost} (0)`);
  print(`heap after half of it: ${half.toFixed(0)} MB, at the end: ${end.toFixed(0)} MB`);
  print(`${figures.seconds.toFixed(0)} s`);
  if (figures.evaluationsEach > 1.5 || figures.lost > 0) process.exitCode = 1;
}

void main();
