import { clientToken } from '../model/client-token';
import { effective, type FindingRecord } from '../model/ledger';
import { canonicalJson } from '../model/plan';
import type { Judgement } from '../model/rule';
import { isRecord } from '../model/json';

/**
 * The image that undo will compare the resource with, for a record that is being settled: the state in which the last
 * step was seen to have taken effect. Later changes to the resource are somebody else's and must not be attributed to
 * Palisade by a later read.
 */
export function settledImage(record: FindingRecord, judgement: Judgement): string {
  const isSeen = effective(record).every(({ state }) => state === 'verified');
  return isSeen && record.after !== undefined ? record.after : judgement.image();
}

/** A digest of an image that ignores the states that AWS changes by itself. */
export function imageDigest(image: string): string {
  return clientToken(canonicalJson(withoutStates(JSON.parse(image === '' ? 'null' : image))));
}

/** Fields that change without anybody's action, for example from `Stopping` to `Stopped`. */
const state = /^(State|Status|NotebookInstanceStatus)$/;

function withoutStates(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutStates);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      state.test(key) ? [] : [[key, withoutStates(member)] as const],
    ),
  );
}
