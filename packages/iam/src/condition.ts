import { type AddressRange, normalized, parseAddress, parseCidr, within } from './address';
import { partCount, partwise } from './arn';
import { accepts, isEverything, type Pattern, toPattern } from './glob';
import { type Meter, unmetered } from './meter';
import type { Comparison, Operator } from './operators';
import { isRefused, refused, type Refused } from './refused';
import { inInterval, parseDate, parseNumber, type Interval } from './scalar';
import {
  parsePolicyValue,
  type TemplatePart,
  plainTemplate,
  substitute,
  type Lookup,
  type TextPart,
} from './template';

/** What the values of a condition match, before the operator's negation. */
export type Matcher =
  | { readonly kind: 'patterns'; readonly patterns: readonly Pattern[] }
  | { readonly kind: 'numbers' | 'dates'; readonly intervals: readonly Interval[] }
  | { readonly kind: 'addresses'; readonly ranges: readonly AddressRange[] }
  | { readonly kind: 'null'; readonly absent: boolean; readonly present: boolean };

/** One condition with nothing left to substitute: a predicate on one key. */
export interface Atom {
  /** Lower case. */
  readonly key: string;
  /** As the policy writes it. */
  readonly shown: string;
  readonly operator: Operator;
  readonly operatorName: string;
  readonly matcher: Matcher;
}

/** One condition as written; `atom` is null when one of its values has a variable. */
export interface Condition {
  readonly key: string;
  readonly shown: string;
  readonly operator: Operator;
  readonly operatorName: string;
  readonly path: string;
  readonly values: readonly (readonly TemplatePart[])[];
  readonly atom: Atom | null;
}

export type Value = string | readonly string[] | undefined;

const families = { string: true, arn: true, bool: true, binary: true } as const;

function isText(operator: Operator): boolean {
  return operator.family in families;
}

function interval(comparison: Comparison, value: number): Interval {
  const low = comparison === 'less' || comparison === 'lessOrEqual' ? -Infinity : value;
  const high = comparison === 'greater' || comparison === 'greaterOrEqual' ? Infinity : value;
  return { low, high, lowOpen: comparison === 'greater', highOpen: comparison === 'less' };
}

function textMatcher(operator: Operator, values: readonly (readonly TextPart[])[]): Matcher | Refused {
  const patterns: Pattern[] = [];
  for (const parts of values) {
    const pattern = toPattern(parts, operator);
    if (operator.family !== 'arn' || isEverything(pattern)) patterns.push(pattern);
    else if (partCount(pattern) < 6)
      return refused(`'${parts.map((part) => part.text).join('')}' is not an ARN of six parts`);
    else patterns.push(partwise(pattern));
  }
  return { kind: 'patterns', patterns };
}

function plainMatcher(operator: Operator, values: readonly string[]): Matcher | Refused {
  const bad = (value: string, what: string) => refused(`'${value}' is not ${what}`);
  if (operator.family === 'null') {
    for (const value of values) if (!/^(?:true|false)$/i.test(value)) return bad(value, 'true or false');
    const lower = values.map((value) => value.toLowerCase());
    return { kind: 'null', absent: lower.includes('true'), present: lower.includes('false') };
  }
  if (operator.family === 'address') {
    const ranges: AddressRange[] = [];
    for (const value of values) {
      const range = parseCidr(value);
      if (range === null) return bad(value, 'an IP address or CIDR block');
      ranges.push(range);
    }
    return { kind: 'addresses', ranges: normalized(ranges) };
  }
  const parse = operator.family === 'date' ? parseDate : parseNumber;
  const intervals: Interval[] = [];
  for (const value of values) {
    const number = parse(value);
    if (number === null) return bad(value, operator.family === 'date' ? 'a date' : 'a number');
    intervals.push(interval(operator.comparison, number));
  }
  return { kind: operator.family === 'date' ? 'dates' : 'numbers', intervals };
}

/** Reads one condition. Refused with what is wrong with it. */
export function parseCondition(
  written: {
    readonly shown: string;
    readonly operator: Operator;
    readonly operatorName: string;
    readonly path: string;
  },
  values: readonly string[],
  variables: boolean,
): Condition | Refused {
  const key = written.shown.toLowerCase();
  const templates = values.map((value) =>
    variables && isText(written.operator) && value.includes('${')
      ? parsePolicyValue(value)
      : plainTemplate(value),
  );
  const condition = { ...written, key, values: templates, atom: null };
  if (!isText(written.operator)) {
    const matcher = plainMatcher(written.operator, values);
    return isRefused(matcher) ? matcher : { ...condition, atom: { ...written, key, matcher } };
  }
  if (templates.some((parts) => parts.some((part) => part.kind === 'variable'))) return condition;
  const bound = bindCondition(condition, () => undefined);
  return 'atom' in bound ? { ...condition, atom: bound.atom } : refused(bound.problem);
}

export type BoundCondition =
  { readonly atom: Atom } | { readonly problem: string; readonly free: readonly string[] };

/** Replaces variables by their values. A value with an unresolved variable matches nothing. */
export function bindCondition(condition: Omit<Condition, 'atom'>, lookup: Lookup): BoundCondition {
  const values: (readonly TextPart[])[] = [];
  const free: string[] = [];
  for (const template of condition.values) {
    const result = substitute(template, lookup);
    if (result.status === 'text') values.push(result.parts);
    else if (result.status === 'free') free.push(...result.keys);
  }
  if (free.length > 0)
    return { problem: `variable ${free.map((key) => `\${${key}}`).join(', ')} is not fixed`, free };
  const matcher = textMatcher(condition.operator, values);
  if (isRefused(matcher)) return { problem: matcher.because, free: [] };
  const { key, shown, operator, operatorName } = condition;
  return { atom: { key, shown, operator, operatorName, matcher } };
}

/** Whether the value matches one of the condition's values, before negation. */
export function admitsValue(matcher: Matcher, value: string, meter: Meter = unmetered): boolean {
  meter.spend(1);
  switch (matcher.kind) {
    case 'null':
      return matcher.present;
    case 'patterns':
      return matcher.patterns.some((pattern) => accepts(pattern, value, meter));
    case 'addresses': {
      const address = parseAddress(value);
      return address !== null && within(matcher.ranges, address);
    }
    case 'numbers':
    case 'dates': {
      const number = matcher.kind === 'dates' ? parseDate(value) : parseNumber(value);
      meter.spend(matcher.intervals.length);
      return number !== null && matcher.intervals.some((range) => inInterval(range, number));
    }
  }
}

/** The condition's result for a key that is absent (undefined), has one value, or has several. */
export function holds(atom: Atom, value: Value, meter: Meter = unmetered): boolean {
  const { matcher, operator } = atom;
  const present = Array.isArray(value) ? value.length > 0 : value !== undefined;
  if (matcher.kind === 'null') return present ? matcher.present : matcher.absent;
  if (value === undefined || !present) {
    if (operator.quantifier === 'any') return false;
    return operator.quantifier === 'all' || operator.ifExists || operator.negated;
  }
  const values = typeof value === 'string' ? [value] : value;
  const each = (one: string) => admitsValue(matcher, one, meter) !== operator.negated;
  if (operator.quantifier === 'all') return values.every((one) => one === '' || each(one));
  // Without a set operator, a negated condition on several values means that none of them matches.
  if (operator.quantifier === 'none' && operator.negated) return values.every(each);
  return values.some(each);
}
