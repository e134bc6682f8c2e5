export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/**
 * A time of the week. `from` and `to` are minutes of the day in `timezone` (an IANA name); a `to` that is not after
 * `from` is on the next day. `days` are those on which the window begins.
 */
export interface MaintenanceWindow {
  readonly days: readonly Weekday[];
  readonly from: number;
  readonly to: number;
  readonly timezone: string;
}

const minuteMs = 60_000;
const dayMinutes = 1_440;
/** The search step. No window is shorter than twice this, so the search finds every one. */
const strideMs = 15 * minuteMs;
/**
 * How far to search: if a weekly window falls into the hour skipped for daylight saving time, the next is a week
 * later.
 */
const horizonMs = 15 * dayMinutes * minuteMs;

/**
 * The first moment from `at` on at which a window is open (both ISO 8601): `at` itself if one is open then,
 * `undefined` if none ever opens. Local times come from the runtime's time zone data.
 */
export function nextOpening(windows: readonly MaintenanceWindow[], at: string): string | undefined {
  const clocks = windows.map((window) => ({ window, localTime: clockIn(window.timezone) }));
  const isOpen = (ms: number): boolean =>
    clocks.some(({ window, localTime }) => isWithin(window, localTime(ms)));
  const start = Date.parse(at);
  if (isOpen(start)) return at;
  for (let ms = start + strideMs; ms <= start + horizonMs; ms += strideMs) {
    if (!isOpen(ms)) continue;
    // It opened at a full minute after the previous step.
    let opening = Math.floor(ms / minuteMs) * minuteMs;
    while (opening - minuteMs > start && isOpen(opening - minuteMs)) opening -= minuteMs;
    return new Date(opening).toISOString();
  }
  return undefined;
}

interface LocalTime {
  readonly day: number;
  readonly minute: number;
}

function isWithin({ days, from, to }: MaintenanceWindow, { day, minute }: LocalTime): boolean {
  const beginsOn = (index: number): boolean => days.some((name) => name === weekdays[(index + 7) % 7]);
  if (to > from) return beginsOn(day) && minute >= from && minute < to;
  return (beginsOn(day) && minute >= from) || (beginsOn(day - 1) && minute < to);
}

function clockIn(timezone: string): (ms: number) => LocalTime {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (ms) => {
    const parts = new Map(format.formatToParts(new Date(ms)).map(({ type, value }) => [type, value]));
    const name = parts.get('weekday')?.toLowerCase() ?? '';
    return {
      day: weekdays.findIndex((day) => day === name),
      minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
    };
  };
}

/** Whether the runtime has a time zone of this name. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The minute of the day of `01:30` (90) or `24:00` (1440, the end of the day); `undefined` for any other text. */
export function minuteOf(text: string): number | undefined {
  const match = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text);
  if (match === null) return undefined;
  const minute = Number(match[1]) * 60 + Number(match[2]);
  return minute <= dayMinutes ? minute : undefined;
}
