export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** The ISO 8601 time `ms` after `now`. */
export function later(now: string, ms: number): string {
  return new Date(Date.parse(now) + ms).toISOString();
}

/** The milliseconds from `now` until `time`, never negative. */
export function msUntil(time: string, now: string): number {
  return Math.max(0, Date.parse(time) - Date.parse(now));
}
