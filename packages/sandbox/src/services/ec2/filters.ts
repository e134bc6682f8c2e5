import type { Filter, Tag } from '@aws-sdk/client-ec2';
import { AwsError } from '../../protocol/aws-error';
import { page, type Page } from '../pages';

/** The values of a resource that filters can match: filter name → values. */
type Filterable = Readonly<Record<string, readonly (string | undefined)[]>>;

/** Whether a resource matches all filters. An unknown filter name is refused, as in EC2. */
export function matchesFilters(
  filters: readonly Filter[] | undefined,
  values: Filterable,
  tags: readonly Tag[],
): boolean {
  return (filters ?? []).every((filter) => {
    const name = filter.Name ?? '';
    const candidates = candidatesOf(name, values, tags);
    return (filter.Values ?? []).some((pattern) => candidates.some((value) => matches(pattern, value)));
  });
}

function candidatesOf(name: string, values: Filterable, tags: readonly Tag[]): readonly string[] {
  if (name.startsWith('tag:')) {
    return tags.filter((tag) => `tag:${tag.Key ?? ''}` === name).map((tag) => tag.Value ?? '');
  }
  if (name === 'tag-key') return tags.map((tag) => tag.Key ?? '');
  const candidates = values[name];
  if (candidates === undefined) {
    throw new AwsError('InvalidParameterValue', `The filter '${name}' is invalid`);
  }
  return candidates.filter((value) => value !== undefined);
}

/** `*` and `?` are wildcards; a backslash makes them literal. */
function matches(pattern: string, value: string): boolean {
  const source = pattern.replace(/\\([*?\\])|[*?]|[.+^${}()|[\]\\]/g, (part, escaped?: string) => {
    if (escaped !== undefined) return `\\${escaped}`;
    if (part === '*') return '.*';
    return part === '?' ? '.' : `\\${part}`;
  });
  return new RegExp(`^${source}$`, 's').test(value);
}

/** One page of a Describe call; pages contain at most `maximum` items. */
export function ec2Page<T>(
  items: readonly T[],
  input: { MaxResults?: number | undefined; NextToken?: string | undefined },
  maximum = 1000,
): Page<T> {
  const size = input.MaxResults ?? maximum;
  if (size < 1)
    throw new AwsError('InvalidParameterValue', `Value ( ${size} ) for parameter MaxResults is invalid`);
  return page(
    items,
    Math.min(size, maximum),
    input.NextToken,
    () => new AwsError('InvalidNextToken', 'The token is not valid'),
  );
}
