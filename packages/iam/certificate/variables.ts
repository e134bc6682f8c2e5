import type { RequestSpace } from '../certify/reading/world';
import type { Tree } from '../certify/check';
import { literal } from '../certify/reading/policy';
import { STAR } from '../certify/text';
import { closeAll } from './search';

const MAX_VALUES = 24;
const MAX_DEPTH = 2;

/** A condition with a variable is named by a JSON list of its key, operator and values. */
interface Symbol {
  readonly key: string;
  readonly texts: readonly string[];
}

function symbolsOf({ needs, nevers }: RequestSpace): readonly Symbol[] {
  const rules = [...[...needs.values()].flat(), ...nevers.values()];
  const names = rules
    .flatMap(({ literals }) => literals.map(({ key }) => key))
    .filter((key) => key.startsWith('['));
  return names.map((name) => {
    const [, key = '', , texts = []] = JSON.parse(name) as [string, string?, string?, string[]?];
    return { key, texts };
  });
}

function variablesOf({ texts }: Symbol): readonly string[] {
  return texts.flatMap((text) =>
    [...text.matchAll(/\$\{\s*([^,'}\s]+)/g)].map((match) => (match[1] ?? '').toLowerCase()),
  );
}

/** The texts that the policies compare some keys with. */
function textsAbout(world: RequestSpace, keys: ReadonlySet<string>): readonly string[] {
  const rules = [...[...world.needs.values()].flat(), ...world.nevers.values()];
  const about = rules.flatMap(({ literals }) => literals.filter((one) => keys.has(one.key)));
  const texts = about.flatMap(({ patterns }) => patterns).filter((text) => /^[^\uE000-\uF8FF]+$/.test(text));
  const fixed = [...keys].flatMap((key) => world.known.get(key) ?? []);
  return [...new Set([...texts, ...fixed])].slice(0, MAX_VALUES);
}

/**
 * Why no request is left. Tries the cases of a key that a variable uses and that is not known: absent, each text that
 * it, or what is compared with it, is compared with, and anything else.
 */
export function closeByCases(world: RequestSpace, facts: readonly string[], depth = 0): Tree | null {
  const plain = closeAll(world, facts);
  if (plain !== null || depth === MAX_DEPTH) return plain;
  const symbols = symbolsOf(world);
  const isOpen = (key: string) => /^aws:|:[a-z]*tag\//.test(key) && !world.known.has(key);
  const key = symbols.flatMap(variablesOf).find(isOpen);
  if (key === undefined) return null;
  const related = symbols.filter((one) => variablesOf(one).includes(key)).map((one) => one.key);
  const texts = textsAbout(world, new Set([key, ...related]));
  const present = literal(key, [STAR], { kind: 'null' });
  const other = closeAll(world, facts, [present, literal(key, texts, { want: false })]);
  const absent = other === null ? null : closeByCases(world.with(key, undefined), facts, depth + 1);
  if (other === null || absent === null) return null;
  const values: Record<string, Tree> = {};
  for (const text of texts) {
    const then = closeByCases(world.with(key, text), facts, depth + 1);
    if (then === null) return null;
    values[text] = then;
  }
  return { key, values, absent, other };
}
