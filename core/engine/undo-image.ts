import { clientToken } from '../model/client-token';
import { effective, type FindingRecord } from '../model/ledger';
import { canonicalJson } from '../model/plan';
import type { Judgement } from '../model/rule';

/**
 * The image that undo compares with, for a record that comes to rest: as it was when the last step was seen to have
 * taken effect. What happens to the resource after that is somebody else's doing, and does not become ours by a look.
 */
export function settledImage(record: FindingRecord, judgement: Judgement): string {
  const isSeen = effective(record).every(({ state }) => state === 'verified');
  return isSeen && record.after !== undefined ? record.after : judgement.image();
}

/** What tells an image from others of the same resource, without the states that move by themselves. */
export function imageDigest(image: string): string {
  return clientToken(canonicalJson(withoutStates(JSON.parse(image === '' ? 'null' : image))));
}

/** AWS goes on from `Stopping` to `Stopped` when nobody does anything. */
const state = /^(State|Status|NotebookInstanceStatus)$/;

function withoutStates(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutStates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      state.test(key) ? [] : [[key, withoutStates(member)] as const],
    ),
  );
}
