import type { RecordedCall } from '@palisade/sandbox/account/calls';

/** The members of UpdateItem's input that concern leases. */
interface Update {
  readonly Key?: { readonly pk?: { readonly S?: string } };
  readonly ExpressionAttributeValues?: Readonly<Record<string, { readonly N?: string } | undefined>>;
}

/**
 * How many writes the ledger accepted with a fence that was not the newest. Each lease of a finding raises its fence by
 * one.
 */
export function unfencedIn(calls: readonly RecordedCall[]): number {
  const newest = new Map<string, number>();
  let unfenced = 0;
  for (const { service, operation, input, errorCode, userAgent } of calls) {
    if (service !== 'dynamodb' || operation !== 'UpdateItem' || errorCode !== undefined) continue;
    // A request that was lost before it arrived had no effect.
    if (/fault#reset$/.test(userAgent ?? '')) continue;
    const { Key, ExpressionAttributeValues: values = {} } = input as Update;
    const finding = Key?.pk?.S ?? '';
    const fence = newest.get(finding) ?? 0;
    if (values[':claim'] !== undefined) newest.set(finding, fence + 1);
    else if (values[':fence'] !== undefined && Number(values[':fence'].N) !== fence) unfenced += 1;
  }
  return unfenced;
}
