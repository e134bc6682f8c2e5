import { spelled } from '../src/keys';
import { type Refused, refused } from '../src/refused';
import { formatDate, parseDate } from '../src/scalar';
import type { GivenKeys, Given } from './context';

/** The context with keys that follow from others. */
interface Completing {
  readonly known: ReadonlyMap<string, Given>;
  /** Says what a key must be; the first contradiction is kept. */
  readonly fix: (key: string, values: readonly string[], why: string) => void;
}

type Rule = (completing: Completing) => void;

/** The values of a key in a message. */
export function shown(values: readonly string[]): string {
  return values.length === 0 ? 'absent' : values.map((value) => `'${value}'`).join(', ');
}

const vpcOfArn: Rule = ({ known, fix }) => {
  const arn = known.get('aws:sourcevpcarn')?.values[0];
  if (arn !== undefined) fix('aws:sourcevpc', [arn.slice(arn.lastIndexOf('/') + 1)], 'aws:SourceVpcArn');
};

/** An account in an organization has both keys; an account in none has neither. */
function organizationOf(side: 'vpce' | 'principal' | 'resource' | 'source'): Rule {
  return ({ known, fix }) => {
    const [id, paths] = [`aws:${side}orgid`, `aws:${side}orgpaths`];
    const given = known.get(paths)?.values;
    for (const path of given ?? []) fix(id, [path.slice(0, path.indexOf('/'))], spelled(paths, paths));
    if (given?.length === 0) fix(id, [], spelled(paths, paths));
    if (known.get(id)?.values.length === 0) fix(paths, [], spelled(id, id));
  };
}

/** A request that has the organization of the endpoint's owner has the owner's account. */
const ownerOfEndpoint: Rule = ({ known, fix }) => {
  if (known.get('aws:vpceaccount')?.values.length === 0) fix('aws:vpceorgid', [], 'aws:VpceAccount');
};

const callers: Rule = ({ known, fix }) => {
  const through = known.get('aws:calledvia')?.values;
  if (through !== undefined) {
    fix('aws:calledviafirst', through.slice(0, 1), 'aws:CalledVia');
    fix('aws:calledvialast', through.slice(-1), 'aws:CalledVia');
  }
};

const secondFactor: Rule = ({ known, fix }) => {
  const present = known.get('aws:multifactorauthpresent')?.values;
  if ((known.get('aws:multifactorauthage')?.values.length ?? 0) > 0)
    fix('aws:multifactorauthpresent', ['true'], 'aws:MultiFactorAuthAge');
  if (present !== undefined && present[0] !== 'true')
    fix('aws:multifactorauthage', [], 'aws:MultiFactorAuthPresent');
};

/** The moment that a key names, in milliseconds since 1970; null when it is not given. */
export function timeOf(known: ReadonlyMap<string, Given>, key: string): number | null {
  const text = known.get(key)?.values[0];
  return text === undefined ? null : parseDate(text);
}

const clock: Rule = ({ known, fix }) => {
  const [time, epoch] = [timeOf(known, 'aws:currenttime'), timeOf(known, 'aws:epochtime')];
  if (time !== null && (epoch === null || Math.floor(time / 1000) !== Math.floor(epoch / 1000)))
    fix('aws:epochtime', [String(Math.floor(time / 1000))], 'aws:CurrentTime');
  if (epoch !== null && time === null) fix('aws:currenttime', [formatDate(epoch)], 'aws:EpochTime');
};

/** A tag of the request is one of its tag keys. */
const requestTags: Rule = ({ known, fix }) => {
  const listed = known.get('aws:tagkeys')?.values.map((tag) => tag.toLowerCase());
  if (listed === undefined) return;
  for (const key of known.keys())
    if (key.startsWith('aws:requesttag/') && !listed.includes(key.slice('aws:requesttag/'.length)))
      fix(key, [], 'aws:TagKeys');
};

const rules: readonly Rule[] = [
  vpcOfArn,
  ...(['vpce', 'principal', 'resource', 'source'] as const).map(organizationOf),
  ownerOfEndpoint,
  callers,
  secondFactor,
  clock,
  requestTags,
];

/**
 * Adds the keys that follow from those given, so that requests are considered that can exist. Refused where two keys
 * contradict each other.
 */
export function completed(context: GivenKeys): GivenKeys | Refused {
  const known = new Map(context);
  const contradictions: string[] = [];
  const fix = (key: string, values: readonly string[], why: string): void => {
    const given = known.get(key);
    if (given === undefined) known.set(key, { name: spelled(key, key), values });
    else if (given.values.join('\n') !== values.join('\n'))
      contradictions.push(
        `context.${given.name}: ${shown(given.values)}, but ${why} makes it ${shown(values)}`,
      );
  };
  for (const rule of rules) rule({ known, fix });
  const [first] = contradictions;
  return first === undefined ? known : refused(first);
}
