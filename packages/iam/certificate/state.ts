import type { RequestSpace } from '../certify/reading/world';
import type { Literal } from '../certify/value';

/** What is assumed about a request, by key. */
export type Assumed = ReadonlyMap<string, readonly Literal[]>;

/** The key on which assumptions exclude each other. */
export interface Clash {
  readonly key: string;
}

export function isClash(after: Assumed | Clash): after is Clash {
  return 'key' in after;
}

/** Decides, and remembers, what assumptions exclude. */
export interface Exclusions {
  /** The assumptions with some more, or where they exclude each other. */
  assume(assumed: Assumed, more: readonly Literal[]): Assumed | Clash;
}

export function opposite(literal: Literal): Literal {
  return { ...literal, want: !literal.want };
}

/** Keys that depend on each other: endpoint and VPC; the ARN with its Region and account; both keys of the time. */
const groups = [
  ['aws:sourcevpc', 'aws:sourcevpce'],
  ['Resource', 'aws:requestedregion', 'aws:resourceaccount'],
  ['aws:currenttime', 'aws:epochtime'],
];

function companions(key: string): readonly string[] {
  return groups.find((group) => group.includes(key)) ?? [key];
}

export function createExclusions(world: RequestSpace): Exclusions {
  const numbers = new Map<string, number>();
  const names = new WeakMap<Literal, string>();
  const known = new Map<string, boolean>();

  function nameOf(literal: Literal): string {
    let name = names.get(literal);
    if (name === undefined) {
      const content = JSON.stringify({ ...literal, want: true });
      const number = numbers.get(content) ?? numbers.size;
      numbers.set(content, number);
      name = `${literal.want ? '+' : '-'}${number}`;
      names.set(literal, name);
    }
    return name;
  }

  function clashes(assumed: Assumed, key: string): boolean {
    const about = companions(key).flatMap((one) => assumed.get(one) ?? []);
    const name = `${key} ${[...new Set(about.map(nameOf))].sort().join()}`;
    let found = known.get(name);
    if (found === undefined) {
      found = world.clash(key, about);
      known.set(name, found);
    }
    return found;
  }

  return {
    assume(assumed, more) {
      const next = new Map(assumed);
      const changed = new Set<string>();
      for (const literal of more) {
        const list = next.get(literal.key) ?? [];
        if (list.some((one) => nameOf(one) === nameOf(literal))) continue;
        next.set(literal.key, [...list, literal]);
        changed.add(literal.key);
      }
      for (const key of changed) if (clashes(next, key)) return { key };
      return next;
    },
  };
}
