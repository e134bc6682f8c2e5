import { AwsError } from '../../protocol/aws-error';
import { page } from '../pages';

interface Paging {
  readonly MaxItems?: number | undefined;
  readonly Marker?: string | undefined;
}

/** One page as IAM returns it: with `IsTruncated` and, if that is true, a `Marker`. */
export function iamPage<T>(
  items: readonly T[],
  input: Paging,
): { items: T[]; rest: { IsTruncated: boolean; Marker?: string } } {
  const size = input.MaxItems ?? 100;
  if (size < 1 || size > 1000) {
    const constraint = 'Member must be between 1 and 1000';
    throw new AwsError(
      'ValidationError',
      `Value '${size}' at 'maxItems' failed to satisfy constraint: ${constraint}`,
    );
  }
  const cut = page(
    items,
    size,
    input.Marker,
    () => new AwsError('ValidationError', `Invalid Marker: ${String(input.Marker)}`),
  );
  const rest = cut.next === undefined ? { IsTruncated: false } : { IsTruncated: true, Marker: cut.next };
  return { items: cut.items, rest };
}
