import { isArray, isPlainObject } from '../protocol/shape';

/** One permission that a call needs: an action on a resource, with the condition keys that AWS supplies for it. */
export interface Need {
  readonly action: string;
  /** An ARN, or `*` where the action has no resource-level permissions. */
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** The account and Region in which a call is made. */
export interface Where {
  readonly account: string;
  readonly region: string;
}

/** The decoded input of a call. */
export type CallInput = Readonly<Record<string, unknown>>;

/**
 * The permissions that the operations of a service need (AWS's service authorization reference). An operation that is
 * not listed cannot be authorized: the sandbox says so instead of guessing.
 */
export type Needs = Readonly<Record<string, (input: CallInput, where: Where) => readonly Need[]>>;

/** An action without resource-level permissions. */
export function anywhere(...actions: readonly string[]): () => readonly Need[] {
  return () => actions.map((action) => ({ action, resource: '*' }));
}

/** A member of the input as text; empty if it is absent or of another type. */
export function textIn(input: CallInput, name: string): string {
  const value = input[name];
  return typeof value === 'string' ? value : '';
}

/** A member of the input as a list of strings. */
export function textsIn(input: CallInput, name: string): readonly string[] {
  const value = input[name];
  return isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** A member of the input as a list of objects. */
export function objectsIn(input: CallInput, name: string): readonly CallInput[] {
  const value = input[name];
  return isArray(value) ? value.filter(isPlainObject) : [];
}

/** `aws:RequestTag/…` and `aws:TagKeys` of the tags that a call sets. */
export function tagContext(tags: readonly CallInput[]): Readonly<Record<string, string | readonly string[]>> {
  if (tags.length === 0) return {};
  const pairs = tags.map((tag) => [textIn(tag, 'Key'), textIn(tag, 'Value')] as const);
  return {
    ...Object.fromEntries(pairs.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    'aws:TagKeys': pairs.map(([key]) => key),
  };
}
