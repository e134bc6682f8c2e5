import type { PolicyStatement } from './deny-outside';
import { documentOf, type PolicyDocument, type Quota } from './formats';

/** Documents within the quota, or why there are none. */
export type Packed =
  | { readonly status: 'packed'; readonly documents: readonly PolicyDocument<PolicyStatement>[] }
  | { readonly status: 'too-large'; readonly because: string };

/**
 * Packs Denies into as few documents as possible. A Deny has the same effect in any document, so statements may be
 * spread, and so may the actions of one statement. The values of its condition may not, because each part would deny
 * what the others let through.
 * @param always statements for every document: the Allow that a boundary needs
 */
export function pack(
  denies: readonly PolicyStatement[],
  always: readonly PolicyStatement[],
  quota: Quota,
): Packed {
  const fits = (statements: readonly PolicyStatement[]) =>
    sizeOf(documentOf([...always, ...statements])) <= quota.size;
  const bins: PolicyStatement[][] = [];
  for (const deny of denies) {
    let left = actionsOf(deny);
    while (left.length > 0) {
      const bin = bins.find((candidate) => fits([...candidate, only(deny, left.slice(0, 1))]));
      if (bin === undefined && !fits([only(deny, left.slice(0, 1))])) return tooLarge(deny, always, quota);
      const taken = longest(left, (actions) => fits([...(bin ?? []), only(deny, actions)]));
      const statement = only(deny, left.slice(0, taken));
      if (bin === undefined) bins.push([statement]);
      else bin.push(statement);
      left = left.slice(taken);
    }
  }
  if (bins.length > quota.documents)
    return {
      status: 'too-large',
      because: `it takes ${bins.length} documents of ${quota.size} characters, and ${
        quota.documents === 1 ? `there can be only one: ${quota.name}` : `at most ${quota.documents} fit`
      } (${numbers(denies)})`,
    };
  return { status: 'packed', documents: bins.map((bin) => documentOf([...always, ...bin])) };
}

function sizeOf(document: object): number {
  return JSON.stringify(document).length;
}

function actionsOf({ Action }: PolicyStatement): readonly string[] {
  return typeof Action === 'string' ? [Action] : Action;
}

function only(statement: PolicyStatement, actions: readonly string[]): PolicyStatement {
  return { ...statement, Action: actions };
}

/** How many of the first actions fit; at least one does. */
function longest(actions: readonly string[], fits: (some: readonly string[]) => boolean): number {
  let count = actions.length;
  while (count > 1 && !fits(actions.slice(0, count))) count -= 1;
  return count;
}

function tooLarge(deny: PolicyStatement, always: readonly PolicyStatement[], quota: Quota): Packed {
  const size = sizeOf(documentOf([...always, only(deny, actionsOf(deny).slice(0, 1))]));
  return {
    status: 'too-large',
    because: `${deny.Sid} alone takes ${size} characters with a single action, ${quota.name} may have ${
      quota.size
    } (${numbers([deny])}); what one condition lists cannot be split, because each part would deny what the others let through`,
  };
}

/** What makes the statements large: `210 values of aws:SourceVpc`. */
function numbers(denies: readonly PolicyStatement[]): string {
  const longest = new Map<string, number>();
  for (const { Condition } of denies)
    for (const keys of Object.values(Condition ?? {}))
      for (const [key, values] of Object.entries(keys))
        if (typeof values !== 'string') longest.set(key, Math.max(longest.get(key) ?? 0, values.length));
  return [...longest].map(([key, count]) => `${count} values of ${key}`).join(', ');
}
