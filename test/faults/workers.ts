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

/** What happens to the calls of an invocation. */
export interface Course {
  readonly intercept: Interceptor;
  /** Told of every call when it is first attempted, so that calls have indexes. */
  readonly counted: LogicalCall[];
  /** Told where nothing but the call with this index, which has just begun, is under way. */
  readonly atCall?: (index: number) => Promise<void>;
  /** What has been done already: it is not done again. */
  readonly replay?: readonly Done[];
  /** Told of what is done. */
  readonly note?: Done[];
}

/** Execution environments that run one invocation after the other, and are lost when they are killed. */
export class Workers {
  private readonly idle: WorkerClients[] = [];
  private readonly sandbox: Sandbox;
  private readonly callMs: number;

  /** @param callMs what a call takes of the account's time (ms) */
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
      // An answer that comes after the death of the process reaches nobody.
      return hasEnded() ? never() : answer;
    };
    const run = work(worker.clients).then(
      (answer) => ({ answer }),
      (error: unknown) => ({ because: error instanceof Error ? error.message : String(error) }),
    );
    const ended = await Promise.race([death, run]);
    await quiet(worker, hasEnded());
    if (!hasEnded()) this.idle.push(worker);
    return ended;
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

/** Until what was sent is done, also what nobody waits for any more: where one of several reads fails, the others go on. */
async function quiet({ underway, line }: WorkerClients, isDead: boolean): Promise<void> {
  for (let idle = 0; idle < 2; idle += 1) {
    await new Promise(setImmediate);
    // Calls of a dead process never end.
    if (underway.size > 0 || (line.open > 0 && !isDead)) idle = -1;
  }
}
