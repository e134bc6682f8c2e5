import { arnPartsOf } from './arn';
import type { GivenFacts, ShownRequest } from './types';

type Value = string | readonly string[];

/** A request and what is known, with keys found whatever their letter case. */
export interface RequestView {
  readonly request: ShownRequest;
  readonly facts: GivenFacts;
  readonly service: string;
  readonly partition: string;
  readonly account: string;
  /** What the request shows, by lower-case key. */
  readonly shown: ReadonlyMap<string, { readonly name: string; readonly value: Value }>;
  /** The key's only value; undefined when it is not shown or is a list. */
  readonly text: (key: string) => string | undefined;
  readonly list: (key: string) => readonly string[] | undefined;
  /** Whether the caller fixed the key, so that its value is not checked. */
  readonly isGiven: (key: string) => boolean;
  /** Whether the request surely lacks the key, and the caller did not say so. */
  readonly isAbsent: (key: string) => boolean;
}

export function viewOf(request: ShownRequest, facts: GivenFacts): RequestView {
  const shown = new Map(
    Object.entries(request.context).map(([name, value]) => [name.toLowerCase(), { name, value }]),
  );
  const given = new Set(Object.keys(facts.context ?? {}).map((key) => key.toLowerCase()));
  const absent = new Set((facts.absent ?? []).map((key) => key.toLowerCase()));
  const home = arnPartsOf(facts.principal.arn);
  return {
    request,
    facts,
    service: request.action.split(':', 1)[0]?.toLowerCase() ?? '',
    partition: home?.partition ?? '',
    account: home?.account ?? '',
    shown,
    text: (key) => {
      const value = shown.get(key.toLowerCase())?.value;
      return typeof value === 'string' ? value : undefined;
    },
    list: (key) => {
      const value = shown.get(key.toLowerCase())?.value;
      return typeof value === 'string' ? undefined : value;
    },
    isGiven: (key) => given.has(key.toLowerCase()),
    isAbsent: (key) => absent.has(key.toLowerCase()) && !given.has(key.toLowerCase()),
  };
}
