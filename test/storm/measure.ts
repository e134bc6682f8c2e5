import { print } from '../faults/print';
import { type Figures, storm } from './storm';

/** The upper limit of each figure. */
const limits = { verdictsEach: 1.5, missed: 0, lost: 0, throttledShare: 0.1, heapGrowth: 1.2 };

/** Ten thousand events on a thousand resources. Prints the figures; exits with 1 if one is above its limit. */
async function main(): Promise<void> {
  const resources = Number(process.env['STORM_RESOURCES'] ?? 1_000);
  const events = Number(process.env['STORM_EVENTS'] ?? 10_000);
  // DynamoDB's rate is the on-demand default of a new table; the rates of control planes vary around the other.
  const callsPerSecond = { dynamodb: 4_000, others: 50 };
  const heap: number[] = [];
  const figures = await storm({ resources, events, callsPerSecond }, (done, of) => {
    if (done % Math.ceil(of / 5) !== 0) return;
    globalThis.gc?.();
    heap.push(process.memoryUsage().heapUsed / 1_000_000);
  });
  const calls = [...figures.calls.values()].reduce((a, b) => a + b, 0);
  print(`${events} events on ${resources} resources, ${figures.seconds.toFixed(0)} s`);
  print(
    [
      line('verdicts for each rule and resource', figures.verdictsEach.toFixed(2), limits.verdictsEach),
      line('pairs of rule and resource without one', figures.missed.length, limits.missed),
      line('messages lost', figures.lost, limits.lost),
      line(
        'share of calls that were throttled',
        (figures.throttled / calls).toFixed(3),
        limits.throttledShare,
      ),
      line('heap at the end over that after a fifth', growthOf(heap).toFixed(2), limits.heapGrowth),
    ].join('\n'),
  );
  print(details(figures, calls, heap));
  const isGood =
    figures.verdictsEach <= limits.verdictsEach &&
    figures.missed.length <= limits.missed &&
    figures.lost <= limits.lost &&
    figures.throttled / calls <= limits.throttledShare &&
    growthOf(heap) <= limits.heapGrowth;
  if (!isGood) process.exitCode = 1;
}

function line(what: string, figure: number | string, limit: number): string {
  return `  ${what.padEnd(45)} ${String(figure).padStart(6)}  (at most ${limit})`;
}

function growthOf(heap: readonly number[]): number {
  return (heap.at(-1) ?? 0) / (heap[0] ?? 1);
}

function details(figures: Figures, calls: number, heap: readonly number[]): string {
  const most = [...figures.calls].sort(([, a], [, b]) => b - a).slice(0, 5);
  return [
    `  ${figures.pairs} pairs of rule and resource; invocations that judged a resource, each: ${figures.visitsEach.toFixed(2)}`,
    `  ${figures.failing} findings were handled; further verdicts before and after their steps: ${figures.furtherVerdicts}`,
    `  ${figures.invocations} invocations; messages returned because of read claims elsewhere: ${figures.redelivered}`,
    `  ${calls} AWS calls: ${most.map(([name, count]) => `${count} ${name}`).join(', ')}, …`,
    `  heap in MB, after every fifth of the batches: ${heap.map((mb) => mb.toFixed(0)).join(', ')}`,
  ].join('\n');
}

void main();
