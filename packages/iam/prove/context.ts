import { isAlwaysPresent, isMultivalued, isTag, spelled } from '../src/keys';
import { type Refused, refused } from '../src/refused';
import { type JsonObject, shorten } from '../src/shape';
import { asAwsWrites, formOfKey } from './forms';

/** What the problem says of one key: its value or values, or (an empty list) that it is absent. */
export interface Given {
  /** As written. */
  readonly name: string;
  readonly values: readonly string[];
}

/** The context by lower-case key. */
export type GivenKeys = ReadonlyMap<string, Given>;

function wrongName(name: string): string | null {
  if (!/^[\w./-]+:\S/.test(name)) return "is not a condition key, such as 'aws:SourceVpc'";
  const key = name.toLowerCase();
  if (/^aws:(?:principal|resource|request)tag\/?$/.test(key)) return 'names no tag';
  return /\s/.test(name) && !isTag(key) ? 'has white space' : null;
}

function wrongList(key: string, values: readonly string[]): string | null {
  if (values.length === 0)
    return isAlwaysPresent(key) ? 'an empty list means absent, but every request has this key' : null;
  if (values.length > 1 && !isMultivalued(key, true))
    return `${values.length} values, but a request has only one value of this key`;
  const form = formOfKey(key);
  const bad = form === null ? undefined : values.find((value) => !form.fits(value));
  return bad === undefined || form === null ? null : `'${shorten(bad)}' is not ${form.what}`;
}

function textsOf(value: unknown): readonly string[] | null {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = list.filter((one) => typeof one === 'string');
  return texts.length === list.length ? texts : null;
}

/** Reads the context. Refused with the key that cannot be meant, and why. */
export function readContext(context: JsonObject): GivenKeys | Refused {
  const read = new Map<string, Given>();
  for (const [name, value] of Object.entries(context)) {
    const refuse = (why: string) => refused(`context.${shorten(name)}: ${why}`);
    const key = name.toLowerCase();
    const wrong = wrongName(name);
    if (wrong !== null) return refuse(wrong);
    const other = read.get(key)?.name;
    if (other !== undefined) return refuse(`is the same key as ${other}`);
    const texts = textsOf(value);
    if (texts === null) return refuse(`a text or a list of texts is expected, such as "true"`);
    const bad = wrongList(key, texts);
    if (bad !== null) return refuse(bad);
    read.set(key, { name, values: texts.map((text) => asAwsWrites(key, text)) });
  }
  return read;
}

/** The context in the form that the engine takes. */
export function toContext(context: GivenKeys): Readonly<Record<string, string | readonly string[]>> {
  return Object.fromEntries(
    [...context].map(([key, { name, values }]): [string, string | readonly string[]] => {
      const [only] = values;
      const isText = only !== undefined && values.length === 1 && !isMultivalued(key, false);
      return [spelled(key, name), isText ? only : values];
    }),
  );
}
