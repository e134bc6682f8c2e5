import {
  and,
  anyCase,
  globTokens,
  inLanguage,
  language,
  not,
  or,
  type Term,
  text,
  type Token,
} from './terms';
import type { Test } from './document';
import { inBlock } from './address';
import type { Key, KeyValue } from './keys';

/** What this translation has no term for. Such a problem is counted, and not asked. */
export class Untranslatable extends Error {}

/** The keys of a request, and those that have one value in all of them. */
export interface Request {
  readonly keys: ReadonlyMap<string, Key>;
  /** Their values; an empty list means absent. */
  readonly fixed: ReadonlyMap<string, readonly string[]>;
  readonly isSeveral: (name: string) => boolean;
}

/** A part of a value in a policy: text with wildcards, text from a variable of one value, or a variable. */
type Part =
  | { readonly wild: string }
  | { readonly quoted: string }
  | { readonly slot: KeyValue; readonly kind: string };

/** The parts of a value, for each case in which its variables have one; `when` says which case. */
interface Reading {
  readonly when: Term;
  readonly parts: readonly Part[];
}

/** Reads `${…}`. A variable without a value and a default matches nothing, so there is no reading of it. */
export function readings(value: string, hasVariables: boolean, request: Request): readonly Reading[] {
  if (!hasVariables) return [{ when: 'true', parts: [{ wild: value }] }];
  let all: readonly Reading[] = [{ when: 'true', parts: [] }];
  const extend = (choices: readonly Reading[]) => {
    all = all.flatMap((before) =>
      choices.map(({ when, parts }) => ({
        when: and([before.when, when]),
        parts: [...before.parts, ...parts],
      })),
    );
  };
  for (const piece of value.split(/(\$\{[^}]*\})/)) {
    const inner = /^\$\{([^}]*)\}$/.exec(piece)?.[1];
    if (inner === undefined) extend([{ when: 'true', parts: [{ wild: piece }] }]);
    else extend(readingsOf(inner, request));
  }
  return all;
}

function readingsOf(inner: string, { keys, fixed, isSeveral }: Request): readonly Reading[] {
  if (['*', '?', '$'].includes(inner)) return [{ when: 'true', parts: [{ quoted: inner }] }];
  const [written = '', fallback] = inner.split(/\s*,\s*/);
  const name = written.toLowerCase();
  const instead = fallback?.replace(/^'|'$/g, '');
  const otherwise = (when: Term): readonly Reading[] =>
    instead === undefined ? [] : [{ when, parts: [{ quoted: instead }] }];
  if (isSeveral(name)) return otherwise('true');
  const known = fixed.get(name);
  if (known !== undefined) {
    const [value] = known;
    return value === undefined ? otherwise('true') : [{ when: 'true', parts: [{ quoted: value }] }];
  }
  const key = keys.get(name);
  const slot = key?.slots[0];
  if (key === undefined || slot === undefined) throw new Untranslatable(`the variable ${name}`);
  return [{ when: slot.used, parts: [{ slot, kind: key.kind }] }, ...otherwise(not(slot.used))];
}

/** Parts without variables, as tokens of a glob; null if there is a variable. */
function plainTokens(parts: readonly Part[], isGlob: boolean): readonly Token[] | null {
  const tokens: Token[] = [];
  for (const part of parts) {
    if ('slot' in part) return null;
    const isWild = 'wild' in part && isGlob;
    if (isWild) tokens.push(...globTokens(part.wild));
    else tokens.push({ plain: 'wild' in part ? part.wild : part.quoted });
  }
  return tokens;
}

/** A glob with variables, where wildcards stand at its ends only. */
function around(value: Term, parts: readonly Part[], isGlob: boolean): Term {
  const tokens = parts.flatMap((part): readonly (Token | Part)[] =>
    'wild' in part && isGlob ? globTokens(part.wild) : [part],
  );
  const isStar = (token: Token | Part | undefined) =>
    token !== undefined && 'any' in token && token.any === 'many';
  const [before, after] = [isStar(tokens[0]), isStar(tokens.at(-1))];
  const core = tokens.slice(before ? 1 : 0, after ? -1 : undefined).map((token): Term => {
    if ('any' in token) throw new Untranslatable('a wildcard beside a variable');
    if (!('slot' in token))
      return text('plain' in token ? token.plain : 'wild' in token ? token.wild : token.quoted);
    if (token.kind !== 'text' && token.kind !== 'boolean')
      throw new Untranslatable(`a variable of ${token.kind}`);
    return token.slot.value;
  });
  const whole = core.length === 1 ? (core[0] ?? '""') : `(str.++ ${core.join(' ')})`;
  if (before && after) return `(str.contains ${value} ${whole})`;
  if (before) return `(str.suffixof ${whole} ${value})`;
  return after ? `(str.prefixof ${whole} ${value})` : `(= ${value} ${whole})`;
}

/** Whether a text matches a pattern with wildcards, or is equal to a text. */
export function matchesText(value: Term, parts: readonly Part[], isGlob: boolean): Term {
  const tokens = plainTokens(parts, isGlob);
  return tokens === null ? around(value, parts, isGlob) : inLanguage(value, language(tokens));
}

/** An ARN matches part by part: wildcards in the first five do not match a colon. */
function matchesArn(value: Term, parts: readonly Part[]): Term {
  const tokens = plainTokens(parts, true);
  if (tokens === null) throw new Untranslatable('a variable in an ARN');
  if (tokens.length === 1 && tokens.every((token) => 'any' in token && token.any === 'many')) return 'true';
  const rest = [...tokens];
  const languages: Term[] = [];
  for (let part = 0; part < 5; part += 1) {
    const own: Token[] = [];
    for (;;) {
      const token = rest.shift();
      if (token === undefined) throw new Untranslatable('an ARN of fewer parts');
      if ('any' in token) own.push(token);
      else {
        const colon = token.plain.indexOf(':');
        own.push({ plain: colon === -1 ? token.plain : token.plain.slice(0, colon) });
        if (colon === -1) continue;
        rest.unshift({ plain: token.plain.slice(colon + 1) });
        break;
      }
    }
    languages.push(language(own, ':'), '(str.to_re ":")');
  }
  return inLanguage(value, `(re.++ ${[...languages, language(rest)].join(' ')})`);
}

function compared(operator: string, value: Term, wanted: string): Term {
  const sign = operator.endsWith('LessThan')
    ? '<'
    : operator.endsWith('LessThanEquals')
      ? '<='
      : operator.endsWith('GreaterThan')
        ? '>'
        : operator.endsWith('GreaterThanEquals')
          ? '>='
          : '=';
  return `(${sign} ${value} ${wanted})`;
}

/** The milliseconds of a date or of seconds since 1970. */
export function instant(written: string): string {
  const time = /^\d{5,}$/.test(written) ? Number(written) * 1_000 : Date.parse(written);
  if (!Number.isInteger(time)) throw new Untranslatable(`the date ${written}`);
  return String(time);
}

/** Whether one value of a key matches one value of the policy, without the operator's Not. */
export function matchesOne(
  { operator }: Test,
  wanted: string,
  slot: KeyValue,
  hasVariables: boolean,
  request: Request,
): Term {
  const name = operator.replace('Not', '');
  if (name === 'IpAddress') return inBlock(slot, wanted);
  if (name.startsWith('Numeric')) {
    if (!/^\d+$/.test(wanted)) throw new Untranslatable(`the number ${wanted}`);
    return compared(name, slot.value, `${wanted}.0`);
  }
  if (name.startsWith('Date')) return compared(name, slot.value, instant(wanted));
  return or(
    readings(wanted, hasVariables, request).map(({ when, parts }) => {
      if (name === 'StringLike') return and([when, matchesText(slot.value, parts, true)]);
      if (name.startsWith('Arn')) return and([when, matchesArn(slot.value, parts)]);
      if (name === 'StringEquals') return and([when, matchesText(slot.value, parts, false)]);
      const tokens = plainTokens(parts, false);
      if (tokens === null) throw new Untranslatable('a variable compared without case');
      const plain = tokens.map((token) => ('plain' in token ? token.plain : '')).join('');
      return and([when, inLanguage(slot.value, anyCase(plain))]);
    }),
  );
}
