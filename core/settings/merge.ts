type Part = Readonly<Record<string, unknown>>;

/** What must not be touched: an account adds to the central lists and can take nothing off them. */
const additive: ReadonlySet<string> = new Set(['exemptions', 'protectedPrincipals']);

/** Two ways to say the same: whoever overrides one of them has said it. */
const alternatives: readonly (readonly [path: string, other: string])[] = [
  ['perimeter.vpcs', 'discover'],
  ['perimeter.discover', 'vpcs'],
];

/**
 * Central settings with those of one account over them, both as parsed and not yet checked. Mappings merge key by key;
 * any other value of the account stands instead of the central one, lists included, but for `exemptions` and
 * `protectedPrincipals`, which add up. What is no mapping (an empty file) changes nothing.
 */
export function mergeSettings(central: unknown, own: unknown): unknown {
  if (!isPart(own)) return central;
  if (!isPart(central)) return own;
  const merged = merge(central, own, '');
  for (const key of additive) {
    const lists = [central[key], own[key]];
    if (lists.every((list) => Array.isArray(list))) merged[key] = lists.flat();
  }
  return merged;
}

function merge(central: Part, own: Part, path: string): Record<string, unknown> {
  const said = new Set(
    alternatives
      .filter(([key]) => Object.keys(own).some((name) => `${path}${name}` === key))
      .map(([, other]) => other),
  );
  const merged = new Map(Object.entries(central).filter(([key]) => !said.has(key)));
  for (const [key, value] of Object.entries(own)) {
    const below = merged.get(key);
    merged.set(key, isPart(below) && isPart(value) ? merge(below, value, `${path}${key}.`) : value);
  }
  return Object.fromEntries(merged);
}

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
