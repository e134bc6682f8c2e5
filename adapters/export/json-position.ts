export interface JsonError {
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  /** The text ends at the error, so it was probably cut off. */
  readonly isCut: boolean;
}

/** Where a text stops being JSON. Depending on Node's version, the error of JSON.parse has no position. */
export function jsonErrorPlace(text: string): JsonError {
  const offset = firstError(text);
  const before = text.slice(0, offset).split('\n');
  return {
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    isCut: /^\s*(?:"(?:[^"\\]|\\.)*\\?)?$/.test(text.slice(offset)),
  };
}

const space = /[ \t\n\r]*/y;
const string = /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const word = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** The offset of the first character that cannot follow the text before it; the length if the text is incomplete. */
function firstError(text: string): number {
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const length = pattern.exec(text)?.[0].length;
    if (length === undefined) return false;
    at += length;
    return true;
  };
  const skip = (character: string): boolean => {
    take(space);
    if (text[at] !== character) return false;
    at += 1;
    return true;
  };
  /** Consumes the key of a member and its colon. @returns whether they are there */
  const key = (): boolean => {
    take(space);
    return take(string) && skip(':');
  };

  const open: ('}' | ']')[] = [];
  for (;;) {
    take(space);
    if (skip('{')) {
      if (!skip('}')) {
        open.push('}');
        if (!key()) return at;
        continue;
      }
    } else if (skip('[')) {
      if (!skip(']')) {
        open.push(']');
        continue;
      }
    } else if (!take(string) && !take(word)) return at;
    // A value is complete: close every list and object that ends here, then continue with the next value.
    for (let end = open.at(-1); end !== undefined && skip(end); end = open.at(-1)) open.pop();
    const inside = open.at(-1);
    if (inside === undefined || !skip(',')) {
      take(space);
      return at;
    }
    if (inside === '}' && !key()) return at;
  }
}
