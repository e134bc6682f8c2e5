import { COLON, isEverything, isStar, ONE, type Pattern, SEGMENT_ONE, SEGMENT_STAR, STAR } from './glob';

const PARTS = 6;

/** The number of colon-separated parts of the pattern; everything after the fifth colon is one part. */
export function partCount(pattern: Pattern): number {
  let colons = 0;
  for (const token of pattern) if (token === COLON) colons += 1;
  return Math.min(colons + 1, PARTS);
}

/** The same pattern with wildcards that stay within their part, except in the last part, which may have colons. */
export function partwise(pattern: Pattern): Pattern {
  const tokens: number[] = [];
  let colons = 0;
  let changed = false;
  for (const token of pattern) {
    if (token === COLON) colons += 1;
    const confined = colons < PARTS - 1 && (token === STAR || token === ONE);
    changed ||= confined;
    tokens.push(confined ? (token === STAR ? SEGMENT_STAR : SEGMENT_ONE) : token);
  }
  return changed ? tokens : pattern;
}

/** Completes an ARN that lacks parts with wildcards, as AWS does. */
function completed(pattern: Pattern): Pattern {
  const tokens = [...partwise(pattern)];
  // A star before the last part cannot cross a colon anyway: the parts after it need all of them.
  for (let part = partCount(pattern); part < PARTS; part += 1) tokens.push(COLON, STAR);
  return tokens;
}

/** Two readings of a Resource pattern, because AWS does not document whether `*` may match a colon. */
interface ResourceReadings {
  /** Matches everything that may match: for what must not be missed. */
  readonly over: readonly Pattern[];
  /** Matches only what certainly matches: for what may be relied on. */
  readonly under: readonly Pattern[];
}

function resourceReadings(pattern: Pattern): ResourceReadings {
  if (isEverything(pattern)) return { over: [pattern], under: [pattern] };
  if (partCount(pattern) === PARTS) return { over: [pattern], under: [partwise(pattern)] };
  return isStar(pattern.at(-1) ?? COLON)
    ? { over: [pattern], under: [completed(pattern)] }
    : { over: [pattern, completed(pattern)], under: [] };
}

/** A condition on the resource: it matches one of the patterns or, for NotResource (`except`), none of them. */
export interface ResourceAtom {
  readonly patterns: readonly Pattern[];
  readonly except: boolean;
}

/** Both readings of a statement's resources. NotResource matches most where its patterns match least. */
export function resourceAtoms(
  patterns: readonly Pattern[],
  except: boolean,
): { readonly over: ResourceAtom; readonly under: ResourceAtom } {
  const readings = patterns.map(resourceReadings);
  const over = { patterns: readings.flatMap((reading) => reading.over), except };
  const under = { patterns: readings.flatMap((reading) => reading.under), except };
  return except ? { over: under, under: over } : { over, under };
}
