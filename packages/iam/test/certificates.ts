import { lineOf, seek } from '../certificate';
import { check } from '../certify/check';
import type { Certificate } from '../certify/check';
import type { PolicySet, Problem } from '../src';

/** The search for certificates may give up, which proves nothing and is counted. */
export const noneFound = 'none was found';

/** Why there is no certificate that the checker accepts, after a journey as JSON; null when there is one. */
export function uncertified(
  problem: Problem,
  asked: Omit<Certificate, 'proof'>,
  before: PolicySet | null = null,
): string | null {
  const line = lineOf(problem, before);
  const found = seek(line, asked);
  return found === null ? noneFound : check(line, JSON.parse(JSON.stringify(found)) as Certificate);
}
