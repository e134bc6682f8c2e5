/** A piece of a policy value. In `wild` text, `*` and `?` are wildcards if the operator has wildcards. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string; readonly wild: boolean }
  | { readonly kind: 'variable'; readonly key: string; readonly fallback: string | null };

export type TextPart = Extract<TemplatePart, { kind: 'text' }>;

const variable = /^\s*([^,'\s]+)\s*(?:,\s*'([^']*)'\s*)?$/;

/** Splits a value at each `${…}`. `${*}`, `${?}` and `${$}` represent these characters themselves. */
export function parsePolicyValue(text: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf('${', from);
    const end = start < 0 ? -1 : text.indexOf('}', start);
    if (end < 0) break;
    if (start > from) parts.push({ kind: 'text', text: text.slice(from, start), wild: true });
    const inner = text.slice(start + 2, end);
    const match = variable.exec(inner);
    if (inner === '*' || inner === '?' || inner === '$')
      parts.push({ kind: 'text', text: inner, wild: false });
    else if (match?.[1] === undefined) parts.push({ kind: 'variable', key: '', fallback: null });
    else parts.push({ kind: 'variable', key: match[1].toLowerCase(), fallback: match[2] ?? null });
    from = end + 1;
  }
  if (from < text.length || parts.length === 0)
    parts.push({ kind: 'text', text: text.slice(from), wild: true });
  return parts;
}

/** A value without variables, for old policy versions and operators that do not support them. */
export function plainTemplate(text: string): readonly TemplatePart[] {
  return [{ kind: 'text', text, wild: true }];
}

/** The value of a variable: null when the key is absent or has several values, undefined when it is not fixed. */
export type Lookup = (key: string) => string | null | undefined;

export type Substituted =
  | { readonly status: 'text'; readonly parts: readonly TextPart[] }
  | { readonly status: 'unresolved' }
  | { readonly status: 'free'; readonly keys: readonly string[] };

/** Replaces variables by their values. Wildcards inside a substituted value are plain characters. */
export function substitute(parts: readonly TemplatePart[], lookup: Lookup): Substituted {
  const text: TextPart[] = [];
  const free: string[] = [];
  let unresolved = false;
  for (const part of parts) {
    if (part.kind === 'text') {
      text.push(part);
      continue;
    }
    const value = lookup(part.key);
    if (value === undefined) free.push(part.key);
    else if (value !== null) text.push({ kind: 'text', text: value, wild: false });
    else if (part.fallback !== null) text.push({ kind: 'text', text: part.fallback, wild: false });
    else unresolved = true;
  }
  if (unresolved) return { status: 'unresolved' };
  return free.length > 0 ? { status: 'free', keys: free } : { status: 'text', parts: text };
}
