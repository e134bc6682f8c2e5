import { z } from 'zod';
import { FailureError } from '../../../core/model/failure';
import { type App, app } from '../../../core/slices/apps';
import { wholeRecords } from '../../../core/slices/records';
import { askingPages, fitting } from './asking';
import type { GatherContext, Gatherer } from './gatherer';

type Clients = Pick<GatherContext['clients'], 'sagemaker'>;

const call = 'sagemaker:ListApps';
const replySchema = z.object({ Apps: wholeRecords(app) });

/** The Studio apps of the Region or of the named domains. AWS also lists deleted ones for a while. */
export const apps: Gatherer<'apps'> = {
  calls: [call],
  read: async (wanted, { clients }) => {
    if (wanted === 'all') return list(clients, undefined);
    const found: App[] = [];
    for (const { ref } of wanted) found.push(...(await appsOf(clients, ref.id)));
    return found;
  },
};

/** A deleted domain has no apps. */
async function appsOf(clients: Clients, domainId: string): Promise<readonly App[]> {
  try {
    return await list(clients, domainId);
  } catch (error) {
    if (error instanceof FailureError && error.failure.kind === 'gone') return [];
    throw error;
  }
}

async function list(clients: Clients, DomainIdEquals: string | undefined): Promise<readonly App[]> {
  const { ListAppsCommand } = await import('@aws-sdk/client-sagemaker');
  const client = await clients.sagemaker();
  const Apps = await askingPages(
    call,
    (NextToken) => client.send(new ListAppsCommand({ MaxResults: 100, DomainIdEquals, NextToken })),
    (reply) => reply.Apps,
  );
  return fitting(call, replySchema, { Apps }).Apps;
}
