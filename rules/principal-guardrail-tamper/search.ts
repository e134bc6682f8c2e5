import { nameOf, type PolicySet, type Region, type Witness } from '@palisade/iam';
import type { Snapshot } from '../../core/model/snapshot';
import { type Bindings } from './bindings';
import { pathsAgainst, escalationPaths } from './self-paths';
import type { TamperSubject } from './subjects';
import type { AttackTarget } from './targets';
import type { AttackRequests, AttackPath } from './attack-path';

/** A request with which the principal can tamper. */
export interface FoundAttack {
  readonly thing: AttackTarget;
  readonly action: string;
  readonly witness: Witness;
  readonly allowedBy: readonly string[];
  /** What it has to do before, where it must give itself the permission. */
  readonly first?: string;
}

/** What was found, and what could not be decided. */
export interface Findings {
  readonly found: readonly FoundAttack[];
  readonly undecided: readonly string[];
}

/** Nothing is inside, so that the outside and what services do for the principal are all requests there are. */
const nowhere = { vpcs: [], vpcEndpoints: [], cidrs: [], endpointVpc: {} };

/** The most that a principal can give itself. Explicit denies, boundaries and organization policies still hold. */
const givenToItself = {
  label: 'a policy that it gives itself',
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};

/** Every way in which the policies given let the principal tamper, one request an action and thing. */
export function findAttacks(
  subject: TamperSubject,
  policies: PolicySet,
  keepers: Bindings,
  snapshot: Snapshot,
): Findings {
  const open = openActions(subject, policies);
  if (open.size === 0) return { found: [], undecided: [] };
  const ways = [...pathsAgainst(keepers, subject.principal, subject.site), ...subject.site.paths];
  const direct = searchPaths(subject, policies, ways, open);
  const closed = remaining(ways, direct.found);
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

/** The actions of the ways that were not found. */
function remaining(ways: readonly AttackPath[], found: readonly FoundAttack[]): readonly AttackPath[] {
  return ways.flatMap((way) => {
    const actions = way.actions.filter(
      (action) => !found.some((one) => one.thing === way.thing && one.action === action),
    );
    return actions.length === 0 ? [] : [{ ...way, actions }];
  });
}

/** The actions that some policy may allow: for most principals none, which is then all there is to ask. */
function openActions({ site }: TamperSubject, policies: PolicySet): ReadonlySet<string> {
  const open = new Set<string>();
  for (const { document } of policies.identity)
    for (const action of site.mayAllow(document)) open.add(action);
  return open;
}

function asked({ arn, detail: { Tags } }: TamperSubject['principal']) {
  return {
    arn,
    ...(Tags === undefined ? {} : { tags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])) }),
  };
}

/** The first reachable request for each action of each way. */
function searchPaths(
  subject: TamperSubject,
  policies: PolicySet,
  ways: readonly AttackPath[],
  open: ReadonlySet<string>,
): Findings {
  const found: FoundAttack[] = [];
  const undecided: string[] = [];
  for (const way of ways) {
    const more = way.with === undefined ? undefined : outcome(subject, policies, way.with, open);
    if (way.with !== undefined && more === undefined) continue;
    for (const { action, reachable, missing } of countedOutcomes(subject, policies, way, open)) {
      const doubts = [...missing, ...(more?.missing ?? [])].map((what) => `${action}: ${what}`);
      if (reachable !== undefined && (more === undefined || more.reachable !== undefined))
        found.push({
          thing: way.thing,
          action,
          witness: inFull(reachable.witness, way),
          allowedBy: reachable.allowedBy.map(nameOf),
        });
      else undecided.push(...doubts);
    }
  }
  const seen = new Set<string>();
  const isNew = ({ thing, action }: FoundAttack): boolean => {
    const key = `${thing} ${action}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
  return { found: found.filter(isNew), undecided: [...new Set(undecided)] };
}

type Reachable = Extract<Region, { status: 'reachable' }>;

/** A reachable request for an action, or what is missing to decide whether there is one. Closed actions have none. */
interface RequestVerdict {
  readonly action: string;
  readonly reachable?: Reachable;
  readonly missing: readonly string[];
}

/** What the engine says about each action that is not closed. */
function outcomes(
  { engine, principal }: TamperSubject,
  policies: PolicySet,
  { actions, resources, context, idle }: AttackRequests & Pick<AttackPath, 'idle'>,
  open: ReadonlySet<string>,
): readonly RequestVerdict[] {
  const wanted = actions.filter((action) => open.has(action));
  if (wanted.length === 0 || resources.length === 0) return [];
  const leftOut = { label: 'requests that change nothing', document: idle };
  const answers = engine.decide({
    principal: asked(principal),
    policies: idle === undefined ? policies : { ...policies, identity: [...policies.identity, leftOut] },
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

/** The witness with the keys that were given, which the engine leaves out where no policy looks at them. */
function inFull(witness: Witness, { context = {} }: AttackPath): Witness {
  const given = Object.entries(context).filter(([, value]) => value.length > 0);
  return { ...witness, context: { ...Object.fromEntries(given), ...witness.context } };
}

/** The same, where a request about the principal itself does not count for what it can do to others. */
function countedOutcomes(
  subject: TamperSubject,
  policies: PolicySet,
  way: AttackPath,
  open: ReadonlySet<string>,
): readonly RequestVerdict[] {
  const all = outcomes(subject, policies, way, open);
  const { arn } = subject.principal;
  if (way.ofOthers !== true || all.every(({ reachable }) => reachable?.witness.resource !== arn)) return all;
  const itself = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: way.actions, Resource: arn }],
  };
  const others = { label: 'requests about itself', document: itself };
  return outcomes(subject, { ...policies, identity: [...policies.identity, others] }, way, open);
}

/** The first reachable of some requests, or else the first that is not decided. */
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
  const all = escalationPaths(subject.principal, snapshot).flatMap((way) =>
    outcomes(subject, policies, way, open),
  );
  const reachable = all.find((one) => one.reachable !== undefined)?.reachable;
  if (reachable !== undefined)
    return { call: `${reachable.witness.action} on ${shortArn(reachable.witness.resource)}`, undecided: [] };
  if (all.length === 0) return undefined;
  return { undecided: all.flatMap(({ action, missing }) => missing.map((what) => `${action}: ${what}`)) };
}

/** The part of an ARN that a person reads. */
export function shortArn(arn: string): string {
  return arn.split(':').slice(5).join(':') || arn;
}
