/** An object or list that the scan is in: the keys of an object so far, or the position in a list. */
interface Level {
  readonly keys: Set<string> | null;
  name: string;
  index: number;
}

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;

function endOfText(text: string, start: number): number {
  let at = start + 1;
  while (text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

function pathOf(levels: readonly Level[]): string {
  return levels.map(({ keys, name, index }) => (keys === null ? String(index) : name)).join('.');
}

/**
 * The path of the first key that an object of the JSON text has twice, or null. `JSON.parse` keeps the last one
 * silently; IAM refuses a policy like that (user guide, grammar: no element has multiple instances of the same key).
 *
 * @param text what `JSON.parse` has accepted
 */
export function repeatedKey(text: string): string | null {
  const levels: Level[] = [];
  let isKey = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const level = levels.at(-1);
    if (code === QUOTE) {
      const end = endOfText(text, at);
      if (isKey && level?.keys) {
        const raw = text.slice(at, end + 1);
        level.name = raw.includes('\\') ? String(JSON.parse(raw)) : raw.slice(1, -1);
        if (level.keys.has(level.name)) return pathOf(levels);
        level.keys.add(level.name);
        isKey = false;
      }
      at = end;
    } else if (code === COMMA && level !== undefined) {
      if (level.keys === null) level.index += 1;
      else isKey = true;
    } else {
      const character = text.charAt(at);
      if (character === '{' || character === '[') {
        isKey = character === '{';
        levels.push({ keys: isKey ? new Set() : null, name: '', index: 0 });
      } else if (character === '}' || character === ']') {
        levels.pop();
        isKey = false;
      }
    }
  }
  return null;
}
