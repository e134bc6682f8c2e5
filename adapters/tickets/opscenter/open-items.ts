import type { OpsItemSummary, SSMClient } from '@aws-sdk/client-ssm';
import { ticketSource } from './items';

/** Palisade's OpsItems that are not resolved. */
export async function openItems(clients: {
  readonly ssm: () => Promise<SSMClient>;
}): Promise<readonly OpsItemSummary[]> {
  const { paginateDescribeOpsItems } = await import('@aws-sdk/client-ssm');
  const found: OpsItemSummary[] = [];
  const pages = paginateDescribeOpsItems(
    { client: await clients.ssm() },
    {
      OpsItemFilters: [
        { Key: 'Source', Values: [ticketSource], Operator: 'Equal' },
        { Key: 'Status', Values: ['Open', 'InProgress'], Operator: 'Equal' },
      ],
    },
  );
  for await (const { OpsItemSummaries } of pages) found.push(...(OpsItemSummaries ?? []));
  return found;
}
