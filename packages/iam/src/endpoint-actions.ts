import { formOf } from './document';
import { accepts, globPattern, type Pattern, SEGMENT_ONE, SEGMENT_STAR } from './glob';
import { splitTexts } from './product';
import { isRefused } from './refused';
import { isRecord } from './shape';
import { actionsOf } from './statement';

/** A list of at least one name. */
export type Names = readonly [string, ...string[]];

/** Actions of a service by the statements that name them: no statement distinguishes those of one kind. */
export interface Actions {
  /** The names of each kind. */
  readonly kinds: readonly Names[];
  /** False when some kind may be missing. */
  readonly complete: boolean;
}

/** The action patterns of each statement that can name an action at all; those with white space by themselves. */
function columnsOf(documents: readonly unknown[]): readonly (readonly string[])[] {
  return documents.flatMap((document) => {
    const form = formOf(document);
    if (isRefused(form)) return [];
    return form.statements.flatMap((raw) => {
      const actions = isRecord(raw) ? actionsOf(raw) : null;
      if (actions === null || isRefused(actions)) return [];
      // `*` distinguishes no actions. Other texts match none; the engine refuses a statement that has them.
      const named = (all: readonly string[]) => all.filter((one) => /^[\w*?-]+:[\w*?]+$/.test(one));
      return actions.vague.length === 0
        ? [named(actions.patterns)]
        : [named(actions.patterns), named(actions.vague)];
    });
  });
}

/**
 * Splits the actions of a service (`sagemaker`) by the statements that name them. Names come from `prefer` and from the
 * documents; a kind without any is represented by an invented name.
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
