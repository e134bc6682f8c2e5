import { isRecord } from '../model/json';

type Part = Readonly<Record<string, unknown>>;

/** Resources and principals that must not be touched: an account adds to the central lists and cannot shorten them. */
const additive: ReadonlySet<string> = new Set(['exemptions', 'protectedPrincipals']);

/** Mappings that mean something as a whole only: the account's replaces the central one. */
const undivided: ReadonlySet<string> = new Set(['organizationPolicies']);

/** Two keys with which the VPCs can be given: setting one of them drops the other. */
const alternatives: readonly (readonly [path: string, other: string])[] = [
  ['perimeter.vpcs', 'discover'],
  ['perimeter.discover', 'vpcs'],
];

/**
 * The central settings overridden by those of one account, both as parsed and not yet checked. Mappings merge key by
 * key; any other value of the account, lists included, replaces the central one. Only `exemptions` and
 * `protectedPrincipals` are joined. Anything that is not a mapping (an empty file) is ignored.
 */
export function mergeSettings(central: unknown, own: unknown): unknown {
  if (!isRecord(own)) return central;
  if (!isRecord(central)) return own;
  const merged = merge(central, own, '');
  for (const key of additive) {
    const lists = [central[key], own[key]];
    if (lists.every((list) => Array.isArray(list))) merged[key] = lists.flat();
  }
  return merged;
}

function merge(central: Part, own: Part, path: string): Record<string, unknown> {
  const dropped = new Set(
    alternatives
      .filter(([key]) => Object.keys(own).some((name) => `${path}${name}` === key))
      .map(([, other]) => other),
  );
  const merged = new Map(Object.entries(central).filter(([key]) => !dropped.has(key)));
  for (const [key, value] of Object.entries(own)) {
    const centralValue = merged.get(key);
    merged.set(
      key,
      isRecord(centralValue) && isRecord(value) && !undivided.has(`${path}${key}`)
        ? merge(centralValue, value, `${path}${key}.`)
        : value,
    );
  }
  return Object.fromEntries(merged);
}
