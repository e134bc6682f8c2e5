import { type Atom, holds } from './condition';
import { type Dimension, group } from './dimension';
import { momentForm } from './forms';
import { accepts, isEverything, onlyText } from './glob';
import type { Meter } from './meter';
import { splitTexts } from './product';
import { formatDate, parseDate } from './scalar';

/** Both tell the moment of the request. */
export const timeKeys = ['aws:currenttime', 'aws:epochtime'] as const;

const SECOND = 1000;
const DAY = 86_400 * SECOND;
/** The first and the last moment with a year of four digits since 1970. */
const FIRST = 0;
const LAST = Date.UTC(9999, 11, 31);

export function currentTime(moment: number): string {
  return formatDate(moment);
}

export function epochTime(moment: number): string {
  return String(moment / SECOND);
}

/** The moments at which a condition on one of the keys changes, and whether these are all. */
function turns(atom: Atom, meter: Meter): { readonly moments: readonly number[]; readonly all: boolean } {
  const { key, matcher } = atom;
  if (matcher.kind === 'dates' || (matcher.kind === 'numbers' && key === 'aws:epochtime')) {
    const unit = matcher.kind === 'dates' ? 1 : SECOND;
    const ends = matcher.intervals.flatMap(({ low, high }) => [low, high].filter(Number.isFinite));
    return { moments: ends.map((end) => end * unit), all: ends.every((end) => Number.isInteger(end * unit)) };
  }
  if (matcher.kind !== 'patterns') return { moments: [], all: true };
  const columns = matcher.patterns.filter((pattern) => !isEverything(pattern)).map((pattern) => [pattern]);
  const found = splitTexts(momentForm, columns, meter);
  const matching = found.examples.filter((text) =>
    matcher.patterns.some((pattern) => accepts(pattern, text)),
  );
  const moments = matching.map(parseDate).filter((moment) => moment !== null);
  // Of the moments that match a text with wildcards, one is tried.
  const all = matcher.patterns.every((pattern) => isEverything(pattern) || onlyText(pattern) !== null);
  return { moments, all: found.complete && (all || matching.length === 0) };
}

/** The whole second in the middle, if there is one. */
function middle(low: number, high: number): number {
  const whole = Math.floor((low + high) / 2 / SECOND) * SECOND;
  return whole > low ? whole : Math.floor((low + high) / 2);
}

/**
 * The moments that the conditions tell apart, not before `now`. The masks of the conditions on `aws:EpochTime` follow
 * those on `aws:CurrentTime`.
 */
export function cutTime(
  current: readonly Atom[],
  epoch: readonly Atom[],
  now: number | null,
  meter: Meter,
): Dimension<number> {
  const found = [...current, ...epoch].map((atom) => turns(atom, meter));
  const points = [...new Set(found.flatMap(({ moments }) => moments))]
    .filter((moment) => moment >= FIRST && moment <= LAST)
    .sort((a, b) => a - b);
  const start = now ?? Math.max(FIRST, (points[0] ?? Date.UTC(2026, 11, 1)) - DAY);
  const later = [start, ...points.filter((point) => point > start)];
  const moments = later.flatMap((point, index) => {
    const between = middle(point, later[index + 1] ?? point + 2 * DAY);
    return between > point ? [point, between] : [point];
  });
  const questions = [
    ...current.map((atom) => (moment: number) => holds(atom, currentTime(moment), meter)),
    ...epoch.map((atom) => (moment: number) => holds(atom, epochTime(moment), meter)),
  ];
  return group(
    moments,
    questions,
    found.every(({ all }) => all),
    meter,
  );
}
