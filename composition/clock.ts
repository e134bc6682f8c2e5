import { setTimeout } from 'node:timers/promises';
import type { Ports } from '../core/model/ports';

/** The time, ISO 8601 with milliseconds, and short waits, in ms. */
export type HostClock = Pick<Ports, 'now' | 'pause'>;

export const machineClock: HostClock = {
  now: () => new Date().toISOString(),
  pause: async (ms) => {
    await setTimeout(ms);
  },
};
