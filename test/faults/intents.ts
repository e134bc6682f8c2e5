import type { Contents } from '@palisade/sandbox';

/** A change of a customer's resource that AWS carried out. */
export interface Change {
  readonly call: string;
  /** The account's time (ms). */
  readonly time: number;
}

/** The entry that a worker writes into the audit trail before it changes something. */
interface Intent {
  readonly call: string;
  readonly at: number;
}

/** An item of the audit trail, as DynamoDB returns it. */
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

/** The changes without an intent, and the intents that have no change yet. */
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
  // The intent of an idempotent call explains any number of changes.
  const more = calls.filter((call, index) => !isRepeatable(call) || calls.indexOf(call) === index);
  return { unexplained, left: more.sort() };
}

/** The SDK repeats a call whose answer was lost, so an idempotent call may be carried out twice for one intent. */
function isRepeatable(call: string): boolean {
  return /:(Modify|Update|Attach|Put|Detach|Stop|CreateTags)/.test(call);
}
