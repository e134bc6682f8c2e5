/** Parses any of AWS's three timestamp formats; undefined if the text has none of them. */
export function parseTimestamp(value: unknown): Date | undefined {
  const parsed =
    typeof value === 'number'
      ? new Date(value * 1000)
      : typeof value === 'string'
        ? new Date(/^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : value)
        : undefined;
  return parsed === undefined || Number.isNaN(parsed.getTime()) ? undefined : parsed;
}

/** Seconds with a fraction for milliseconds, as in the JSON protocols. */
export function epochSeconds(date: Date): number {
  return date.getTime() / 1000;
}
