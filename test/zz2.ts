import { scenarios } from './scenarios';
import { record, survive } from './faults/run';
async function main() {
  const scenario = scenarios[Number(process.argv[2] ?? 4)]!;
  const t0 = performance.now();
  const rec = await record(scenario);
  console.log('record', performance.now() - t0, rec.calls.length, rec.injections.length);
  for (const i of rec.injections.filter((_, k) => k % Number(process.argv[3] ?? 12) === 0)) {
    const t = performance.now();
    const c0 = process.cpuUsage();
    const p = await survive(scenario, i, rec.left);
    const c = process.cpuUsage(c0);
    console.log(
      JSON.stringify(i),
      'wall',
      (performance.now() - t).toFixed(0),
      'cpu',
      (c.user + c.system) / 1000,
      p.join('\n'),
    );
  }
}
void main();
