import type { Answer, Perimeter, PolicySet, Problem } from '../iam';
import { identityOf } from '../principals/assemble';
import type { Subject } from '../principals/subjects';
import type { Place } from '../resource';
import { partitionOf } from '../resource';
import { createTagless } from './tags';

export const opening = 'sagemaker:CreatePresignedNotebookInstanceUrl';

/** Somebody who may open a notebook instance with permissions of their own. */
export interface Direct {
  readonly subject: Subject;
  /** False where it depends on what was not read or could not be decided, which `missing` says. */
  readonly sure: boolean;
  readonly missing: readonly string[];
  readonly answer: Answer;
}

/** A principal that can open some notebook instance, with the engine's answers, one a notebook. */
interface Candidate {
  readonly subject: Subject;
  readonly answers: readonly Answer[];
  /** The same under the assumption that no tag helps; absent where no policy looks at tags. */
  readonly strict: readonly Answer[] | undefined;
}

interface Status {
  readonly sure: boolean;
  readonly missing: readonly string[];
}

/**
 * Who can open each notebook instance. The pattern over all of them is asked first, which discards nearly everybody;
 * the rest is asked once for all notebooks, and principals with the same policies share the engine's answers.
 *
 * @param perimeter only tells from where; whether somebody can open it does not depend on it
 */
export function createDirect(
  everybody: readonly Subject[],
  arns: readonly string[],
  perimeter: Perimeter,
  { account, region }: Place,
): (arn: string) => readonly Direct[] {
  const actions = [opening];
  const any = [`arn:${partitionOf(region)}:sagemaker:${region}:${account}:notebook-instance/*`];
  const tagless = createTagless();
  const ask = (subject: Subject, policies: PolicySet, resources: readonly string[]): readonly Answer[] => {
    const problem: Problem = {
      principal: identityOf(subject.principal),
      policies,
      actions,
      resources,
      perimeter,
    };
    return subject.engine.decide(problem);
  };

  const candidates = everybody.flatMap((subject): Candidate[] => {
    const { policies, missing } = subject.applied;
    const [first] = ask(subject, policies, any);
    if (missing.length === 0 && (first === undefined || isClosed(first))) return [];
    const strict = tagless(policies);
    return [
      {
        subject,
        answers: ask(subject, policies, arns),
        strict: strict === undefined ? undefined : ask(subject, strict, arns),
      },
    ];
  });

  // Principals with the same policies have the very same answers.
  const known = new Map<readonly Answer[], (Status | null)[]>();
  const statusOf = ({ subject, answers, strict }: Candidate, index: number): Status | null => {
    const { missing } = subject.applied;
    if (missing.length > 0) return { sure: false, missing };
    const statuses = known.get(answers) ?? [];
    known.set(answers, statuses);
    return (statuses[index] ??= status(answers[index], strict?.[index]) ?? null);
  };

  return (arn) => {
    const index = arns.indexOf(arn);
    return candidates.flatMap((candidate) => {
      const found = statusOf(candidate, index);
      const answer = candidate.answers[index];
      return found === null || answer === undefined ? [] : [{ subject: candidate.subject, answer, ...found }];
    });
  };
}

function isClosed({ outside, inside }: Answer): boolean {
  return outside.status === 'unreachable' && inside.status === 'unreachable';
}

function isOpen({ outside, inside }: Answer): boolean {
  return outside.status === 'reachable' || inside.status === 'reachable';
}

function status(answer: Answer | undefined, strict: Answer | undefined): Status | null {
  if (answer === undefined || isClosed(answer)) return null;
  if (isOpen(answer))
    return strict === undefined || isOpen(strict)
      ? { sure: true, missing: [] }
      : { sure: false, missing: ["the notebook's tags, which a policy looks at and which were not read"] };
  const undecided = [answer.outside, answer.inside].flatMap((region) =>
    region.status === 'unknown' ? region.missing : [],
  );
  return { sure: false, missing: [...new Set(undecided)] };
}
