import type { Sandbox } from '@palisade/sandbox';
import type { AwsClients } from '../../adapters/aws/clients';
import { type Interceptor, type LogicalCall, workerClients, type WorkerClients } from './calls';
import { type Done, noting, replaying } from './replay';

/** The process was killed at a call. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** How an invocation ended: with an answer, or without one, because it threw or was killed. */
type Ended<T> = { readonly answer: T } | { readonly answer?: never; readonly because: string };

/** Hooks into the calls of an invocation. */
export interface Course {
  readonly intercept: Interceptor;
  /** Called for every call at its first attempt, which gives the call its index. */
  readonly counted: LogicalCall[];
  /** Called if the call with this index, which has just begun, is the only one in progress. */
  readonly atCall?: (index: number) => Promise<void>;
  /** Calls that are completed already: they are not made again. */
  readonly replay?: readonly Done[];
  /** Called for every completed call. */
  readonly note?: Done[];
}

/** Execution environments, each of which runs one invocation at a time, and is lost when it is killed. */
export class Workers {
  private readonly idle: WorkerClients[] = [];
  private readonly sandbox: Sandbox;
  private readonly callMs: number;

  /** @param callMs the duration of a call in the account's time (ms) */
  constructor(sandbox: Sandbox, callMs: number) {
    this.sandbox = sandbox;
    this.callMs = callMs;
  }

  /** One invocation. */
  async run<T>(
    work: (clients: AwsClients) => Promise<T>,
    { intercept, counted, ...more }: Course,
  ): Promise<Ended<T>> {
    const worker = this.idle.pop() ?? workerClients(this.sandbox);
    worker.refresh();
    let die: () => void = () => undefined;
    const life: { isOver: boolean } = { isOver: false };
    const hasEnded = (): boolean => life.isOver;
    const death = new Promise<Ended<T>>((resolve) => {
      die = () => {
        life.isOver = true;
        resolve({ because: 'the process was killed' });
      };
    });
    const begin = async (call: LogicalCall): Promise<void> => {
      counted.push(call);
      await this.sandbox.clock.advance(this.callMs);
    };
    const { line } = worker;
    line.nextIndex = () => counted.length;
    line.around =
      more.replay === undefined
        ? noting(more.note ?? [])
        : replaying(more.replay, (name) => begin({ name, index: counted.length }));
    line.intercept = async (call, attempt, send) => {
      if (hasEnded()) return never();
      if (attempt === 1 && line.open === 1) await more.atCall?.(call.index);
      if (attempt === 1) await begin(call);
      else await this.sandbox.clock.advance(this.callMs);
      if (hasEnded()) return never();
      const answer = await intercept(call, attempt, send).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
        die();
        return never();
      });
      // Nobody gets an answer that comes after the process was killed.
      return hasEnded() ? never() : answer;
    };
    const run = work(worker.clients).then(
      (answer) => ({ answer }),
      (error: unknown) => ({ because: error instanceof Error ? error.message : String(error) }),
    );
    const ended = await Promise.race([death, run]);
    await untilIdle(worker, hasEnded());
    if (!hasEnded()) this.idle.push(worker);
    return ended;
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

/** Waits for all requests, even those whose result nobody needs because another of several reads has failed. */
async function untilIdle({ inFlight, line }: WorkerClients, isDead: boolean): Promise<void> {
  for (let idle = 0; idle < 2; idle += 1) {
    await new Promise(setImmediate);
    // Calls of a killed process never end.
    if (inFlight.size > 0 || (line.open > 0 && !isDead)) idle = -1;
  }
}
