import { BlockList, isIP } from 'node:net';

import { nameInArn, splitArn } from '../account/arn';

/**
 * A deliberately naive evaluator of one concrete request, written only from AWS's reference. It shares no code with
 * packages/iam, so the two cannot share a mistake.
 */
export interface ConcreteRequest {
  readonly action: string;
  readonly resource: string;
  /** Keys are compared without regard to case. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

type Document = Record<string, unknown>;
type Values = readonly string[] | undefined;

export interface NaivePolicies {
  readonly identity: readonly Document[];
  readonly boundary: Document | null;
  readonly scps: readonly (readonly Document[])[];
  readonly rcps: readonly (readonly Document[])[];
}

const severalValued = ['aws:calledvia', 'aws:tagkeys', 'sagemaker:vpcsubnets', 'aws:principalorgpaths'];

function list(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** `*` and `?` in unquoted text are wildcards; quoted pieces come from variables. */
interface Piece {
  text: string;
  quoted: boolean;
}

function resolve(value: string, variables: boolean, get: (key: string) => Values): Piece[] | null {
  if (!variables) return [{ text: value, quoted: false }];
  const pieces: Piece[] = [];
  let rest = value;
  for (;;) {
    const match = /\$\{([^}]*)\}/.exec(rest);
    if (match === null) return [...pieces, { text: rest, quoted: false }];
    pieces.push({ text: rest.slice(0, match.index), quoted: false });
    rest = rest.slice(match.index + match[0].length);
    const inner = match[1] ?? '';
    if (['*', '?', '$'].includes(inner)) {
      pieces.push({ text: inner, quoted: true });
      continue;
    }
    const [name = '', fallback] = inner.split(/\s*,\s*/);
    const found = severalValued.includes(name.toLowerCase()) ? undefined : get(name)?.[0];
    const text = found ?? fallback?.replace(/^'|'$/g, '');
    if (text === undefined) return null;
    pieces.push({ text, quoted: true });
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Wildcards in unquoted pieces; the whole text has to match. */
export function glob(pieces: readonly Piece[], ignoreCase = false): RegExp {
  const source = pieces.map(({ text, quoted }) =>
    quoted ? escaped(text) : escaped(text).replaceAll('\\*', '[^]*').replaceAll('\\?', '[^]'),
  );
  return new RegExp(`^${source.join('')}$`, ignoreCase ? 'i' : '');
}

function arnMatches(pieces: readonly Piece[], value: string): boolean {
  const pattern = glob(pieces).source.slice(1, -1);
  if (pattern === '[^]*') return true;
  const parts = pattern.split(':');
  const values = value.split(':');
  if (values.length < 6) return false;
  const last = (all: string[]) => [...all.slice(0, 5), all.slice(5).join(':')];
  const right = last(values);
  return last(parts).every((part, index) => new RegExp(`^${part}$`).test(right[index] ?? ''));
}

/** Whether an address is in a range; false for anything that is not an address of the range's family. */
export function inCidr(cidr: string, value: string): boolean {
  const [address = '', prefix] = cidr.split('/');
  if (isIP(value) === 0 || isIP(value) !== isIP(address)) return false;
  const type = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(address, prefix === undefined ? (type === 'ipv4' ? 32 : 128) : Number(prefix), type);
  return block.check(value, type);
}

function instant(text: string): number {
  return /^\d{5,}$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function compare(name: string, left: number, right: number): boolean {
  if (name.endsWith('LessThan')) return left < right;
  if (name.endsWith('LessThanEquals')) return left <= right;
  if (name.endsWith('GreaterThan')) return left > right;
  if (name.endsWith('GreaterThanEquals')) return left >= right;
  return left === right;
}

/** Whether a present value matches one policy value, ignoring the operator's negation. */
function matchesOne(
  operator: string,
  wanted: string,
  value: string,
  variables: boolean,
  get: (key: string) => Values,
): boolean {
  const name = operator.replace('Not', '');
  if (name === 'IpAddress') return inCidr(wanted, value);
  if (name.startsWith('Numeric')) return compare(name, Number(value), Number(wanted));
  if (name.startsWith('Date')) return compare(name, instant(value), instant(wanted));
  const pieces = resolve(wanted, variables, get);
  if (pieces === null) return false;
  if (name === 'StringLike') return glob(pieces).test(value);
  if (name.startsWith('Arn')) return arnMatches(pieces, value);
  const text = pieces.map((piece) => piece.text).join('');
  if (name === 'Bool' || name === 'StringEqualsIgnoreCase') return text.toLowerCase() === value.toLowerCase();
  return text === value;
}

function conditionHolds(
  written: string,
  wanted: readonly string[],
  values: Values,
  variables: boolean,
  get: (key: string) => Values,
): boolean {
  if (written === 'Null') return wanted.some((want) => (want === 'true') === (values === undefined));
  const set = /^ForA(?:ny|ll)Values?:/.exec(written)?.[0] ?? '';
  const ifExists = written.endsWith('IfExists');
  const operator = written.slice(set.length).replace(/IfExists$/, '');
  const negated = operator.includes('Not');
  if (values === undefined) {
    if (set === 'ForAnyValue:') return false;
    return set === 'ForAllValues:' || ifExists || negated;
  }
  const matches = (value: string) => wanted.some((want) => matchesOne(operator, want, value, variables, get));
  if (set === 'ForAnyValue:') return values.some((value) => matches(value) !== negated);
  if (set === 'ForAllValues:') return values.every((value) => value === '' || matches(value) !== negated);
  return values.some(matches) !== negated;
}

function statementMatches(
  statement: Document,
  variables: boolean,
  request: ConcreteRequest,
  get: (key: string) => Values,
): boolean {
  const named = (value: unknown) =>
    list(value).some((pattern) => glob([{ text: pattern, quoted: false }], true).test(request.action));
  const covers = (value: unknown) =>
    list(value).some((pattern) => {
      const pieces = resolve(pattern, variables, get);
      return pieces !== null && glob(pieces).test(request.resource);
    });
  if ('Action' in statement ? !named(statement['Action']) : named(statement['NotAction'])) return false;
  if ('Resource' in statement ? !covers(statement['Resource']) : covers(statement['NotResource']))
    return false;
  const block = (statement['Condition'] ?? {}) as Record<string, Record<string, unknown>>;
  return Object.entries(block).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) =>
      conditionHolds(operator, list(wanted), get(key), variables, get),
    ),
  );
}

/** Whether IAM allows the request. The attributes of the principal are part of the request's context. */
export function isAllowed(policies: NaivePolicies, request: ConcreteRequest): boolean {
  const get = (key: string): Values => {
    const found = Object.entries(request.context).find(([name]) => name.toLowerCase() === key.toLowerCase());
    return found === undefined ? undefined : list(found[1]);
  };
  const some = (documents: readonly Document[], effect: string) =>
    documents.some((document) => {
      const statement = document['Statement'];
      const statements = (Array.isArray(statement) ? statement : [statement]) as Document[];
      const variables = document['Version'] === '2012-10-17';
      return statements.some(
        (one) => one['Effect'] === effect && statementMatches(one, variables, request, get),
      );
    });
  const boundary = policies.boundary === null ? [] : [[policies.boundary]];
  const layers = [policies.identity, ...boundary, ...policies.scps, ...policies.rcps];
  return layers.every((layer) => some(layer, 'Allow')) && !layers.some((layer) => some(layer, 'Deny'));
}

/** The context keys that a principal's requests always have. */
export function principalContext(
  arn: string,
  tags: Readonly<Record<string, string>>,
): Record<string, string> {
  const { account, resource: path } = splitArn(arn);
  const isUser = path.startsWith('user/');
  return {
    'aws:PrincipalArn': arn,
    'aws:PrincipalAccount': account,
    'aws:PrincipalType': isUser ? 'User' : 'AssumedRole',
    'aws:PrincipalIsAWSService': 'false',
    ...(isUser ? { 'aws:username': nameInArn(path) } : {}),
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
  };
}
