import { isRecord } from '../../core/model/json';

/** Where something is in the content of a file: keys and positions. */
export type RecordPath = readonly (string | number)[];

/** Fields that hold a document of somebody else's making: a policy is judged as a whole. */
const documents = /^(?:PolicyDocument|AssumeRolePolicyDocument|Document)$/;

/** The paths of records in a file: the objects in its lists, and what belongs to a VPC. */
export function recordsIn(content: unknown): readonly RecordPath[] {
  if (Array.isArray(content)) return content.map((_, index) => [index]);
  if (!isRecord(content)) return [];
  const lists = Object.entries(content).filter(([, value]) => Array.isArray(value) && isRecord(value[0]));
  if (lists.length > 0)
    return lists.flatMap(([key, list]) => (list as readonly unknown[]).map((_, index) => [key, index]));
  return Object.keys(content).map((key) => [key]);
}

/** The fields of a record, those of nested records included. */
export function fieldsOf(value: unknown, at: RecordPath = []): readonly RecordPath[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => fieldsOf(item, [...at, index]));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, field]) => [
    [...at, key],
    ...(documents.test(key) ? [] : fieldsOf(field, [...at, key])),
  ]);
}

/** What is at this path. */
export function valueAt(content: unknown, path: RecordPath): unknown {
  return path.reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>>)[key], content);
}

/** The content without what is at this path. */
export function withoutAt(content: unknown, [key, ...rest]: RecordPath): unknown {
  if (key === undefined) return content;
  if (Array.isArray(content))
    return rest.length === 0
      ? content.filter((_, index) => index !== key)
      : content.map((item: unknown, index) => (index === key ? withoutAt(item, rest) : item));
  const { [key]: value, ...others } = content as Readonly<Record<string, unknown>>;
  return rest.length === 0 ? others : { ...others, [key]: withoutAt(value, rest) };
}
