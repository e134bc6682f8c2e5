import { nameOf, type PolicySet, type Region, splitArn, type Witness } from '@palisade/iam';
import type { Snapshot } from '../../core/model/snapshot';
import { policiesAbout } from '../../core/principals/organization';
import { askedAs } from '../../core/principals/assemble';
import { type Bindings } from './bindings';
import { pathsAgainst, escalationPaths } from './self-paths';
import type { TamperSubject } from './subjects';
import type { AttackTarget } from './targets';
import type { AttackRequests, AttackPath } from './attack-path';

/** A request with which the principal can tamper with a target. */
export interface FoundAttack {
  readonly target: AttackTarget;
  readonly action: string;
  readonly witness: Witness;
  readonly allowedBy: readonly string[];
  /** The call that it has to make before, if it must give itself the permission first. */
  readonly first?: string;
}

/** The attacks that were found, and descriptions of those that could not be decided. */
export interface Findings {
  readonly found: readonly FoundAttack[];
  readonly undecided: readonly string[];
}

/** A perimeter with nothing inside, so that the outside zone and the zone through services cover all requests. */
const nowhere = { vpcs: [], vpcEndpoints: [], cidrs: [], endpointVpc: {} };

/** The most that a principal can give itself. Explicit denies, boundaries and organization policies still apply. */
const givenToItself = {
  label: 'a policy that it gives itself',
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};

/** Every attack that the given policies allow, with one request for each action and target. */
export function findAttacks(
  subject: TamperSubject,
  policies: PolicySet,
  bindings: Bindings,
  snapshot: Snapshot,
): Findings {
  const open = openActions(subject, policies);
  if (open.size === 0) return { found: [], undecided: [] };
  const paths = [...pathsAgainst(bindings, subject.principal, subject.account), ...subject.account.paths];
  const direct = searchPaths(subject, policies, paths, open);
  const closed = remaining(paths, direct.found);
  const up = closed.length === 0 ? undefined : escalation(subject, policies, open, snapshot);
  if (up === undefined) return direct;
  if (up.call === undefined) return { ...direct, undecided: [...direct.undecided, ...up.undecided] };
  const { call } = up;
  const raised = { ...policies, identity: [...policies.identity, givenToItself] };
  const indirect = searchPaths(subject, raised, closed, openActions(subject, raised));
  return {
    found: [...direct.found, ...indirect.found.map((one) => ({ ...one, first: call }))],
    undecided: [...direct.undecided, ...indirect.undecided],
  };
}

/** The attack paths that are still closed, with their actions. */
function remaining(paths: readonly AttackPath[], found: readonly FoundAttack[]): readonly AttackPath[] {
  return paths.flatMap((path) => {
    const actions = path.actions.filter(
      (action) => !found.some((one) => one.target === path.target && one.action === action),
    );
    return actions.length === 0 ? [] : [{ ...path, actions }];
  });
}

/** The actions that some policy may allow. For most principals there are none, and nothing has to be decided. */
function openActions({ account }: TamperSubject, policies: PolicySet): ReadonlySet<string> {
  const open = new Set<string>();
  for (const { document } of policies.identity)
    for (const action of account.mayAllow(document)) open.add(action);
  return open;
}

/** The first reachable request for each action of each attack path. */
function searchPaths(
  subject: TamperSubject,
  policies: PolicySet,
  paths: readonly AttackPath[],
  open: ReadonlySet<string>,
): Findings {
  const found: FoundAttack[] = [];
  const undecided: string[] = [];
  for (const path of paths) {
    const more = path.with === undefined ? undefined : outcome(subject, policies, path.with, open);
    if (path.with !== undefined && more === undefined) continue;
    for (const { action, reachable, missing } of countedOutcomes(subject, policies, path, open)) {
      const doubts = [...missing, ...(more?.missing ?? [])].map((what) => `${action}: ${what}`);
      if (reachable !== undefined && (more === undefined || more.reachable !== undefined))
        found.push({
          target: path.target,
          action,
          witness: inFull(reachable.witness, path),
          allowedBy: reachable.allowedBy.map(nameOf),
        });
      else undecided.push(...doubts);
    }
  }
  const seen = new Set<string>();
  const isNew = ({ target, action }: FoundAttack): boolean => {
    const key = `${target} ${action}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
  return { found: found.filter(isNew), undecided: [...new Set(undecided)] };
}

type Reachable = Extract<Region, { status: 'reachable' }>;

/**
 * A reachable request for an action, or what is missing to decide whether there is one. Closed actions have no entry.
 */
interface RequestVerdict {
  readonly action: string;
  readonly reachable?: Reachable;
  readonly missing: readonly string[];
}

/** The engine's answer for each action that is not closed. */
function outcomes(
  subject: TamperSubject,
  policies: PolicySet,
  { actions, resources, context, idle }: AttackRequests & Pick<AttackPath, 'idle'>,
  open: ReadonlySet<string>,
): readonly RequestVerdict[] {
  const wanted = actions.filter((action) => open.has(action));
  if (wanted.length === 0 || resources.length === 0) return [];
  const leftOut = { label: 'requests that change nothing', document: idle };
  const answers = subject.engine.decide({
    ...askedAs(subject),
    policies: policiesAbout(
      wanted,
      idle === undefined ? policies : { ...policies, identity: [...policies.identity, leftOut] },
    ),
    actions: wanted,
    resources,
    perimeter: nowhere,
    ...(context === undefined ? {} : { context }),
  });
  return wanted.flatMap((action): readonly RequestVerdict[] => {
    const regions = answers
      .filter((answer) => answer.action === action)
      .flatMap(({ outside, viaService }) => [outside, viaService]);
    const reachable = regions.find((region) => region.status === 'reachable');
    if (reachable !== undefined) return [{ action, reachable, missing: [] }];
    const missing = regions.flatMap((region) => (region.status === 'unknown' ? region.missing : []));
    return missing.length === 0 ? [] : [{ action, missing }];
  });
}

/** The witness with the given condition keys, which the engine leaves out if no policy uses them. */
function inFull(witness: Witness, { context = {} }: AttackPath): Witness {
  const given = Object.entries(context).filter(([, value]) => value.length > 0);
  return { ...witness, context: { ...Object.fromEntries(given), ...witness.context } };
}

/** The same, without requests about the principal itself if the attack path is about others. */
function countedOutcomes(
  subject: TamperSubject,
  policies: PolicySet,
  path: AttackPath,
  open: ReadonlySet<string>,
): readonly RequestVerdict[] {
  const all = outcomes(subject, policies, path, open);
  const { arn } = subject.principal;
  if (path.ofOthers !== true || all.every(({ reachable }) => reachable?.witness.resource !== arn)) return all;
  const itself = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: path.actions, Resource: arn }],
  };
  const others = { label: 'requests about itself', document: itself };
  return outcomes(subject, { ...policies, identity: [...policies.identity, others] }, path, open);
}

/** The first reachable request, or else the first that could not be decided. */
function outcome(
  subject: TamperSubject,
  policies: PolicySet,
  requests: AttackRequests,
  open: ReadonlySet<string>,
): RequestVerdict | undefined {
  const all = outcomes(subject, policies, requests, open);
  return all.find(({ reachable }) => reachable !== undefined) ?? all[0];
}

/** A call with which the principal can give itself permissions, in words, or why that is not known. */
function escalation(
  subject: TamperSubject,
  policies: PolicySet,
  open: ReadonlySet<string>,
  snapshot: Snapshot,
): { readonly call?: string; readonly undecided: readonly string[] } | undefined {
  const all = escalationPaths(subject.principal, snapshot).flatMap((path) =>
    outcomes(subject, policies, path, open),
  );
  const reachable = all.find((one) => one.reachable !== undefined)?.reachable;
  if (reachable !== undefined)
    return { call: `${reachable.witness.action} on ${shortArn(reachable.witness.resource)}`, undecided: [] };
  if (all.length === 0) return undefined;
  return { undecided: all.flatMap(({ action, missing }) => missing.map((what) => `${action}: ${what}`)) };
}

/** The part of an ARN that is shown to people: the resource. */
export function shortArn(arn: string): string {
  return splitArn(arn)?.resource ?? arn;
}
