import { badInput, BadInputError } from '../../core/model/bad-input';
import { type SliceName, slices, type Slices } from '../../core/slices';
import { hasKey, isRecord } from '../../core/slices/content';
import type { Unread } from '../../core/slices/slice';

/**
 * The value of a slice that a file's content gives.
 * @param unread resources that are known to exist but are not in the file
 * @throws BadInputError that names `source` and the place in it
 */
export function readSlice<S extends SliceName>(
  name: S,
  content: unknown,
  source: string,
  unread: readonly Unread[],
): Slices[S] {
  if (hasKey(content, 'NextToken') || (isRecord(content) && content['IsTruncated'] === true))
    throw new BadInputError(source, '', 'is one page of several: export all pages and put them together');
  const { holds, schema } = slices[name];
  const parsed = schema(content, unread).safeParse(content);
  if (parsed.success) return parsed.data;
  const isTopLevel = parsed.error.issues.some(({ path }) => path.length === 0);
  if (isTopLevel) throw new BadInputError(source, '', `must be ${holds}; it holds ${found(content)}`);
  throw badInput(source, parsed.error);
}

/** What a value is, for people. */
function found(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (!isRecord(value)) return `a ${typeof value}`;
  const keys = Object.keys(value);
  return keys.length === 0
    ? 'an empty object'
    : `an object with ${keys.slice(0, 3).join(', ')}${keys.length > 3 ? ', …' : ''}`;
}
