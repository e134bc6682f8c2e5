import type { Contents } from '@palisade/sandbox';

/** A change of a customer's resource that AWS carried out. */
export interface Change {
  readonly call: string;
  /** The account's time (ms). */
  readonly time: number;
}

/** What a worker wrote into the audit trail before it changed something. */
interface Intent {
  readonly call: string;
  readonly at: number;
}

/** An item of the audit trail on the wire. */
interface Item {
  readonly event?: { readonly S?: string };
  readonly detail?: { readonly S?: string };
  readonly at?: { readonly S?: string };
}

/** The intents in the audit trail. */
export function intentsIn({ tables }: Pick<Contents, 'tables'>): readonly Intent[] {
  return [...tables.values()].flat().flatMap((item: Item) => {
    if (item.event?.S !== 'intent') return [];
    const [service = '', operation = ''] = item.detail?.S?.split(':') ?? [];
    return { call: `${service}:${operation}`, at: Date.parse(item.at?.S ?? '') };
  });
}

/** The changes that no intent explains, and the intents that can still explain one. */
export function explained(
  intents: readonly Intent[],
  changes: readonly Change[],
): { readonly unexplained: readonly string[]; readonly left: readonly string[] } {
  const left = [...intents];
  const unexplained: string[] = [];
  for (const { call, time } of changes) {
    const index = left.findIndex((intent) => intent.call === call && intent.at <= time);
    if (index === -1) unexplained.push(call);
    else if (!isRepeatable(call)) left.splice(index, 1);
  }
  const calls = left.map(({ call }) => call);
  // One that can be repeated explains any number.
  const more = calls.filter((call, index) => !isRepeatable(call) || calls.indexOf(call) === index);
  return { unexplained, left: more.sort() };
}

/** The SDK repeats a call whose answer was lost: one intent, and AWS may carry out two where the second changes nothing. */
function isRepeatable(call: string): boolean {
  return /:(Modify|Update|Attach|Put|Detach|Stop|CreateTags)/.test(call);
}
