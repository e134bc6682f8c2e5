import { literal, isOneOf } from './reading/policy';
import { type ProblemLine, questionsOf } from './reading/problem';
import tables from './reading/tables.json';
import { type InQuestion, type RequestSpace, worldOf } from './reading/world';
import { STAR } from './text';
import { isTagKey, type Literal } from './value';

/** Why no request is left; see docs/certificate.md. */
export type Tree =
  | string
  | { readonly allow: string; readonly of: Readonly<Record<string, Tree>> }
  | { readonly deny: string; readonly but: readonly Tree[] }
  | {
      readonly key: string;
      readonly values: Readonly<Record<string, Tree>>;
      readonly absent: Tree;
      readonly other: Tree;
    };

export interface Certificate extends InQuestion {
  /** For each question and origin. */
  readonly proof: Readonly<Record<string, Readonly<Record<string, Tree>>>>;
}

function isClosed(tree: Tree | undefined, world: RequestSpace, path: readonly Literal[]): boolean {
  if (tree === undefined) return false;
  if (typeof tree === 'string') return world.clash(tree, path);
  if ('allow' in tree) {
    const rules = world.needs.get(tree.allow);
    return rules?.every((rule) => isClosed(tree.of[rule.path], world, [...path, ...rule.literals])) === true;
  }
  if ('deny' in tree) {
    const all = world.nevers.get(tree.deny)?.literals;
    const before = (at: number) => [...path, ...(all?.slice(0, at) ?? [])];
    const escape = (one: Literal, at: number) => [...before(at), { ...one, want: !one.want }];
    return all?.every((one, at) => isClosed(tree.but[at], world, escape(one, at))) === true;
  }
  // Only keys with one value: to have another value means not to have this one.
  const { key, values, absent, other } = tree;
  if (world.known.has(key) || tables.several.includes(key) || !(key.startsWith('aws:') || isTagKey(key)))
    return false;
  const not = [literal(key, [STAR], { kind: 'null' }), isOneOf(key, Object.keys(values), false)];
  const cases = Object.entries(values).map(([value, then]) => isClosed(then, world.with(key, value), path));
  if (cases.includes(false) || !isClosed(absent, world.with(key, undefined), path)) return false;
  return isClosed(other, world, [...path, ...not]);
}

/** Null when the certificate proves that there is no such request; otherwise what it does not prove. */
export function check(problem: ProblemLine, certificate: Certificate): string | null {
  try {
    const { zone, proof } = certificate;
    if (!/^(outside|inside|viaService|lockout)$/.test(zone) || (zone === 'lockout' && !problem.before))
      return 'no such question';
    const open = questionsOf(problem, zone).find((question) => {
      const tree = proof[question.name]?.[question.origin];
      return !isClosed(tree, worldOf(problem, certificate, question), []);
    });
    return open === undefined ? null : `not proved: ${open.name}, ${open.origin}`;
  } catch (error) {
    return String(error);
  }
}
