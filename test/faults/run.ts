import { rules } from '../../rules/registry';
import type { Scenario } from '../scenarios/scenario';
import { faultIn, healedAfter, type Injection, injectionsAt } from './kinds';
import { type Left, leftBy } from './state';
import { problemsAtEnd, problemsMeanwhile, problemsWhenGone } from './verdict';
import { hour, type Sabotage, World } from './world';

/** An undisturbed run: what it left behind, and the calls at which something can go wrong. */
export interface Recording {
  readonly left: Left;
  readonly calls: readonly string[];
  readonly injections: readonly Injection[];
}

/** Rounds of waiting until something has to have come to its end: two days of sweeps. */
const maxRounds = 60;

export async function record(scenario: Scenario): Promise<Recording> {
  const world = await World.start(scenario);
  try {
    await finish(world, undefined);
    const left = await leftBy(world);
    const because = `${scenario.rule}, ${scenario.name}: undisturbed`;
    if (left.record?.outcome !== scenario.ends)
      throw new Error(`${because} it ends ${String(left.record?.outcome)}: ${String(left.record?.because)}`);
    const problems = problemsAtEnd(left, left);
    if (problems.length > 0) throw new Error(`${because}: ${problems.join('; ')}`);
    const calls = world.calls.map(({ name }) => name);
    const points = distinctPoints(world);
    const injections = points.flatMap((at) => {
      const call = calls[at] ?? '';
      return injectionsAt(at, call, calls.indexOf(call) === at);
    });
    return { left, calls, injections };
  } finally {
    await world.stop();
  }
}

/** The indexes of calls, those of an invocation left out that does the very same from the same state as one before. */
function distinctPoints({ invocations, calls }: World): readonly number[] {
  const seen = new Set<string>();
  return invocations.flatMap(({ from, to, state }) => {
    const signature = JSON.stringify([state, calls.slice(from, to).map(({ name }) => name)]);
    if (seen.has(signature)) return [];
    seen.add(signature);
    return Array.from({ length: to - from }, (_, offset) => from + offset);
  });
}

/** One run with one fault. Returns what is wrong in the end; nothing when it survived. */
export async function survive(
  scenario: Scenario,
  injection: Injection,
  clean: Left,
  sabotage?: Sabotage,
): Promise<readonly string[]> {
  const world = await World.start(scenario, sabotage);
  const fault = faultIn(world, injection);
  world.intercept = fault.intercept;
  try {
    if (injection.shape === 'lasting') {
      await finish(world, clean, healedAfter);
      const met = fault.met();
      if (met === undefined) return ['the fault met no call'];
      const changing = rules.find(({ meta }) => meta.id === scenario.rule)?.meta.calls ?? [];
      const meanwhile = problemsMeanwhile(await leftBy(world), clean, injection, met, changing);
      if (meanwhile.length > 0) return meanwhile.map((problem) => `meanwhile: ${problem}`);
      fault.heal();
      world.redrive();
    }
    const isGone = injection.kind === 'resource gone';
    await finish(world, isGone ? undefined : clean);
    if (fault.met() === undefined) return ['the fault met no call'];
    const left = await leftBy(world);
    return isGone ? problemsWhenGone(left) : problemsAtEnd(left, clean);
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  } finally {
    await world.stop();
  }
}

/**
 * Lets time go by until the finding has come to its end: messages, follow-ups, redeliveries, sweeps every hour, and a
 * person who approves what is asked. With `withinMs` only so long.
 */
async function finish(world: World, clean: Left | undefined, withinMs = Infinity): Promise<void> {
  const until = world.sandbox.clock.now() + withinMs;
  for (let round = 0; round < maxRounds; round += 1) {
    await world.drain();
    const record = await world.record();
    if (world.isAsking(record) && (await world.approve())) continue;
    const isAtEnd = clean !== undefined && record?.outcome === clean.record?.outcome;
    if (isAtEnd && record?.unpublished !== true) return;
    if (world.sandbox.clock.now() >= until) return;
    const now = world.sandbox.clock.now();
    const retryAt = record?.retryAt === undefined ? now : Date.parse(record.retryAt);
    await world.sandbox.clock.advance(Math.max(hour, Math.min(retryAt - now, withinMs)));
    const handed = await world.sweep();
    if (handed === 0 && retryAt <= now && world.queue('changes').messages.length === 0) return;
  }
  throw new Error('it does not come to its end');
}
