const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The milliseconds of `90s`, `30m`, `4h` or `2d`; `undefined` for any other text. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,6})([smhd])$/.exec(text);
  const unit = units[match?.[2] ?? ''];
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}

/** A duration in ms for people, in the largest unit that fits, with at most one decimal. */
export function describeDuration(ms: number): string {
  for (const [name, size] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
  ] as const)
    if (ms >= size) return `${Math.round((ms / size) * 10) / 10}${name}`;
  return `${Math.ceil(ms / 1_000)}s`;
}
