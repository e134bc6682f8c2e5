import { isRecord } from '../core/model/json';

// This file avoids `instanceof`, because in tests Node's own errors come from another realm.

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  const message = memberOf(thrown, 'message');
  return typeof message === 'string' && message !== '' ? message : String(thrown);
}

/** The code of a system error, for example `ENOENT`. */
export function systemCodeOf(thrown: unknown): string | undefined {
  const code = memberOf(thrown, 'code');
  return typeof code === 'string' ? code : undefined;
}

export function memberOf(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}
