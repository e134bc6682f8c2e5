import { isPlainObject } from '../protocol/shape';

/** The answers so far, by the names that the seed gave them. */
export type Answers = ReadonlyMap<string, unknown>;

/**
 * An input with everything put in that refers to earlier answers:
 * `{"$ref": "vpc.Vpc.VpcId"}` is a part of the answer called `vpc`, `{"$text": ["arn:…:", {"$ref": …}]}` joins texts, and
 * `{"$json": {…}}` is the JSON text of what it holds, as policy documents are given.
 * @throws Error where it refers to something that is not there
 */
export function withAnswers(value: unknown, answers: Answers): unknown {
  if (Array.isArray(value)) return value.map((one) => withAnswers(one, answers));
  if (!isPlainObject(value)) return value;
  const [only, ...others] = Object.entries(value);
  if (only !== undefined && others.length === 0) {
    const [form, held] = only;
    if (form === '$ref') return answered(held, answers);
    if (form === '$text') return joined(held, answers);
    if (form === '$json') return JSON.stringify(withAnswers(held, answers));
  }
  const entries = Object.entries(value).map(([key, one]) => {
    if (key.startsWith('$')) throw new Error(`${key} is neither $ref, $text nor $json by itself`);
    return [key, withAnswers(one, answers)] as const;
  });
  return Object.fromEntries(entries);
}

function answered(path: unknown, answers: Answers): unknown {
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

function joined(parts: unknown, answers: Answers): string {
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
