import { type Answer, nameOf, type Perimeter, type PolicySet } from '@palisade/iam';
import { askedAs } from '../principals/assemble';
import { policiesAbout } from '../principals/organization';
import type { Subject } from '../principals/subjects';
import type { Place } from '../model/resource';
import { partitionOf } from '../model/resource';
import { createTagless } from './tags';

export const openingAction = 'sagemaker:CreatePresignedNotebookInstanceUrl';

/** How a notebook instance can be opened; principals with the same policies share the object. */
export interface DirectAccess {
  /** False if it depends on something that was not read or could not be decided, which `missing` names. */
  readonly sure: boolean;
  readonly missing: readonly string[];
  /** True also if undecided, for either origin. */
  readonly fromOutside: boolean;
  readonly fromInside: boolean;
  /** The statements that allow it, in words; empty if undecided. */
  readonly allowedBy: readonly string[];
}

/** A principal that may be able to open a notebook instance with its own permissions. */
export interface Direct {
  readonly subject: Subject;
  readonly access: DirectAccess;
}

/** Principals for which the engine gives the same answers, because they have the same statements. */
interface Group {
  readonly members: Subject[];
  readonly ask: (resource: string) => Answer | undefined;
  /** The same, assuming that tags never help; absent if no policy checks tags. */
  readonly askStrictly: ((resource: string) => Answer | undefined) | undefined;
}

/**
 * How many entries to cache: enough for many notebooks with few groups, without filling the memory when every
 * principal is a group of its own.
 */
const maxCached = 50_000;

/**
 * Who can open each notebook instance. The engine is first asked about all notebooks with a pattern, which rules out
 * nearly everybody and, by the identity of its answer, shows which principals have the same statements. Then it is
 * asked once per group and notebook.
 *
 * @param perimeter only decides from where it can be opened, not whether
 */
export function createDirect(
  everybody: readonly Subject[],
  perimeter: Perimeter,
  place: Place,
): (arn: string) => readonly Direct[] {
  const any = [`arn:${partitionOf(place)}:sagemaker:${place.region}:${place.account}:notebook-instance/*`];
  const ask = (subject: Subject, policies: PolicySet, resources: readonly string[]) =>
    subject.engine.decide({
      ...askedAs(subject),
      policies: policiesAbout(actions, policies),
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
      unread.push({ subject, access: undecided(missing) });
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

  const cached = new Map<string, readonly Direct[]>();
  return (arn) =>
    cached.get(arn) ??
    store(arn, [...unread, ...[...groups.values()].flatMap((group) => directs(group, arn))]);

  function store(arn: string, openers: readonly Direct[]): readonly Direct[] {
    if ((cached.size + 1) * openers.length <= maxCached) cached.set(arn, openers);
    return openers;
  }
}

const actions = [openingAction];

function directs(group: Group, arn: string): readonly Direct[] {
  const access = accessOf(group.ask(arn), () => group.askStrictly?.(arn));
  return access === undefined ? [] : group.members.map((subject) => ({ subject, access }));
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

const tags = ["the notebook's tags, which a policy checks and which were not read"];

function accessOf(
  answer: Answer | undefined,
  askStrictly: () => Answer | undefined,
): DirectAccess | undefined {
  if (answer === undefined || isClosed(answer)) return undefined;
  const { outside, inside } = answer;
  if (!isOpen(answer)) {
    const missing = [outside, inside].flatMap((zone) => (zone.status === 'unknown' ? zone.missing : []));
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
