import { createHash } from 'node:crypto';
import { types } from 'node:util';
import type { Contents } from '@palisade/sandbox';

const generated =
  /\b(?:(?:vpc|vpce|subnet|sg|sgr|eni|rtb|rtbassoc|nat|oi|fs|d|acl)-[0-9a-z]{8,17}|A[A-Z]{3}[A-Z0-9]{16,17}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22})\b/g;

/** JSON in which generated ids are numbered by first appearance, and all times and tokens are equal. */
export function normalizedState(state: object): string {
  return named(plain(state)).text;
}

/** Text with each generated id replaced by its kind and the order of its first appearance. */
function named(text: string): { readonly text: string; readonly ids: ReadonlyMap<string, string> } {
  const ids = new Map<string, string>();
  const replaced = text.replace(generated, (id) => {
    const kind = id.includes('-') ? id.split('-')[0] : id.slice(0, 4);
    // Eight hexadecimal digits begin a UUID.
    const name = ids.get(id) ?? `${kind?.length === 8 ? 'uuid' : (kind ?? '')}#${ids.size}`;
    ids.set(id, name);
    return name;
  });
  return { text: replaced, ids };
}

/** Members whose keys are generated ids are sorted by their content. */
function plain(state: unknown): string {
  return JSON.stringify(state, (key, value: unknown) => {
    if (types.isMap(value)) return byContent([...value.entries()]);
    return changing.test(key) ? 'then' : value;
  });
}

/** Members whose values depend on the time or are random. */
const changing = /(Time|Date|Timestamp|createdAt|updatedAt|[cC]lientToken|DnsEntries|^request)$/;

function byContent(entries: readonly unknown[]): readonly unknown[] {
  const masked = (entry: unknown): string => plain(entry).replace(generated, '#');
  return entries
    .map((entry) => ({ entry, content: masked(entry) }))
    .sort((a, b) => (a.content < b.content ? -1 : 1))
    .map(({ entry }) => entry);
}

/**
 * A digest of everything that determines the rest of a run: two worlds with the same digest have the same future.
 *
 * The system is deterministic, so the same account at the same time has one future. The following is left out of the
 * digest, because it makes no difference:
 * - The time of day. Only durations matter, and nothing in a scenario depends on the calendar; the budget of a clock
 *   hour does, but its limit is too high to matter.
 * - Parts of a tick. Invocations begin at ticks, and all waiting times are whole ticks; of times within one tick only
 *   the order is kept.
 * - The text of generated ids. Only equality and order are kept.
 * - What is never read: the audit trail (its missing entries are in `more`), fences (only their growth matters, and no
 *   invocation is running), receipts of messages, tags of requests.
 *
 * `npm run test:faults -- --whole` relies on none of this: it runs every world to its end.
 * @param now the account's time, at a tick (ms)
 * @param more anything else that the future depends on
 */
export function digest(
  { services, tables, pending }: Contents,
  now: number,
  tickMs: number,
  more: object,
): string {
  const items = [...tables].map(([table, all]) => [table, all.filter(isRead)]);
  const text = JSON.stringify({ more, services: [...services].sort(byName), items, pending }, written(now));
  const { text: withNames, ids } = named(relative(text, now, tickMs));
  const sorted = [...ids].sort(byName).map(([, name]) => name);
  const order = sorted.filter((name) => !name.startsWith('uuid'));
  return createHash('sha1').update(withNames).update(order.join()).digest('base64');
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

interface Key {
  readonly pk?: { readonly S?: string };
  readonly sk?: { readonly S?: string };
}

/** All items except the audit trail, which is only written, and budgets, whose limits are too high to matter. */
function isRead({ pk, sk }: Key): boolean {
  return !/^audit#/.test(sk?.S ?? '') && !/^budget#/.test(pk?.S ?? '');
}

/** Serializes members. Maps keep their order, because it is the order of AWS's answers. */
function written(now: number): (key: string, value: unknown) => unknown {
  return (key, value) => {
    if (types.isMap(value)) return [...value].filter(([name]) => !isOfAws(name));
    if (types.isSet(value)) return [...value];
    switch (key) {
      case 'receiptHandle':
      case 'md5':
      case 'fence':
        return undefined;
      case 'visibleAt':
        // The time since which it is visible does not matter.
        return Math.max(Number(value), now);
      default:
        return value;
    }
  };
}

/** The managed policies of AWS are the same in every account, and nobody can change them. */
function isOfAws(name: unknown): boolean {
  return typeof name === 'string' && name.startsWith('arn:aws:iam::aws:');
}

/** Times as ISO 8601, and as ms or seconds since the epoch, between 2026 and 2033. */
const times =
  /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z|(?<![\w.-])(?:1[78]|19)\d{11}(?![\w-])|(?<![\w.-])(?:1[78]|19)\d{8}(?:\.\d+)?(?![\w-])/g;

/** Text in which each time is replaced by its distance from now in ticks, and its order within that tick. */
function relative(text: string, now: number, tickMs: number): string {
  const found = new Map<string, number>();
  for (const [time] of text.matchAll(times)) if (!found.has(time)) found.set(time, msOf(time));
  const sorted = [...new Set(found.values())].sort((a, b) => a - b);
  const names = new Map<number, string>();
  let [tick, place] = [-Infinity, 0];
  for (const ms of sorted) {
    const its = Math.floor((ms - now) / tickMs);
    place = its === tick ? place + 1 : 0;
    tick = its;
    names.set(ms, `<${tick}.${place}>`);
  }
  return text.replace(times, (time) => names.get(found.get(time) ?? 0) ?? time);
}

function msOf(time: string): number {
  if (time.includes('T')) return Date.parse(time);
  return time.split('.')[0]?.length === 13 ? Number(time) : Number(time) * 1_000;
}
