import { type Answer, nameOf, type Perimeter, type PolicySet } from '@palisade/iam';
import { identityOf } from '../principals/assemble';
import type { Subject } from '../principals/subjects';
import type { Place } from '../model/resource';
import { partitionOf } from '../model/resource';
import { createTagless } from './tags';

export const openingAction = 'sagemaker:CreatePresignedNotebookInstanceUrl';

/** How a notebook instance can be opened; principals with the same policies share it. */
export interface DirectAccess {
  /** False where it depends on what was not read or could not be decided, which `missing` says. */
  readonly sure: boolean;
  readonly missing: readonly string[];
  /** What was not decided may be open. */
  readonly fromOutside: boolean;
  readonly fromInside: boolean;
  /** The statements that allow it, in words; empty where that was not decided. */
  readonly allowedBy: readonly string[];
}

/** Somebody who may open a notebook instance with permissions of their own. */
export interface Direct {
  readonly subject: Subject;
  readonly way: DirectAccess;
}

/** Principals for which the engine has the very same answers, because the same statements bind them. */
interface Group {
  readonly members: Subject[];
  readonly ask: (resource: string) => Answer | undefined;
  /** The same under the assumption that no tag helps; absent where no policy looks at tags. */
  readonly askStrictly: ((resource: string) => Answer | undefined) | undefined;
}

/** Ways that are kept: enough for many notebooks of few groups, and no burden where everybody is a group. */
const maxKept = 50_000;

/**
 * Who can open each notebook instance. The pattern over all of them is asked first, which discards nearly everybody,
 * and tells by its answer whom the same statements bind; each such group is asked once a notebook.
 *
 * @param perimeter only tells from where; whether somebody can open it does not depend on it
 */
export function createDirect(
  everybody: readonly Subject[],
  perimeter: Perimeter,
  { account, region }: Place,
): (arn: string) => readonly Direct[] {
  const any = [`arn:${partitionOf(region)}:sagemaker:${region}:${account}:notebook-instance/*`];
  const ask = (subject: Subject, policies: PolicySet, resources: readonly string[]) =>
    subject.engine.decide({
      principal: identityOf(subject.principal),
      policies,
      actions,
      resources,
      perimeter,
    });
  const tagless = createTagless();
  const groups = new Map<readonly Answer[], Group>();
  const unread: Direct[] = [];
  for (const subject of everybody) {
    const { policies, missing } = subject.applied;
    if (missing.length > 0) {
      unread.push({ subject, way: undecided(missing) });
      continue;
    }
    const answers = ask(subject, policies, any);
    const group = groups.get(answers);
    if (group !== undefined) group.members.push(subject);
    else if (answers.some((answer) => !isClosed(answer))) {
      const strict = tagless(policies);
      groups.set(answers, {
        members: [subject],
        ask: (resource) => ask(subject, policies, [resource])[0],
        askStrictly: strict === undefined ? undefined : (resource) => ask(subject, strict, [resource])[0],
      });
    }
  }

  const kept = new Map<string, readonly Direct[]>();
  return (arn) =>
    kept.get(arn) ?? keep(arn, [...unread, ...[...groups.values()].flatMap((group) => directs(group, arn))]);

  function keep(arn: string, made: readonly Direct[]): readonly Direct[] {
    if ((kept.size + 1) * made.length <= maxKept) kept.set(arn, made);
    return made;
  }
}

const actions = [openingAction];

function directs(group: Group, arn: string): readonly Direct[] {
  const way = accessOf(group.ask(arn), () => group.askStrictly?.(arn));
  return way === undefined ? [] : group.members.map((subject) => ({ subject, way }));
}

function isClosed({ outside, inside }: Answer): boolean {
  return outside.status === 'unreachable' && inside.status === 'unreachable';
}

function isOpen({ outside, inside }: Answer): boolean {
  return outside.status === 'reachable' || inside.status === 'reachable';
}

function undecided(missing: readonly string[]): DirectAccess {
  return { sure: false, missing, fromOutside: true, fromInside: true, allowedBy: [] };
}

const tags = ["the notebook's tags, which a policy looks at and which were not read"];

function accessOf(
  answer: Answer | undefined,
  askStrictly: () => Answer | undefined,
): DirectAccess | undefined {
  if (answer === undefined || isClosed(answer)) return undefined;
  const { outside, inside } = answer;
  if (!isOpen(answer)) {
    const missing = [outside, inside].flatMap((region) =>
      region.status === 'unknown' ? region.missing : [],
    );
    return undecided([...new Set(missing)]);
  }
  const strict = askStrictly();
  const sure = strict === undefined || isOpen(strict);
  const open = outside.status === 'reachable' ? outside : inside;
  return {
    sure,
    missing: sure ? [] : tags,
    fromOutside: outside.status !== 'unreachable',
    fromInside: inside.status !== 'unreachable',
    allowedBy: open.status === 'reachable' ? open.allowedBy.map(nameOf) : [],
  };
}
