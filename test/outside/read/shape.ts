import { isRecord } from '../../../core/model/json';
/** Something that the service APIs answer, brought into the shape that a template writes it in. */
export type ObservedProperties = Readonly<Record<string, unknown>>;

/** `undefined` if the call is refused because the configuration does not exist. */
export async function orNothing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && /NotFound|NoSuch|ResourceNotFound|does not exist/i.test(error.name))
      return undefined;
    throw error;
  }
}

/** The JSON document in a text; the text itself if it is not JSON. */
export function json(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A policy in the form of IAM's answer, or in moto's form, a Python literal (gap `inline-policy-text`). */
export function policyProperty(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  const document = json(decodeURIComponent(text));
  return typeof document === 'string' ? json(document.replaceAll("'", '"')) : document;
}

/** Templates write tags as a list or as an object; both are the object here. */
export function tags(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return Object.fromEntries(
    (value as { Key?: string; Value?: string }[]).map(({ Key: key = '', Value: text }) => [key, text]),
  );
}

/**
 * Whether two values are equal for CloudFormation, which accepts numbers and booleans as text and ignores the order of
 * members. Members that only the answer has are defaults of the service.
 */
export function coversProperties(observed: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    const list = Array.isArray(observed) ? (observed as unknown[]) : [observed];
    return (
      list.length === wanted.length && wanted.every((item, index) => coversProperties(list[index], item))
    );
  }
  if (isRecord(wanted))
    return (
      isRecord(observed) &&
      Object.entries(wanted).every(([key, value]) => coversProperties(observed[key], value))
    );
  return JSON.stringify(scalar(observed)) === JSON.stringify(scalar(wanted));
}

/** Numbers and booleans as CloudFormation's text for them. */
function scalar(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? `${value}` : value;
}
