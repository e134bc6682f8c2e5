import { BadInputError } from '../../core/model/bad-input';

/** The part of a CloudTrail record that says what was changed. */
export interface CloudTrailRecord {
  readonly eventID: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly requestParameters?: unknown;
  readonly responseElements?: unknown;
}

/**
 * The first text among the values.
 * @throws BadInputError that names the parameter where there is none
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
 * The texts at a path that leads through all items of lists on its way.
 * @throws BadInputError that names the place where one is missing, or is not text
 */
export function textsAt(
  detail: CloudTrailRecord,
  part: 'requestParameters' | 'responseElements',
  path: readonly string[],
): readonly string[] {
  let values: readonly unknown[] = [detail[part]];
  for (const [index, key] of path.entries())
    values = values.flatMap((value) => {
      const member = isObject(value) ? value[key] : undefined;
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
  return isObject(value) ? Object.values(value).flatMap(texts) : [];
}

/** The values of members with this name, at any depth but not inside what it points to. */
export function valuesOf(name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesOf(name, item));
  if (!isObject(value)) return [];
  if (name in value) return [value[name]];
  return Object.values(value).flatMap((member) => valuesOf(name, member));
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
