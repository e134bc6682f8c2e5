import { splitArn } from '@palisade/sandbox/account/arn';
import { and, language, not, or, type Term, text, type Token } from './terms';
import { isAbout, type ReadStatement, statementsOf } from './document';
import { declare, everPresent, isSeveral, type Key, keyKindOf } from './keys';
import { applies } from './conditions';
import { assertionsOf } from './facts';
import { instant, type Request, Untranslatable } from './values';
import type { NaivePerimeter } from '../naive';
import { type ZoneTerms, zones } from './zones';

type Document = Readonly<Record<string, unknown>>;

/** A problem in the words of `palisade-prove`, for one action and one resource pattern. */
export interface SolverQuestion {
  readonly principal: {
    readonly arn: string;
    readonly tags?: Readonly<Record<string, string>>;
    readonly sessionTags?: 'free' | 'none';
    readonly id?: string;
  };
  readonly now?: string;
  readonly identity: readonly Document[];
  readonly boundary: Document | null;
  readonly scps: readonly (readonly Document[])[];
  readonly rcps: readonly (readonly Document[])[];
  readonly action: string;
  readonly resource: string;
  readonly perimeter: NaivePerimeter;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

const mostSlots = 6;
const needed = ['aws:sourceip', 'aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip', 'aws:viaawsservice'];

/** What is known of the requests of a user or role. */
function principalKeys({
  arn,
  tags,
  sessionTags,
}: SolverQuestion['principal']): ReadonlyMap<string, readonly string[]> {
  const { account, resource: path } = splitArn(arn);
  const isUser = path.startsWith('user/');
  const known: Record<string, readonly string[]> = {
    'aws:principalarn': [arn],
    'aws:principalaccount': [account],
    'aws:principaltype': [isUser ? 'User' : 'AssumedRole'],
    'aws:username': isUser ? [path.split('/').at(-1) ?? ''] : [],
    'aws:principalisawsservice': ['false'],
    'aws:principalservicename': [],
    'aws:principalservicenameslist': [],
    // A service that calls in its own name has these.
    'aws:sourceaccount': [],
    'aws:sourcearn': [],
    'aws:sourceorgid': [],
    'aws:sourceorgpaths': [],
    'aws:securetransport': ['true'],
  };
  for (const [tag, value] of Object.entries(sessionTags === 'free' ? {} : (tags ?? {})))
    known[`aws:principaltag/${tag.toLowerCase()}`] = [value];
  return new Map(Object.entries(known));
}

/** The values that the question fixes, by lower-case name; the context comes before the principal. */
function fixedKeys(
  { principal, context }: SolverQuestion,
  names: Iterable<string>,
): Map<string, readonly string[]> {
  const fixed = new Map(principalKeys(principal));
  if (principal.tags !== undefined && principal.sessionTags !== 'free')
    for (const name of names)
      if (name.startsWith('aws:principaltag/') && !fixed.has(name)) fixed.set(name, []);
  for (const [name, value] of Object.entries(context)) fixed.set(name.toLowerCase(), [value].flat());
  return fixed;
}

/** The names in `${…}` of the values and resources of statements. */
function variablesOf({ tests, resources, hasVariables }: ReadStatement): readonly string[] {
  if (!hasVariables) return [];
  return [...resources, ...tests.flatMap(({ values }) => values)].flatMap((value) =>
    [...value.matchAll(/\$\{([^},]+)/g)]
      .map(([, name = '']) => name.trim().toLowerCase())
      .filter((name) => name.includes(':')),
  );
}

/** The language of the resources that are asked about: wildcards stand for at least one character of a name. */
function askedLanguage(pattern: string, arn: string): Term {
  const { partition } = splitArn(arn);
  const written = pattern === '*' ? `arn:${partition}:sagemaker:*:*:notebook-instance/*` : pattern;
  const tokens = written.split(/([*?])/).flatMap((part): readonly Token[] => {
    if (part === '') return [];
    if (part === '*') return [{ any: 'one' }, { any: 'many' }];
    return [part === '?' ? { any: 'one' } : { plain: part }];
  });
  return language(tokens, ':');
}

/** The script that declares every request that the policies allow, and the zones to ask about. */
export function scriptOf(question: SolverQuestion): {
  readonly lines: readonly string[];
  readonly zones: ZoneTerms;
} {
  const read = (documents: readonly Document[]) =>
    documents.flatMap(statementsOf).filter((statement) => isAbout(statement, question.action));
  const boundary = question.boundary === null ? [] : [[question.boundary]];
  const layers = [question.identity, ...boundary, ...question.scps, ...question.rcps].map(read);
  const statements = layers.flat();
  const tests = statements.flatMap((statement) => statement.tests);
  const names = new Set([
    ...needed,
    ...tests.map(({ key }) => key),
    ...statements.flatMap(variablesOf),
    ...Object.keys(question.context).map((name) => name.toLowerCase()),
  ]);
  const fixed = fixedKeys(question, names);
  for (const name of fixed.keys()) names.add(name);

  const lines: string[] = ['(declare-const resource String)'];
  const keys = new Map<string, Key>();
  const severalKeys = new Set<string>();
  for (const name of names) {
    const own = tests.filter(({ key }) => key === name);
    const kind = keyKindOf(
      name,
      own.map(({ operator }) => operator),
    );
    if (kind === undefined) throw new Untranslatable(`${name} tested in two choices`);
    const hasSeveral = isSeveral(
      name,
      own.some(({ set }) => set !== null),
    );
    if (hasSeveral) severalKeys.add(name);
    const wanted = fixed.get(name)?.length ?? 0;
    const most = hasSeveral ? Math.max(1, own.length, wanted) : 1;
    if (most > mostSlots) throw new Untranslatable(`${name} tested too often`);
    const { key, lines: declared } = declare(name, kind, most);
    keys.set(name, key);
    lines.push(...declared, ...fixing(key, fixed.get(name)));
  }
  const { principal, now, perimeter } = question;
  const own = Object.keys(principal.tags ?? {}).map((tag) => `aws:principaltag/${tag.toLowerCase()}`);
  for (const name of [...everPresent, ...own].filter((one) => !fixed.has(one)))
    lines.push(`(assert ${keys.get(name)?.slots[0]?.used ?? 'true'})`);
  lines.push(
    ...assertionsOf({
      keys,
      fixed: new Set(fixed.keys()),
      principal,
      now,
      perimeter,
      pattern: question.resource,
    }),
  );

  const request: Request = { keys, fixed, isSeveral: (name) => severalKeys.has(name) };
  const some = (layer: readonly ReadStatement[], effect: ReadStatement['effect']) =>
    or(layer.filter((one) => one.effect === effect).map((one) => applies(one, request)));
  const allowed = and([...layers.map((layer) => some(layer, 'Allow')), not(some(statements, 'Deny'))]);
  lines.push(
    `(assert (str.in_re resource ${askedLanguage(question.resource, question.principal.arn)}))`,
    `(assert ${allowed})`,
  );
  return { lines, zones: zones(keys, question.perimeter) };
}

function fixing({ name, kind, slots }: Key, values: readonly string[] | undefined): readonly string[] {
  if (values === undefined) return [];
  return slots.flatMap(({ used, value, isLong }, index) => {
    const wanted = values[index];
    if (wanted === undefined) return [`(assert (not ${used}))`];
    if (kind === 'text' || kind === 'boolean') return [`(assert (and ${used} (= ${value} ${text(wanted)})))`];
    if (kind === 'time') return [`(assert (and ${used} (= ${value} ${instant(wanted)})))`];
    if (kind === 'number') return [`(assert (and ${used} (= ${value} ${wanted}.0)))`];
    if (!wanted.includes(':')) {
      const number = wanted.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
      return [`(assert (and ${used} (not ${isLong}) (= ${value} ${number})))`];
    }
    throw new Untranslatable(`the context's ${name}`);
  });
}
