import type { Term } from './terms';

/** How the values of a key are modelled. */
export type Kind = 'text' | 'number' | 'time' | 'address' | 'boolean';

/** One possible value of a key. `used` is false where the key has fewer values. */
export interface KeyValue {
  readonly used: Term;
  readonly value: Term;
  /** Of an address: whether it is of IPv6. */
  readonly isLong: Term;
}

/** A condition key of the request. A key is present when it has a value. */
export interface Key {
  readonly name: string;
  readonly kind: Kind;
  readonly slots: readonly KeyValue[];
}

const several: ReadonlySet<string> = new Set([
  'aws:calledvia',
  'aws:tagkeys',
  'aws:principalorgpaths',
  'aws:vpceorgpaths',
  'sagemaker:vpcsubnets',
  'sagemaker:vpcsecuritygroupids',
  'sagemaker:instancetypes',
]);

/** Whether a key can have several values: AWS's lists, and a service's key that a policy tests as a set. */
export function isSeveral(name: string, isTestedAsSet: boolean): boolean {
  return several.has(name) || (isTestedAsSet && !name.startsWith('aws:') && !name.includes('tag/'));
}

/** Keys that every request has. */
export const everPresent: readonly string[] = [
  'aws:currenttime',
  'aws:epochtime',
  'aws:requestedregion',
  'aws:securetransport',
  'aws:userid',
  'aws:viaawsservice',
];

const booleans: readonly string[] = [
  'aws:viaawsservice',
  'aws:multifactorauthpresent',
  'aws:securetransport',
  'aws:principalisawsservice',
];

/** The kind of a key by the operators that test it; undefined where they do not fit one another. */
export function keyKindOf(name: string, operators: readonly string[]): Kind | undefined {
  if (['aws:sourceip', 'aws:vpcsourceip'].includes(name)) return 'address';
  if (booleans.includes(name)) return 'boolean';
  const kinds = new Set(
    operators.flatMap((operator): Kind[] => {
      if (operator === 'Null') return [];
      if (operator.startsWith('Numeric')) return ['number'];
      if (operator.startsWith('Date')) return ['time'];
      if (/IpAddress$/.test(operator)) return ['address'];
      return operator === 'Bool' ? ['boolean'] : ['text'];
    }),
  );
  const usual = /^aws:(?:current|epoch)time$/.test(name) ? 'time' : 'text';
  const [first = usual, ...more] = kinds;
  return more.length === 0 ? first : undefined;
}

const sorts: Readonly<Record<Kind, string>> = {
  text: 'String',
  boolean: 'String',
  number: 'Real',
  time: 'Int',
  address: 'Int',
};

/** Declares a key with at most `most` values. */
export function declare(
  name: string,
  kind: Kind,
  most: number,
): { readonly key: Key; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const slots = Array.from({ length: most }, (_, index): KeyValue => {
    const [used, value, isLong] = ['used', 'value', 'long'].map((part) => `|${part} ${index} ${name}|`) as [
      string,
      string,
      string,
    ];
    lines.push(`(declare-const ${used} Bool)`, `(declare-const ${value} ${sorts[kind]})`);
    if (kind === 'address') {
      const limit = `(ite ${isLong} ${2n ** 128n} ${2n ** 32n})`;
      lines.push(`(declare-const ${isLong} Bool)`, `(assert (and (<= 0 ${value}) (< ${value} ${limit})))`);
    }
    if (kind === 'boolean') lines.push(`(assert (or (= ${value} "true") (= ${value} "false")))`);
    return { used, value, isLong };
  });
  return { key: { name, kind, slots }, lines };
}
