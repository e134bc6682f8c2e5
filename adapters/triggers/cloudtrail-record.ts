import { BadInputError } from '../../core/model/bad-input';
import { isRecord } from '../../core/model/json';

/** The part of a CloudTrail record that describes the change. */
export interface CloudTrailRecord {
  /** Of the event: the account whose call it is. */
  readonly account: string;
  readonly eventID: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly requestParameters?: unknown;
  readonly responseElements?: unknown;
}

/**
 * The first text among the values.
 * @throws BadInputError that names the parameter if there is none
 */
export function firstText(values: readonly unknown[], detail: CloudTrailRecord, parameter: string): string {
  const found = values.find((value) => typeof value === 'string' && value !== '');
  if (typeof found === 'string') return found;
  throw unusable(detail, `detail.requestParameters.${parameter}`, 'is missing or not text');
}

export function unusable(detail: CloudTrailRecord, place: string, problem: string): BadInputError {
  return new BadInputError(`${detail.eventName} event ${detail.eventID}`, place, problem);
}

/**
 * The texts at a path, through all items of the lists on it.
 * @throws BadInputError that names the path if a text is missing or is not text
 */
export function textsAt(
  detail: CloudTrailRecord,
  part: 'requestParameters' | 'responseElements',
  path: readonly string[],
): readonly string[] {
  let values: readonly unknown[] = [detail[part]];
  for (const [index, key] of path.entries())
    values = values.flatMap((value) => {
      const member = isRecord(value) ? value[key] : undefined;
      return Array.isArray(member) && index < path.length - 1 ? (member as readonly unknown[]) : [member];
    });
  const found = values.filter((value) => typeof value === 'string' && value !== '');
  if (found.length > 0 && found.length === values.length) return found.map(String);
  throw unusable(detail, ['detail', part, ...path].join('.'), 'is missing or not text');
}

/** All texts at any depth. */
export function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(texts);
  return isRecord(value) ? Object.values(value).flatMap(texts) : [];
}

/** The values of the members with this name, at any depth, but not inside a value found. */
export function valuesOf(name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesOf(name, item));
  if (!isRecord(value)) return [];
  if (name in value) return [value[name]];
  return Object.values(value).flatMap((member) => valuesOf(name, member));
}
