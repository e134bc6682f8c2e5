export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/**
 * A time of the week. `from` and `to` are minutes of the day in `timezone` (an IANA name); where `to` is not after
 * `from` it is on the day after. The days are those on which it begins.
 */
export interface MaintenanceWindow {
  readonly days: readonly Weekday[];
  readonly from: number;
  readonly to: number;
  readonly timezone: string;
}

const minuteMs = 60_000;
const dayMinutes = 1_440;
/** No window is shorter than twice this, so that a search in such steps meets every one. */
const strideMs = 15 * minuteMs;
/** A weekly window can fall into the hour that daylight saving time leaves out: then it is the week after. */
const horizonMs = 15 * dayMinutes * minuteMs;

/**
 * When one of the windows is open for the first time from `at` on (both ISO 8601): `at` itself where one is open then.
 * `undefined` where there is none to open. What a local time is comes from the runtime's time zone data.
 */
export function nextOpening(windows: readonly MaintenanceWindow[], at: string): string | undefined {
  const clocks = windows.map((window) => ({ window, localTime: clockIn(window.timezone) }));
  const isOpen = (ms: number): boolean =>
    clocks.some(({ window, localTime }) => isWithin(window, localTime(ms)));
  const start = Date.parse(at);
  if (isOpen(start)) return at;
  for (let ms = start + strideMs; ms <= start + horizonMs; ms += strideMs) {
    if (!isOpen(ms)) continue;
    // It opened at a full minute since the last look.
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

/** Whether the runtime knows a time zone of this name. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** `01:30` as 90; `24:00`, the end of the day, as 1440; `undefined` for anything else. */
export function minuteOf(text: string): number | undefined {
  const match = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text);
  if (match === null) return undefined;
  const minute = Number(match[1]) * 60 + Number(match[2]);
  return minute <= dayMinutes ? minute : undefined;
}
