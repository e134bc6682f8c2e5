/** How values are compared. `arn`, `bool` and `binary` values are strings with their own matching. */
export type Family = 'string' | 'arn' | 'bool' | 'binary' | 'number' | 'date' | 'address' | 'null';
export type Comparison = 'equals' | 'less' | 'lessOrEqual' | 'greater' | 'greaterOrEqual';

export interface Operator {
  readonly family: Family;
  readonly comparison: Comparison;
  readonly negated: boolean;
  readonly ignoreCase: boolean;
  readonly wildcards: boolean;
  readonly quantifier: 'none' | 'any' | 'all';
  readonly ifExists: boolean;
}

type Base = Pick<Operator, 'family' | 'comparison' | 'negated' | 'ignoreCase' | 'wildcards'>;

function base(family: Family, options: Partial<Base> = {}): Base {
  return { family, comparison: 'equals', negated: false, ignoreCase: false, wildcards: false, ...options };
}

function ordered(family: 'number' | 'date', prefix: string): [string, Base][] {
  return [
    [`${prefix}Equals`, base(family)],
    [`${prefix}NotEquals`, base(family, { negated: true })],
    [`${prefix}LessThan`, base(family, { comparison: 'less' })],
    [`${prefix}LessThanEquals`, base(family, { comparison: 'lessOrEqual' })],
    [`${prefix}GreaterThan`, base(family, { comparison: 'greater' })],
    [`${prefix}GreaterThanEquals`, base(family, { comparison: 'greaterOrEqual' })],
  ];
}

const bases: ReadonlyMap<string, Base> = new Map<string, Base>([
  ['StringEquals', base('string')],
  ['StringNotEquals', base('string', { negated: true })],
  ['StringEqualsIgnoreCase', base('string', { ignoreCase: true })],
  ['StringNotEqualsIgnoreCase', base('string', { ignoreCase: true, negated: true })],
  ['StringLike', base('string', { wildcards: true })],
  ['StringNotLike', base('string', { wildcards: true, negated: true })],
  ['ArnEquals', base('arn', { wildcards: true })],
  ['ArnLike', base('arn', { wildcards: true })],
  ['ArnNotEquals', base('arn', { wildcards: true, negated: true })],
  ['ArnNotLike', base('arn', { wildcards: true, negated: true })],
  ['Bool', base('bool', { ignoreCase: true })],
  ['BinaryEquals', base('binary')],
  ['IpAddress', base('address')],
  ['NotIpAddress', base('address', { negated: true })],
  ['Null', base('null')],
  ...ordered('number', 'Numeric'),
  ...ordered('date', 'Date'),
]);

/** The operator with exactly this name, or null. AWS has no `NullIfExists` and no `ForAnyValue:Null`. */
export function parseOperator(name: string): Operator | null {
  const quantifier = name.startsWith('ForAnyValue:')
    ? 'any'
    : name.startsWith('ForAllValues:')
      ? 'all'
      : 'none';
  const bare = quantifier === 'none' ? name : name.slice(name.indexOf(':') + 1);
  const ifExists = bare.endsWith('IfExists');
  const found = bases.get(ifExists ? bare.slice(0, -'IfExists'.length) : bare);
  if (found === undefined) return null;
  if (found.family === 'null' && (ifExists || quantifier !== 'none')) return null;
  return { ...found, quantifier, ifExists };
}
