import { nearest } from '../../adapters/settings/nearest';
import { BadInputError } from '../../core/model/bad-input';
import { type Finding, stepsOf } from '../../core/model/finding';
import type { AnyStep } from '../../core/model/plan';
import { matchesPattern } from '../../core/settings/pattern';

/** A finding with the steps that the operator is asked to approve, and the steps that are left out. */
export interface Chosen {
  readonly finding: Finding;
  readonly steps: readonly AnyStep[];
  /** The first step that destroys data and may not be performed now, and all steps after it. */
  readonly left: readonly AnyStep[];
}

/**
 * The findings about these resources (ids, names, ARNs or finding ids; `*` stands for any characters); all findings
 * when no resources are given.
 * @throws BadInputError for a resource that has no finding
 */
export function aboutResources(
  findings: readonly Finding[],
  patterns: readonly string[] | undefined,
): readonly Finding[] {
  if (patterns === undefined) return findings;
  const fits = (pattern: string, { id, resource }: Finding): boolean =>
    [id, resource.id, resource.arn].some((name) => matchesPattern(pattern, name));
  for (const pattern of patterns)
    if (!findings.some((finding) => fits(pattern, finding))) {
      const guess = nearest(pattern, [...new Set(findings.map(({ resource }) => resource.id))]);
      throw new BadInputError(
        '--resource',
        '',
        `nothing was judged about ${pattern}${guess === undefined ? '' : `; did you mean ${guess}?`}`,
      );
    }
  return findings.filter((finding) => patterns.some((pattern) => fits(pattern, finding)));
}

/** The failing findings that have steps to perform now. */
export function chosen(findings: readonly Finding[], allowDataLoss: boolean): readonly Chosen[] {
  return findings
    .filter(({ status }) => status === 'fail')
    .map((finding) => ({ finding, ...splitSteps(stepsOf(finding), allowDataLoss) }))
    .filter(({ steps }) => steps.length > 0);
}

/**
 * A step that destroys data is performed only when it is allowed and comes first: its precondition (the data has been
 * copied) is for a person to check, which is not possible before the earlier steps have been performed.
 */
function splitSteps(steps: readonly AnyStep[], allowDataLoss: boolean): Omit<Chosen, 'finding'> {
  const end = steps.findIndex(
    ({ approval }, index) => approval === 'data-loss' && !(allowDataLoss && index === 0),
  );
  return end === -1 ? { steps, left: [] } : { steps: steps.slice(0, end), left: steps.slice(end) };
}
