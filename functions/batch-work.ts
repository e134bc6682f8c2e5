import type { Looks } from '../adapters/ledger/looks';
import type { Parsed, Work } from '../adapters/triggers/parsed';
import type { Ports } from '../core/ports';
import { partsOfFindingId, refKey } from '../core/resource';
import { asError, passOver, type Problems } from './batch-pass';

/** The messages by their ids, as they were understood or failed. */
export type Messages = ReadonlyMap<string, Parsed | Error>;

const nothingWrong: Problems = { named: new Map(), others: undefined };

/** Does the work of all messages that name any. */
export async function worked(
  read: Messages,
  ready: () => Promise<Ports>,
  looks: Looks | undefined,
): Promise<{ readonly messages: Messages; readonly problems: Problems }> {
  if (![...read.values()].some(isWork)) return { messages: read, problems: nothingWrong };
  try {
    const ports = await ready();
    const messages = new Map(read);
    for (const [messageId, message] of read)
      if (isWork(message)) messages.set(messageId, await attempted(() => resolved(message, ports)));
    return { messages, problems: await passOver([...messages.values()].filter(isWork), ports, looks) };
  } catch (error) {
    return { messages: read, problems: { named: new Map(), others: asError(error) } };
  }
}

/**
 * A message with all that it is about: the findings of its tickets included. One that has come too early is put back
 * into the queue, which costs no look at anything.
 */
async function resolved(message: Work, { tickets, followUp, now }: Ports): Promise<Parsed> {
  const { wait, refs } = message;
  if (wait !== undefined && wait.notBefore > now()) {
    const ms = Date.parse(wait.notBefore) - Date.parse(now());
    for (const ref of refs) await followUp(ref, ms, wait.because);
    return { ignored: `put back until ${wait.notBefore}` };
  }
  const about = await Promise.all((message.tickets ?? []).map((id) => tickets.about(id)));
  const more = about.flatMap((id) => (id === undefined ? [] : (partsOfFindingId(id)?.ref ?? [])));
  return more.length === 0 && refs.length === 0
    ? { ignored: 'the ticket is not ours' }
    : { ...message, refs: [...refs, ...more] };
}

/** A message that names resources to look at. */
export function isWork(message: Parsed | Error): message is Work {
  return !(message instanceof Error) && 'refs' in message;
}

/**
 * Whether a message has to come again: what failed is about a resource that it names; or about one that no message
 * names, because a change concerns others too (a group's users), and then any of them may have been the reason.
 */
export function problemOf(message: Parsed | undefined, { named, others }: Problems): Error | undefined {
  if (message === undefined || !isWork(message)) return undefined;
  return message.refs.map((ref) => named.get(refKey(ref))).find((error) => error !== undefined) ?? others;
}

async function attempted(work: () => Promise<Parsed>): Promise<Parsed | Error> {
  try {
    return await work();
  } catch (error) {
    return asError(error);
  }
}
