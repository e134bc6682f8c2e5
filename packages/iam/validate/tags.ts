import type { RequestView } from './view';

/** Services that allow any character in tags, or whose rule was not looked up, are checked by length only. */
const strict: ReadonlySet<string> = new Set(['iam', 'sagemaker', 'sts']);
/** Source: tag keys and values in the API models of IAM, STS and SageMaker (botocore 1.44.8). */
const characters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;
const MOST_TAGS = 50;

function wrongText(what: string, text: string, longest: number, isStrict: boolean): string | undefined {
  if (text.length > longest) return `${what} has ${text.length} characters, and AWS allows ${longest}`;
  return isStrict && !characters.test(text)
    ? `${what} '${text}' has a character that AWS does not allow`
    : undefined;
}

function* keyReasons(name: string, key: string, isStrict: boolean, mayBeOfAws: boolean): Generator<string> {
  if (key === '') yield `${name}: a tag has a key`;
  const wrong = wrongText(`${name}: the key`, key, LONGEST_KEY, isStrict);
  if (wrong !== undefined) yield wrong;
  if (!mayBeOfAws && /^aws:/i.test(key)) yield `${name}: nobody but AWS sets tags that begin with aws:`;
}

/** Tags of the caller, of the resource and of the request. */
export function* tagReasons(view: RequestView): Generator<string> {
  const requested = new Set<string>();
  for (const [key, { name, value }] of view.shown) {
    const [, whose, tag] = /^[a-z0-9-]+:(principal|resource|request)tag\/(.*)$/s.exec(key) ?? [];
    if (whose === undefined || tag === undefined || view.isGiven(key)) continue;
    const isStrict = whose === 'principal' || strict.has(view.service);
    yield* keyReasons(name, tag, isStrict, whose === 'resource');
    if (typeof value !== 'string') continue;
    const wrong = wrongText(`${name}:`, value, LONGEST_VALUE, isStrict);
    if (wrong !== undefined) yield wrong;
    if (whose === 'request') requested.add(tag);
    if (whose === 'resource' && view.request.resource === '*')
      yield `${name}: a request that acts on no resource has no tags of one`;
    const other = key.startsWith('sagemaker:') ? view.text(`aws:ResourceTag/${tag}`) : undefined;
    if (whose === 'resource' && other !== undefined && other !== value)
      yield `${name} and aws:ResourceTag/${tag} are the same tag`;
  }
  const keys = view.list('aws:TagKeys');
  if (keys === undefined || view.isGiven('aws:TagKeys')) return;
  if (keys.length > MOST_TAGS) yield `aws:TagKeys: a request has at most ${MOST_TAGS} tags`;
  for (const key of keys) yield* keyReasons('aws:TagKeys', key, strict.has(view.service), true);
  const listed = new Set(keys.map((key) => key.toLowerCase()));
  const lost = [...requested].find((tag) => !listed.has(tag));
  if (lost !== undefined) yield `aws:TagKeys lacks '${lost}', which the request sets`;
}
