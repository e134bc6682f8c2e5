import { setTimeout } from 'node:timers/promises';
import type { Ports } from '../core/ports';

/** The time, ISO 8601 with milliseconds, and short waits (ms). */
export type Clock = Pick<Ports, 'now' | 'pause'>;

export const machineClock: Clock = {
  now: () => new Date().toISOString(),
  pause: async (ms) => {
    await setTimeout(ms);
  },
};
