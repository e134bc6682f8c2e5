import { type AskedUndo, type Operated, undo } from '../../core/engine';
import type { Io } from '../io';
import type { OperatorPorts } from './operator-ports';

/** Between two attempts while a resource is in transition (ms). */
const pollMs = 10_000;

interface Patience extends Pick<AskedUndo, 'shown'> {
  readonly io: Io;
  /** How long to keep trying (ms); the same command later continues. */
  readonly waitMs: number;
  /** Called with the reason for each wait. */
  readonly waiting?: (because: string) => void;
}

/**
 * Undoes what was done about a finding, trying again while a resource is in transition: a notebook has to stop before
 * it can be changed, which takes minutes.
 */
export async function takeBackAndWait(
  ports: OperatorPorts,
  id: string,
  by: string,
  { io, waitMs, waiting, shown }: Patience,
): Promise<Operated> {
  const deadline = Date.parse(io.now()) + waitMs;
  for (;;) {
    const result = await undo(ports, id, by, { shown });
    if (result.status === 'done' || result.isBegun !== true) return result;
    if (Date.parse(io.now()) >= deadline || io.signal.aborted) return result;
    waiting?.(result.because);
    await io.pause(pollMs);
  }
}
