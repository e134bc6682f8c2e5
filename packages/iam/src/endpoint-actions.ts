import { formOf } from './document';
import { accepts, globPattern, type Pattern, SEGMENT_ONE, SEGMENT_STAR } from './glob';
import { splitTexts } from './product';
import { isObject, strings } from './shape';

/** At least one name. */
export type Names = readonly [string, ...string[]];

/** Actions of a service by the statements that name them: no statement tells those of one kind apart. */
export interface Actions {
  /** The names of each. */
  readonly kinds: readonly Names[];
  /** False where some kind may be missing. */
  readonly complete: boolean;
}

/** The action patterns of each statement that can name an action at all. */
function columnsOf(documents: readonly unknown[]): readonly (readonly string[])[] {
  return documents.flatMap((document) => {
    const shape = formOf(document);
    if (typeof shape === 'string') return [];
    return shape.statements.flatMap((raw) => {
      const patterns = isObject(raw) ? strings(raw['Action'] ?? raw['NotAction']) : null;
      // `*` tells no actions apart. Others match none; a statement that has them is for the engine to refuse.
      return patterns === null ? [] : [patterns.filter((pattern) => /^[\w*?-]+:[\w*?]+$/.test(pattern))];
    });
  });
}

/**
 * Splits the actions of a service (`sagemaker`) by the statements that name them. Names are those of `prefer` and of
 * the documents; where a kind has none, a made-up one stands for it.
 */
export function actionsToAsk(
  service: string,
  prefer: readonly string[],
  documents: readonly unknown[],
): Actions {
  const columns = columnsOf(documents);
  const patterns = columns.map((column) => column.map((pattern) => globPattern(pattern.toLowerCase())));
  const universe: Pattern = [...globPattern(`${service}:`), SEGMENT_ONE, SEGMENT_STAR];
  const cells = splitTexts([universe], patterns);
  const prefix = `${service}:`;
  const named = columns.flat().filter((name) => !/[*?]/.test(name) && name.toLowerCase().startsWith(prefix));
  const byKind = new Map<string, [string, ...string[]]>();
  const kindOf = (name: string): string =>
    patterns
      .map((column) => (column.some((pattern) => accepts(pattern, name.toLowerCase())) ? '1' : '0'))
      .join();
  for (const name of new Set([...prefer, ...named])) {
    const kind = kindOf(name);
    const known = byKind.get(kind);
    if (known === undefined) byKind.set(kind, [name]);
    else known.push(name);
  }
  for (const example of cells.examples)
    if (!byKind.has(kindOf(example))) byKind.set(kindOf(example), [example]);
  return { kinds: [...byKind.values()], complete: cells.complete };
}
