import { AwsError } from '../protocol/aws-error';

/** The value of a required member. Requests without it have already been refused. */
export function given<T>(value: T | null | undefined): T {
  if (value === undefined || value === null)
    throw new AwsError('MissingParameter', 'A required parameter is missing');
  return value;
}

/** A copy without undefined members, as `exactOptionalPropertyTypes` requires. */
export function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  // Only undefined members were dropped.
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
