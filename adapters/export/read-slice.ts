import { badInput, BadInputError } from '../../core/model/bad-input';
import { type SliceName, slices, type Slices } from '../../core/slices';
import { isRecord } from '../../core/model/json';
import { hasKey } from '../../core/slices/content';
import type { Unread } from '../../core/slices/slice';

/**
 * The value of a slice, read from the content of a file.
 * @param unread resources that are known to exist but are not in the file
 * @throws BadInputError that names `source` and the path in it
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

/** The kind of a value, in words. */
function found(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (!isRecord(value)) return `a ${typeof value}`;
  const keys = Object.keys(value);
  return keys.length === 0
    ? 'an empty object'
    : `an object with ${keys.slice(0, 3).join(', ')}${keys.length > 3 ? ', …' : ''}`;
}
