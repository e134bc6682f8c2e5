import { z } from 'zod';
import { FailureError } from '../../../core/failure';
import { type App, app } from '../../../core/slices/apps';
import type { Narrow } from '../../../core/snapshot';
import type { AwsClients } from '../clients';
import { allPages, fitting } from './asking';

const call = 'sagemaker:ListApps';
const replySchema = z.object({ Apps: z.array(app) });

/** The Studio apps of the Region, or those of the domains with these ids; AWS lists deleted ones for a while too. */
export async function readApps(
  clients: Pick<AwsClients, 'sagemaker'>,
  narrow: Narrow,
): Promise<readonly App[]> {
  if (narrow === 'all') return list(clients, undefined);
  const apps: App[] = [];
  for (const id of narrow) apps.push(...(await appsOf(clients, id)));
  return apps;
}

/** A domain that is gone has no apps. */
async function appsOf(clients: Pick<AwsClients, 'sagemaker'>, id: string): Promise<readonly App[]> {
  try {
    return await list(clients, id);
  } catch (error) {
    if (error instanceof FailureError && error.failure.kind === 'gone') return [];
    throw error;
  }
}

async function list(
  clients: Pick<AwsClients, 'sagemaker'>,
  domain: string | undefined,
): Promise<readonly App[]> {
  const { ListAppsCommand } = await import('@aws-sdk/client-sagemaker');
  const client = await clients.sagemaker();
  const Apps = await allPages(call, async (NextToken) => {
    const reply = await client.send(
      new ListAppsCommand({
        MaxResults: 100,
        ...(domain === undefined ? {} : { DomainIdEquals: domain }),
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    );
    return { items: reply.Apps, next: reply.NextToken };
  });
  return fitting(call, replySchema, { Apps }).Apps;
}
