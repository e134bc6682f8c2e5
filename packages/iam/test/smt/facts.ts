import { splitArn } from '@palisade/sandbox/account/arn';
import { inLanguage, not, or, type Term, text } from './terms';
import type { Key } from './keys';
import { instant } from './values';
import type { NaivePerimeter } from '../naive';

// What every request has that can exist, whatever the policies say (docs/facts.md), as far as it is not fixed.

/** What is known of the callers, the time and the resources of the requests. */
export interface KnownFacts {
  readonly keys: ReadonlyMap<string, Key>;
  /** Lower-case names of the keys that the question fixes: they are taken as they are. */
  readonly fixed: ReadonlySet<string>;
  readonly principal: { readonly arn: string; readonly id?: string };
  readonly now: string | undefined;
  readonly perimeter: NaivePerimeter;
  /** The ARN pattern that is asked about, or `*`. */
  readonly pattern: string;
}

const range = (from: string, to: string): Term => `(re.range ${text(from)} ${text(to)})`;
const union = (...parts: readonly Term[]): Term => `(re.union ${parts.join(' ')})`;
const series = (...parts: readonly Term[]): Term => `(re.++ ${parts.join(' ')})`;
const just = (value: string): Term => `(str.to_re ${text(value)})`;
const times = (part: Term, least: number, most: number): Term => `((_ re.loop ${least} ${most}) ${part})`;
const many = (part: Term): Term => `(re.* ${part})`;

const digit = range('0', '9');
const small = union(range('a', 'z'), digit);
const dashed = union(small, just('-'));
const large = union(range('A', 'Z'), digit);
const alnum = union(small, range('A', 'Z'));
const ofSession = union(alnum, ...Array.from('_+=,.@-', just));

/** `us-east-1`, `eusc-de-east-1`. */
const regionForm = series(times(small, 2, 4), just('-'), small, many(dashed), just('-'), digit);
const accountForm = times(digit, 12, 12);
const notebookForm = series(alnum, many(series(many(just('-')), alnum)));
const serviceForm = series(small, many(dashed), times(series(just('.'), small, many(dashed)), 1, 4));

/** Ids that the perimeter names, and those that look like one. */
function idForm(prefix: string, known: readonly string[]): Term {
  return union(series(just(prefix), small, many(small)), ...[...known, prefix].map(just));
}

/** The id of a user; that of a role, with the name of its session. */
function callerForm({ arn, id }: KnownFacts['principal']): Term {
  const isUser = arn.includes(':user/');
  const unknown = series(just(isUser ? 'AIDA' : 'AROA'), times(large, 12, 12), many(large));
  const own = id === undefined ? unknown : just(id);
  return isUser ? own : series(own, just(':'), ofSession, ofSession, many(ofSession));
}

/**
 * The form of the resources, and the keys that belong to parts of them. An equation of texts takes long, so there is
 * one only where a policy or the question asks about a part that the pattern leaves open.
 */
function placed({ keys, fixed, principal, pattern }: KnownFacts): readonly string[] {
  const { partition } = splitArn(principal.arn);
  const wanted = splitArn(pattern);
  const literal = (part: string) => (part === '' || /[*?]/.test(part) ? undefined : part);
  const [region, account] = [literal(wanted.region), literal(wanted.account)];
  const asked = (key: string) => (fixed.has(key) ? undefined : keys.get(key)?.slots[0]);
  const lines: string[] = [];
  const regionLanguage = region === undefined ? regionForm : just(region);
  const accountLanguage = account === undefined ? accountForm : just(account);
  const around = [`arn:${partition}:sagemaker:`, ':', ':notebook-instance/'];
  const inForm = series(
    ...[regionLanguage, accountLanguage, notebookForm].flatMap((form, index) => [
      just(around[index] ?? ''),
      form,
    ]),
  );
  lines.push(inLanguage('resource', inForm));
  for (const [key, value, form, before, after] of [
    ['aws:requestedregion', region, regionForm, around[0] ?? '', ':'],
    ['aws:resourceaccount', account, accountForm, ':', around[2] ?? ''],
  ] as const) {
    const slot = asked(key);
    if (slot === undefined) continue;
    lines.push(slot.used);
    if (value !== undefined) lines.push(`(= ${slot.value} ${text(value)})`);
    else
      lines.push(
        inLanguage(slot.value, form),
        // Neither Regions nor accounts have colons, so only one position is possible.
        key === 'aws:requestedregion'
          ? `(str.prefixof (str.++ ${text(before)} ${slot.value} ${text(after)}) resource)`
          : `(str.contains resource (str.++ ${text(before)} ${slot.value} ${text(after)}))`,
      );
  }
  return lines.map((term) => `(assert ${term})`);
}

/** Whole seconds, not in the past; both keys of the time say the same. */
function timed({ keys, fixed, now }: KnownFacts): readonly string[] {
  const slots = ['aws:currenttime', 'aws:epochtime'].flatMap((name) => {
    const key = keys.get(name);
    return key?.kind === 'time' ? key.slots.map(({ value }) => ({ name, value })) : [];
  });
  const [one, other] = slots;
  const free = slots.filter(({ name }) => !fixed.has(name));
  return [
    ...slots.map(({ value }) => `(= (mod ${value} 1000) 0)`),
    ...(now === undefined ? [] : free.map(({ value }) => `(<= ${instant(now)} ${value})`)),
    ...(one === undefined || other === undefined ? [] : [`(= ${one.value} ${other.value})`]),
  ].map((term) => `(assert ${term})`);
}

/** The assertions that leave only requests which can exist. */
export function assertionsOf(known: KnownFacts): readonly string[] {
  const { keys, fixed, perimeter, principal } = known;
  const { vpcs, vpcEndpoints, endpointVpc } = perimeter;
  const forms: readonly (readonly [string, Term])[] = [
    ['aws:sourcevpc', idForm('vpc-', [...vpcs, ...Object.values(endpointVpc)])],
    ['aws:sourcevpce', idForm('vpce-', [...vpcEndpoints, ...Object.keys(endpointVpc)])],
    ['aws:userid', callerForm(principal)],
    ['aws:calledvia', serviceForm],
  ];
  const formed = forms.flatMap(([name, form]) => {
    const key = keys.get(name);
    return key === undefined || key.kind !== 'text' || fixed.has(name)
      ? []
      : key.slots.map(({ used, value }) => `(assert ${or([not(used), inLanguage(value, form)])})`);
  });
  return [...placed(known), ...timed(known), ...formed];
}
