import { Parser } from 'yaml';

/** The parts of the YAML parser's tokens that hold other tokens. */
interface Holder {
  readonly value?: unknown;
  readonly items?: readonly { readonly key?: unknown; readonly value?: unknown }[];
}

/**
 * How deeply a YAML text nests. Asked before the text is composed, because composing recurses and a hostile text of
 * some kilobytes would end the process. The parser used here does not recurse, nor does this walk.
 */
export function nestingOf(text: string): number {
  let deepest = 0;
  const left: (readonly [unknown, number])[] = Array.from(new Parser().parse(text), (token) => [token, 0]);
  for (let entry = left.pop(); entry !== undefined; entry = left.pop()) {
    const [token, depth] = entry;
    deepest = Math.max(deepest, depth);
    if (typeof token !== 'object' || token === null) continue;
    const { value, items }: Holder = token;
    left.push([value, depth + 1]);
    for (const item of items ?? []) left.push([item.key, depth + 1], [item.value, depth + 1]);
  }
  return deepest;
}
