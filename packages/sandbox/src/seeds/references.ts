import { isPlainObject } from '../protocol/shape';

/** The answers so far, by the names in the seed's `as`. */
export type SeedAnswers = ReadonlyMap<string, unknown>;

/**
 * An input with its references to earlier answers replaced:
 * `{"$ref": "vpc.Vpc.VpcId"}` is a member of the answer named `vpc`, `{"$text": ["arn:…:", {"$ref": …}]}` joins texts,
 * and `{"$json": {…}}` is the JSON text of its value, for policy documents.
 * @throws Error if a reference has no target
 */
export function withAnswers(value: unknown, answers: SeedAnswers): unknown {
  if (Array.isArray(value)) return value.map((one) => withAnswers(one, answers));
  if (!isPlainObject(value)) return value;
  const [only, ...others] = Object.entries(value);
  if (only !== undefined && others.length === 0) {
    const [form, member] = only;
    if (form === '$ref') return answered(member, answers);
    if (form === '$text') return joined(member, answers);
    if (form === '$json') return JSON.stringify(withAnswers(member, answers));
  }
  const entries = Object.entries(value).map(([key, one]) => {
    if (key.startsWith('$')) throw new Error(`${key} is neither $ref, $text nor $json by itself`);
    return [key, withAnswers(one, answers)] as const;
  });
  return Object.fromEntries(entries);
}

function answered(path: unknown, answers: SeedAnswers): unknown {
  if (typeof path !== 'string') throw new Error('$ref is not a text');
  const [name = '', ...members] = path.split('.');
  if (!answers.has(name)) throw new Error(`$ref ${path}: no earlier call is called ${name}`);
  let found = answers.get(name);
  for (const member of members) {
    found =
      isPlainObject(found) || Array.isArray(found) ? (Reflect.get(found, member) as unknown) : undefined;
    if (found === undefined) throw new Error(`$ref ${path}: the answer has no ${member}`);
  }
  return found;
}

function joined(parts: unknown, answers: SeedAnswers): string {
  if (!Array.isArray(parts)) throw new Error('$text is not a list');
  return parts
    .map((part) => {
      const text = withAnswers(part, answers);
      if (typeof text !== 'string')
        throw new Error(`$text holds ${JSON.stringify(text)}, which is not a text`);
      return text;
    })
    .join('');
}
