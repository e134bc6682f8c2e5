import { type Certificate, check, type Tree } from '../certify/check';
import { worldOf } from '../certify/reading/world';
import { type ProblemLine, questionsOf } from '../certify/reading/problem';
import type { PolicySet, PolicySource, Problem } from '../src';
import { closeByCases } from './variables';

/** The problem as a line of `palisade-prove`, which is what a certificate is about. */
export function lineOf(problem: Problem, before: PolicySet | null = null): ProblemLine {
  const documents = (sources: readonly PolicySource[]) => sources.map(({ document }) => document);
  const fields = ({ identity, boundary, scps, rcps }: PolicySet) => ({
    identity: documents(identity),
    boundary: boundary === null ? null : boundary.document,
    scps: scps.map(documents),
    rcps: rcps.map(documents),
  });
  const { principal, perimeter, context = {}, now, policies } = problem;
  return {
    principal,
    perimeter,
    context,
    ...(now === undefined ? {} : { now }),
    ...fields(policies),
    ...(before === null ? {} : { before: fields(before) }),
  };
}

/** A certificate that no request of the zone is left, or null when none was found. Nothing has checked it. */
export function seek(problem: ProblemLine, asked: Omit<Certificate, 'proof'>): Certificate | null {
  const given = Object.keys(problem.context ?? {}).map((key) => key.toLowerCase());
  const facts = [
    ...['Resource', 'aws:sourceip', 'aws:sourcevpce', 'aws:viaawsservice'],
    ...['aws:requestedregion', 'aws:currenttime', 'aws:epochtime'],
    ...given,
  ];
  const proof: Record<string, Record<string, Tree>> = {};
  try {
    for (const question of questionsOf(problem, asked.zone)) {
      const tree = closeByCases(worldOf(problem, asked, question), facts);
      if (tree === null) return null;
      (proof[question.name] ??= {})[question.origin] = tree;
    }
  } catch {
    return null;
  }
  return { ...asked, proof };
}

/** The same, checked. */
export function certify(problem: ProblemLine, asked: Omit<Certificate, 'proof'>): Certificate | null {
  const certificate = seek(problem, asked);
  return certificate !== null && check(problem, certificate) === null ? certificate : null;
}
