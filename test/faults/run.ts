import { stepCalls } from '../../core/model/call';
import { rules } from '../../rules/registry';
import type { Scenario } from '../scenarios/scenario';
import { type ArmedFault, faultIn, type Injection, injectionsAt, lastsMs } from './kinds';
import { explained, intentsIn } from './intents';
import { live } from './live';
import { digest } from './same';
import { changesOf, type Left, leftBy } from './state';
import { problemsAlways, problemsAtEnd, problemsMeanwhile, problemsWhenGone } from './verdict';
import type { Back } from '@palisade/sandbox';
import type { Done } from './replay';
import { type Here, type Sabotage, tickMs, type FaultWork, FaultWorld } from './world';

/** Where a disturbed run can begin: at a call of the undisturbed run during which no other call was in progress. */
interface Point {
  readonly at: number;
  /** The work that the call belongs to, and the world before it. */
  readonly work: FaultWork;
  readonly here: Here;
  /** The account at the call, and the completed calls of the work. */
  readonly back: Back;
  readonly done: readonly Done[];
}

/** The result of a disturbed run. */
interface Survival {
  /** What is wrong at the end; empty if it survived. */
  readonly problems: readonly string[];
  /** It was stopped early, because it reached the same state as an earlier run that ended correctly. */
  readonly isKnown: boolean;
}

/**
 * The matrix of one scenario: the undisturbed run, and disturbed runs that begin with its state before the disturbed
 * invocation.
 *
 * A disturbed run is stopped as soon as its world equals one of a run that ended correctly, because the rest is the
 * same too (see `digest`).
 */
export class Matrix {
  /** The names of the undisturbed run's calls. */
  readonly calls: readonly string[];
  readonly injections: readonly Injection[];
  private readonly world: FaultWorld;
  private readonly clean: Left;
  private readonly points: readonly Point[];
  /** Digests of worlds from which a run ended correctly. */
  private readonly known: Set<string>;

  private constructor(world: FaultWorld, clean: Left, points: readonly Point[], known: readonly string[]) {
    this.world = world;
    this.clean = clean;
    this.points = points;
    this.known = new Set(known);
    const calls = world.calls.map(({ name }) => name);
    this.calls = calls;
    this.injections = calls.flatMap((_, at) => injectionsAt(at, calls));
  }

  /** Runs a scenario undisturbed. @throws Error if it does not end correctly */
  static async record(scenario: Scenario): Promise<Matrix> {
    const world = await FaultWorld.start(scenario);
    const points: Point[] = [];
    const visited: string[] = [];
    await live(world, {}, undefined, async (work) => {
      visited.push(await digestOf(world, work, { ends: true }));
      const here = world.here();
      world.atCall = async (at) => {
        points.push({ at, work, here, back: await world.sandbox.save(), done: [...world.note] });
      };
      return false;
    });
    world.atCall = undefined;
    const clean = await leftBy(world);
    const because = `${scenario.rule}, ${scenario.name}: undisturbed`;
    if (clean.record?.outcome !== scenario.ends)
      throw new Error(
        `${because} it ends ${String(clean.record?.outcome)}: ${String(clean.record?.because)}`,
      );
    const problems = problemsAtEnd(clean, clean);
    if (problems.length > 0) throw new Error(`${because}: ${problems.join('; ')}`);
    return new Matrix(world, clean, points, visited);
  }

  /**
   * One run with one fault.
   * @param isWhole run it to its end, even if the rest is known
   */
  async survive(
    injection: Injection,
    { sabotage, isWhole = false }: { sabotage?: Sabotage; isWhole?: boolean } = {},
  ): Promise<Survival> {
    const { world } = this;
    // A sabotaged world may make other calls before the fault, so nothing can be replayed.
    const point = this.points.findLast(
      ({ at, done }) => at <= injection.at && (sabotage === undefined || done.length === 0),
    );
    if (point === undefined) return { problems: ['there is no such call'], isKnown: false };
    await world.enter(point.here, point.back, point.done);
    const before = world.sabotage;
    if (sabotage !== undefined) world.sabotage = sabotage;
    const fault = faultIn(world, injection);
    world.intercept = fault.intercept;
    try {
      const run = new Run(
        world,
        fault,
        injection,
        this.clean,
        sabotage !== undefined || isWhole ? new Set() : this.known,
      );
      const survival = await run.from(point.work);
      if (survival.problems.length === 0 && sabotage === undefined)
        for (const one of run.visited) this.known.add(one);
      return survival;
    } catch (error) {
      return {
        problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
        isKnown: false,
      };
    } finally {
      world.sabotage = before;
    }
  }

  stop(): Promise<void> {
    return this.world.stop();
  }
}

/** One run with one fault, in a world where the fault is ready to be injected. */
class Run {
  /** Digests of the worlds of this run. */
  readonly visited: string[] = [];
  private readonly world: FaultWorld;
  private readonly fault: ArmedFault;
  private readonly injection: Injection;
  private readonly clean: Left;
  private readonly known: ReadonlySet<string>;

  constructor(
    world: FaultWorld,
    fault: ArmedFault,
    injection: Injection,
    clean: Left,
    known: ReadonlySet<string>,
  ) {
    this.world = world;
    this.fault = fault;
    this.injection = injection;
    this.clean = clean;
    this.known = known;
  }

  async from(work: FaultWork): Promise<Survival> {
    const { world, fault, injection, clean } = this;
    const { kind, shape } = injection;
    let first: FaultWork | undefined = work;
    if (shape === 'lasting') {
      const at = world.sandbox.clock.now() + lastsMs(injection);
      const isKnown = await live(world, { clean, at }, first, (next) =>
        this.isKnown(next, { kind, call: fault.met(), for: ticks(at - world.sandbox.clock.now()) }),
      );
      if (isKnown) return this.joined();
      const met = fault.met();
      if (met === undefined) return { problems: ['the fault met no call'], isKnown: false };
      const judging = rules.find(({ meta }) => meta.id === world.scenario.rule);
      const changing = judging === undefined ? [] : stepCalls(judging);
      const meanwhile = problemsMeanwhile(await leftBy(world), clean, injection, met, changing);
      if (meanwhile.length > 0)
        return { problems: meanwhile.map((problem) => `meanwhile: ${problem}`), isKnown: false };
      fault.heal();
      world.redrive();
      first = undefined;
    }
    const isGone = kind === 'resource gone';
    const isKnown = await live(world, { clean: isGone ? undefined : clean }, first, (next) =>
      this.isKnown(next, { ends: !isGone }),
    );
    if (isKnown) return this.joined();
    if (fault.met() === undefined) return { problems: ['the fault met no call'], isKnown: false };
    const left = await leftBy(world);
    return { problems: isGone ? problemsWhenGone(left) : problemsAtEnd(left, clean), isKnown: false };
  }

  /** Whether the rest of the run is known. */
  private async isKnown(work: FaultWork, towards: object): Promise<boolean> {
    const { world, fault } = this;
    // Effects of the fault that are still to come are not in the digest.
    if (fault.met() === undefined || world.sandbox.clock.now() <= world.staleUntil) return false;
    const now = await digestOf(world, work, towards);
    if (this.known.has(now)) return true;
    this.visited.push(now);
    return false;
  }

  /** The rest is correct; this checks the part of the run before it. */
  private async joined(): Promise<Survival> {
    return { problems: problemsAlways({ ...(await leftBy(this.world)), waiting: 0 }), isKnown: true };
  }
}

/** @param towards the state that the run has to reach, and the lasting fault, if there is one */
async function digestOf(world: FaultWorld, work: FaultWork, towards: object): Promise<string> {
  const { sandbox, isNewestFirst } = world;
  const contents = await sandbox.contents();
  const { left } = explained(intentsIn(contents), changesOf(sandbox));
  const messages = work.kind === 'batch' ? work.messages.map(({ MessageId }) => MessageId) : [];
  return digest(contents, sandbox.clock.now(), tickMs, {
    towards,
    work: work.kind === 'batch' ? work.kind : work,
    messages,
    redriven: world.redriven,
    isNewestFirst,
    intents: left,
  });
}

function ticks(ms: number): number {
  return Math.ceil(ms / tickMs);
}
