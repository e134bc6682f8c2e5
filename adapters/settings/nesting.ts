import { Parser } from 'yaml';
import { isRecord, valuesIn } from '../../core/model/json';

/**
 * How deeply a YAML text nests. This is checked before the text is composed, because composing is recursive and a
 * hostile text of a few kilobytes would crash the process. Neither the parser used here nor this loop is recursive.
 */
export function nestingOf(text: string): number {
  let deepest = 0;
  const left: (readonly [unknown, number])[] = Array.from(new Parser().parse(text), (token) => [token, 0]);
  for (let entry = left.pop(); entry !== undefined; entry = left.pop()) {
    const [token, depth] = entry;
    deepest = Math.max(deepest, depth);
    if (!isRecord(token)) continue;
    // Only these members contain other tokens.
    const { value, items } = token;
    left.push([value, depth + 1]);
    for (const item of valuesIn(items).filter(isRecord))
      left.push([item['key'], depth + 1], [item['value'], depth + 1]);
  }
  return deepest;
}
