import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startClock } from './clock';

describe('clock', () => {
  it('runs due tasks in order, each at its own time, including those that they schedule', async () => {
    const clock = startClock('manual', 0);
    const ran: string[] = [];
    clock.after(200, () => void ran.push(`b at ${clock.now()}`));
    clock.after(100, () => {
      ran.push(`a at ${clock.now()}`);
      clock.after(50, () => void ran.push(`c at ${clock.now()}`));
      clock.after(5000, () => void ran.push('too late'));
    });
    await clock.advance(1000);
    expect(ran).toEqual(['a at 100', 'c at 150', 'b at 200']);
    expect(clock.now()).toBe(1000);
  });

  it('runs tasks in time order whatever order they were scheduled in, each once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(1000), { maxLength: 20 }),
        fc.array(fc.nat(400), { minLength: 1, maxLength: 5 }),
        async (delays, steps) => {
          const clock = startClock('manual', 0);
          const ran: number[] = [];
          for (const delay of delays) clock.after(delay, () => void ran.push(delay));
          for (const step of steps) await clock.advance(step);
          const reached = clock.now();
          expect(ran).toEqual(delays.filter((delay) => delay <= reached).sort((a, b) => a - b));
        },
      ),
    );
  });

  it('does not move in manual mode, and runs faster by a factor', async () => {
    const [manual, fast] = [startClock('manual', 0), startClock({ factor: 1000 }, 0)];
    const woken = fast.sleep(20_000).then(() => fast.now());
    expect(await woken).toBeGreaterThanOrEqual(20_000);
    expect(manual.now()).toBe(0);
    fast.stop();
  });

  it('can be advanced in any mode', async () => {
    const clock = startClock('real', 0);
    let done = false;
    clock.after(3_600_000, () => {
      done = true;
    });
    await clock.advance(3_600_000);
    expect(done).toBe(true);
    clock.stop();
  });
});
