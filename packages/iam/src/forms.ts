import {
  accepts,
  admits,
  begin,
  FOLDED,
  isStar,
  literalPattern,
  type Pattern,
  SEGMENT_ONE,
  SEGMENT_STAR,
  step,
} from './glob';
import { type CharacterClass, classMembers, classOf, manyOf, oneOf } from './classes';

/** What texts of one kind look like: they match any of the patterns. */
export type Form = readonly Pattern[];

const { alnum, dashed, digit, hex, lower, lowerDashed, session, upper } = classOf;

function times(kind: CharacterClass, count: number): Pattern {
  return Array.from({ length: count }, () => oneOf(kind));
}

/** AWS gives ids of 8 or 17 digits; those of 8 are older. */
function ec2Id(prefix: string): Form {
  return [17, 8].map((count) => [...literalPattern(prefix), ...times(hex, count)]);
}

/** The texts that a key may have: those of a form, and those that `also` admits where a policy names them. */
export interface TextLimits {
  readonly form: Form;
  readonly also: (text: string) => boolean;
}

/** What policies name may be an id that this account does not have; it is possible unless no id can look like it. */
export const vpcLimits: TextLimits = {
  form: ec2Id('vpc-'),
  also: (id) => /^vpc-[0-9a-z]+$/.test(id),
};
export const vpceLimits: TextLimits = {
  form: ec2Id('vpce-'),
  also: (id) => /^vpce-[0-9a-z]+$/.test(id),
};
/** Ids that nobody lists. */
export const someVpc = 'vpc-0a1b2c3d4e5f60718';
export const someVpce = 'vpce-0f1e2d3c4b5a69788';

export function isWithin({ form, also }: TextLimits, text: string): boolean {
  return also(text) || fits(form, text);
}

export const accountForm: Form = [times(digit, 12)];

/** As `us-east-1` and `eusc-de-east-1`: two to four letters, words after hyphens, a digit. */
export const locationForm: Form = [2, 3, 4].map((letters) => [
  ...times(lower, letters),
  ...literalPattern('-'),
  oneOf(lower),
  manyOf(lowerDashed),
  ...literalPattern('-'),
  oneOf(digit),
]);

/** As `athena.amazonaws.com`: at least two words. How it ends in each partition is not published. */
export const servicePrincipalForm: Form = [2, 3, 4, 5].map((words) =>
  Array.from({ length: words }, (_, index) => [
    ...(index === 0 ? [] : literalPattern('.')),
    oneOf(lower),
    manyOf(lowerDashed),
  ]).flat(),
);

const sessionName: Pattern = [...times(session, 2), manyOf(session)];

/**
 * `aws:userid`: the unique id of a user; that of a role, a colon and the name of the session. Ids of users begin with
 * AIDA, those of roles with AROA (IAM user guide, IAM identifiers).
 */
export function userIdForm(isUser: boolean, id: string | undefined): Form {
  const unknown = [...literalPattern(isUser ? 'AIDA' : 'AROA'), ...times(upper, 12), manyOf(upper)];
  const own = id === undefined ? unknown : literalPattern(id);
  return [isUser ? own : [...own, ...literalPattern(':'), ...sessionName]];
}

/** A moment in UTC, whether or not there is such a day. */
export const momentForm: Form = [
  Array.from('dddd-dd-ddTdd:dd:ddZ', (character) =>
    character === 'd' ? oneOf(digit) : character.charCodeAt(0),
  ),
];

/** Placeholders of `sagemaker-types.ts`. A name of one character is a form of its own. */
const placeholders: Readonly<Record<string, Form>> = {
  name: [[oneOf(alnum), manyOf(dashed), oneOf(alnum)], [oneOf(alnum)]],
  domain: [[...literalPattern('d-'), manyOf(lowerDashed), oneOf(lower)]],
  app: [[...literalPattern('app-'), ...times(upper, 12)]],
  any: [[SEGMENT_ONE, SEGMENT_STAR]],
};
const SLASH = 47;
/** Between slashes, as in a part of a longer name. */
const segment: Form = [[oneOf(session), manyOf(session)]];

/** The form of a template such as `user-profile/{domain}/{name}`. */
export function templateForm(template: string): Form {
  return template.split('/').reduce<Form>(
    (forms, part, index) => {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      const own = name === undefined ? [literalPattern(part)] : (placeholders[name] ?? segment);
      return forms.flatMap((form) =>
        own.map((pattern) => (index === 0 ? pattern : [...form, SLASH, ...pattern])),
      );
    },
    [[]],
  );
}

export function fits(form: Form, text: string): boolean {
  return form.some((pattern) => accepts(pattern, text));
}

interface Track {
  readonly pattern: Pattern;
  readonly at: readonly number[];
}

function advance(tracks: readonly Track[], code: number): readonly Track[] {
  return tracks
    .map(({ pattern, at }) => ({ pattern, at: step(pattern, at, code) }))
    .filter(({ at }) => at.length > 0);
}

function sampleOf(token: number): string {
  if (token >= 0) return String.fromCharCode(token % FOLDED);
  const [first] = classMembers(token) ?? [];
  return first === undefined ? 'x' : String.fromCharCode(first);
}

/** The shortest texts that end a form from here, at least `least` characters long. */
function endings(tracks: readonly Track[], least: number): readonly string[] {
  const texts = tracks.flatMap(({ pattern, at }) =>
    at.map((position) => {
      const rest = pattern.slice(position);
      const text = rest.filter((token) => !isStar(token)).map(sampleOf);
      const [first] = rest;
      return text.length < least && first !== undefined && isStar(first)
        ? sampleOf(first) + text.join('')
        : text.join('');
    }),
  );
  return texts.filter((text) => text.length >= least).sort((a, b) => a.length - b.length);
}

/** The characters that may follow: those that lead towards one of the texts to avoid, and one that does not. */
function following(tracks: readonly Track[], avoided: ReadonlySet<number>): readonly number[] {
  const away = new Set<number>();
  const towards = new Set<number>();
  for (const { pattern, at } of tracks)
    for (const position of at) {
      const token = pattern[position];
      if (token === undefined) continue;
      const some = token >= 0 ? [token % FOLDED] : [...(classMembers(token) ?? fillers)];
      const other = some.find((code) => !avoided.has(code));
      if (other !== undefined) away.add(other);
      for (const code of avoided) if (admits(token, code)) towards.add(code);
    }
  return [...away, ...towards];
}

const fillers = Array.from('xyzabcdefghijklmnopqrstuvw0123456789_~', (character) => character.charCodeAt(0));

/**
 * A longer text of the form that begins with `text`, but with none of `avoid`; null when there is none. A branch ends
 * as soon as it leads away from all of `avoid`, so it is short unless they cover nearly everything.
 */
export function extend(form: Form, text: string, avoid: readonly string[]): string | null {
  let tracks: readonly Track[] = form.map((pattern) => ({ pattern, at: begin(pattern) }));
  for (let index = 0; index < text.length; index += 1) tracks = advance(tracks, text.charCodeAt(index));
  const walk = (reached: readonly Track[], so: string, left: readonly string[]): string | null => {
    if (reached.length === 0) return null;
    if (left.length === 0) {
      const [ending] = endings(reached, so === text ? 1 : 0);
      return ending === undefined ? null : so + ending;
    }
    if (so !== text && reached.some(({ pattern, at }) => at.includes(pattern.length))) return so;
    const next = new Set(left.map((other) => other.charCodeAt(so.length)));
    for (const code of following(reached, next)) {
      const longer = so + String.fromCharCode(code);
      if (left.includes(longer)) continue;
      const still = left.filter((other) => other.startsWith(longer));
      const found = walk(advance(reached, code), longer, still);
      if (found !== null) return found;
    }
    return null;
  };
  const longer = avoid.filter((other) => other.startsWith(text) && other !== text);
  const found = walk(tracks, text, longer);
  return found === null ? null : lengthened(form, found, text, longer);
}

/** Ids of domains have twelve characters in practice; the form of the API also admits shorter ones. */
function lengthened(form: Form, found: string, begun: string, avoid: readonly string[]): string {
  const [id = ''] = /^[a-z-]+\/d-[a-z0-9-]{1,11}(?=\/|$)/.exec(found) ?? [];
  if (id === '' || begun.length > id.length) return found;
  const missing = 12 - (id.length - id.indexOf('/') - '/d-'.length);
  const longer = id + 'x'.repeat(missing) + found.slice(id.length);
  return fits(form, longer) && !avoid.some((other) => longer.startsWith(other)) ? longer : found;
}
