import { type Operated, undo } from '../../core/engine';
import type { Io } from '../io';
import type { OperatorPorts } from './operator-ports';

/** Between two tries while a resource is in transition (ms). */
const pollMs = 10_000;

/**
 * Undoes what was done about a finding, and goes on while a resource is in transition: a notebook has to stop before it
 * can be changed, which takes minutes.
 * @param waitMs for so long; the same again later continues it
 * @param waiting told what is waited for
 */
export async function takeBack(
  ports: OperatorPorts,
  id: string,
  by: string,
  {
    io,
    waitMs,
    waiting,
  }: { readonly io: Io; readonly waitMs: number; readonly waiting?: (because: string) => void },
): Promise<Operated> {
  const deadline = Date.parse(io.now()) + waitMs;
  for (;;) {
    const result = await undo(ports, id, by);
    if (result.status === 'done' || result.isBegun !== true) return result;
    if (Date.parse(io.now()) >= deadline || io.signal.aborted) return result;
    waiting?.(result.because);
    await io.pause(pollMs);
  }
}
