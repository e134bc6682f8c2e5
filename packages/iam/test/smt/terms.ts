/** Terms of SMT-LIB as text. */
export type Term = string;

const operator = (name: string, empty: Term) => (terms: readonly Term[]) =>
  terms.length === 0 ? empty : terms.length === 1 ? (terms[0] ?? empty) : `(${name} ${terms.join(' ')})`;

export const and = operator('and', 'true');
export const or = operator('or', 'false');
export const not = (term: Term): Term => `(not ${term})`;

/** A text as a constant; everything but plain ASCII is escaped. */
export function text(value: string): Term {
  const characters = Array.from(value, (one) =>
    /[ !#-[\]-~]/.test(one) ? one : `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return `"${characters.join('')}"`;
}

/** A piece of a glob: plain text, or a wildcard. */
export type Token = { readonly plain: string } | { readonly any: 'one' | 'many' };

/** The regular language of a glob. `within` excludes a character from what wildcards match. */
export function language(tokens: readonly Token[], within?: string): Term {
  const one = within === undefined ? 're.allchar' : `(re.diff re.allchar (str.to_re ${text(within)}))`;
  const parts = tokens.map((token) =>
    'plain' in token ? `(str.to_re ${text(token.plain)})` : token.any === 'one' ? one : `(re.* ${one})`,
  );
  return parts.length === 0
    ? '(str.to_re "")'
    : parts.length === 1
      ? (parts[0] ?? '')
      : `(re.++ ${parts.join(' ')})`;
}

export const inLanguage = (value: Term, tongue: Term): Term => `(str.in_re ${value} ${tongue})`;

/** The texts that differ from this one in the case of ASCII letters only. */
export function anyCase(value: string): Term {
  const parts = Array.from(value, (one) => {
    const [low, high] = [one.toLowerCase(), one.toUpperCase()];
    return /[a-z]/i.test(one)
      ? `(re.union (str.to_re ${text(low)}) (str.to_re ${text(high)}))`
      : `(str.to_re ${text(one)})`;
  });
  return parts.length === 0
    ? '(str.to_re "")'
    : parts.length === 1
      ? (parts[0] ?? '')
      : `(re.++ ${parts.join(' ')})`;
}

/** `*` and `?` are wildcards. */
export function globTokens(value: string): readonly Token[] {
  return value
    .split(/([*?])/)
    .filter((part) => part !== '')
    .map((part) => (part === '*' ? { any: 'many' } : part === '?' ? { any: 'one' } : { plain: part }));
}
