import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type LineCounter, type Node } from 'yaml';
import type { SettingsProblem } from '../../core/settings';

/** The position of a problem in the file. */
export interface TextPosition {
  /** Counted from 1. */
  readonly line: number;
  /** What is at the position: a key without a value, no such key, or something else. */
  readonly finds: 'empty' | 'nothing' | 'something';
  /** The key or value itself, if it is a word. */
  readonly given: string;
}

/** The line of the key or value that has the problem; if it is missing, the line of what encloses it. */
export function positionOf(document: Document, problem: SettingsProblem, lines: LineCounter): TextPosition {
  let node = document.contents;
  let line = lineOf(node, lines) ?? 1;
  for (const [index, part] of problem.path.entries()) {
    const found = step(isAlias(node) ? node.resolve(document) : node, part);
    if (found === undefined)
      return { line, finds: problem.about === 'key' ? 'something' : 'nothing', given: '' };
    const isLast = index === problem.path.length - 1;
    const at = isLast && problem.about === 'key' ? found.key : (found.value ?? found.key);
    line = lineOf(at, lines) ?? lineOf(found.key, lines) ?? line;
    node = found.value;
  }
  const value = isScalar(node) ? node.value : undefined;
  if (problem.about === 'key') return { line, finds: 'something', given: String(problem.path.at(-1)) };
  return {
    line,
    finds: value === null ? 'empty' : 'something',
    given: typeof value === 'string' ? value : '',
  };
}

/** One step down: the pair of a mapping, or the item of a sequence. */
function step(
  node: unknown,
  part: PropertyKey,
): { readonly key: Node | null; readonly value: Node | null } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
    return pair === undefined ? undefined : { key: asNode(pair.key), value: asNode(pair.value) };
  }
  if (isSeq(node) && typeof part === 'number') {
    const item = asNode(node.items[part]);
    return item === null ? undefined : { key: null, value: item };
  }
  return undefined;
}

function asNode(value: unknown): Node | null {
  return isNode(value) ? value : null;
}

function lineOf(node: Node | null, lines: LineCounter): number | undefined {
  const offset = node?.range?.[0];
  return offset === undefined ? undefined : lines.linePos(offset).line;
}
