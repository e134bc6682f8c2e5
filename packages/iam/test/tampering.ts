import fc from 'fast-check';
import { lineOf, seek } from '../certificate';
import { check } from '../certify/check';
import type { Certificate, Tree } from '../certify/check';
import { createEngine } from '../src';
import { type Case, cases, isAsked, sampleRequests, toPolicySet, withoutDenies } from './generator';
import { type ConcreteRequest, isAllowed, notARequest, zoneOf } from './naive';
import { complete, count, nearby, type Tally } from './properties';

const zones = ['outside', 'inside', 'viaService'] as const;
const leaves = ['Resource', 'aws:sourceip', 'aws:sourcevpc', 'aws:sourcevpce', 'aws:viaawsservice', 'none'];

function childrenOf(tree: Tree): readonly Tree[] {
  if (typeof tree === 'string') return [];
  if ('allow' in tree) return Object.values(tree.of);
  return 'deny' in tree ? tree.but : [...Object.values(tree.values), tree.absent, tree.other];
}

function allTrees(tree: Tree): readonly Tree[] {
  return [tree, ...childrenOf(tree).flatMap(allTrees)];
}

/** The tree with its n-th part (in the order of `allTrees`) changed. */
function changed(tree: Tree, n: number, change: (part: Tree) => Tree): Tree {
  let at = -1;
  const walk = (part: Tree): Tree => {
    at += 1;
    if (at === n) return change(part);
    if (typeof part === 'string') return part;
    const walked = (parts: Readonly<Record<string, Tree>>) =>
      Object.fromEntries(Object.entries(parts).map(([name, one]) => [name, walk(one)]));
    if ('allow' in part) return { ...part, of: walked(part.of) };
    if ('deny' in part) return { ...part, but: part.but.map(walk) };
    return { ...part, values: walked(part.values), absent: walk(part.absent), other: walk(part.other) };
  };
  return walk(tree);
}

/** A change of one part: to another part, to some leaf, with children missing, or with them in another order. */
function alter(part: Tree, all: readonly Tree[], how: number): Tree {
  const other = all[how % all.length] ?? part;
  if (how % 4 === 0 || typeof part === 'string')
    return how % 2 === 0 ? other : (leaves[how % leaves.length] ?? '');
  if ('deny' in part) return { ...part, but: how % 4 === 1 ? part.but.slice(1) : [...part.but].reverse() };
  if ('allow' in part) return { ...part, of: Object.fromEntries(Object.entries(part.of).slice(how % 2)) };
  return how % 2 === 0 ? part.other : { ...part, values: {} };
}

function tamper(certificate: Certificate, where: number, how: number): Certificate {
  const trees = Object.entries(certificate.proof).flatMap(([question, origins]) =>
    Object.entries(origins).map(([origin, tree]) => ({ question, origin, tree })),
  );
  const chosen = trees[where % trees.length];
  if (chosen === undefined) return certificate;
  const { question, origin, tree } = chosen;
  const all = trees.flatMap((one) => allTrees(one.tree));
  const changedTree = changed(tree, how % allTrees(tree).length, (part) => alter(part, all, where));
  const origins = { ...certificate.proof[question], [origin]: changedTree };
  return { ...certificate, proof: { ...certificate.proof, [question]: origins } };
}

const alterations = fc.array(fc.tuple(fc.nat({ max: 10_000 }), fc.nat({ max: 10_000 })), {
  minLength: 4,
  maxLength: 8,
});
const manyRequests = fc.array(sampleRequests, { minLength: 25, maxLength: 40 });

/**
 * Whatever was done to a certificate, or to the policies that it is about: when the checker accepts it, the
 * evaluator of single requests allows no sample.
 */
export function tamperedCertificatesHold(
  tally: Tally,
): fc.IPropertyWithHooks<[Case, Case, [number, number][], ConcreteRequest[]]> {
  const engine = createEngine();
  return fc.property(cases, cases, alterations, manyRequests, (one, other, changes, samples) => {
    const [action = ''] = one.problem.actions;
    const [resource = ''] = one.problem.resources;
    const opened = engine.decide({ ...one.problem, policies: toPolicySet(withoutDenies(one.policies)) });
    const requests = [...samples, ...opened.flatMap((answer) => nearby(answer, samples))];
    const without = { ...one, policies: withoutDenies(one.policies) };
    for (const zone of zones) {
      const certificate = seek(lineOf(one.problem), { action, resource, zone });
      if (certificate === null) continue;
      const passes = ({ problem, policies }: Pick<Case, 'problem' | 'policies'>) =>
        requests.some((request) => {
          const full = complete({ problem, policies }, request);
          const isMeant = request.action === action && isAsked(resource, request.resource);
          const isPossible = notARequest(full, problem, problem.perimeter) === null;
          const isThere = isMeant && isPossible && zoneOf(full, problem.perimeter) === zone;
          return isThere && isAllowed(policies, full);
        });
      const tried = [
        ...changes.map(([where, how]) => ({ about: one, certificate: tamper(certificate, where, how) })),
        ...[without, { ...one, policies: other.policies }, { ...other, policies: one.policies }].map(
          (about) => ({
            about: { ...about, problem: { ...about.problem, policies: toPolicySet(about.policies) } },
            certificate,
          }),
        ),
      ];
      for (const { about, certificate: given } of tried) {
        const isAccepted = check(lineOf(about.problem), given) === null;
        count(tally, isAccepted ? 'accepted' : 'rejected');
        if (isAccepted && passes(about))
          throw new Error(
            `accepted, though a request passes\n${JSON.stringify({ about: about.problem, given })}`,
          );
      }
    }
  });
}
