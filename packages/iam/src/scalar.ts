/** An interval of the number line. Open ends are not part of it. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly lowOpen: boolean;
  readonly highOpen: boolean;
}

/** A plain decimal number of at most 15 digits, which a double holds well enough to compare; otherwise null. */
export function parseNumber(text: string): number | null {
  if (!/^[+-]?\d+(?:\.\d+)?$/.test(text) || text.replace(/\D/g, '').length > 15) return null;
  return Number(text);
}

const iso = /^(\d{4})-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d))?)?$/;

/** 0 for `Z` and when there is no zone: a text without digits gives 0. */
function offsetMinutes(zone: string): number {
  const digits = zone.replace(':', '');
  return (digits.startsWith('-') ? -1 : 1) * (Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5)));
}

/**
 * Milliseconds since 1970 of an ISO 8601 date or of seconds since 1970 (5 digits or more: four could be a year).
 * Null for anything else.
 */
export function parseDate(text: string): number | null {
  if (/^\d{5,12}(?:\.\d{1,3})?$/.test(text)) return Number(text) * 1000;
  const match = iso.exec(text);
  if (match === null) return null;
  const [, year = '', month = '', day = '01', hour = '', minute = '', second = '', fraction = '', zone = ''] =
    match;
  const limits = [
    [month, 1, 12],
    [day, 1, 31],
    [hour, 0, 23],
    [minute, 0, 59],
    [second, 0, 60],
  ] as const;
  if (limits.some(([part, low, high]) => Number(part) < low || Number(part) > high)) return null;
  const whole = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return whole + Math.floor(Number(`0${fraction}`) * 1000) - offsetMinutes(zone) * 60_000;
}

/** ISO 8601 in UTC, without a fraction when it is zero. */
export function formatDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}

export function inInterval(interval: Interval, value: number): boolean {
  return (
    (interval.lowOpen ? value > interval.low : value >= interval.low) &&
    (interval.highOpen ? value < interval.high : value <= interval.high)
  );
}
