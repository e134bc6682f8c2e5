import type { AwsClients } from '../aws/clients';

/** Starts a sweep of the whole account without waiting for it. Rejects with AWS's error. */
export async function firstSweep(
  { lambda }: Pick<AwsClients, 'lambda'>,
  FunctionName: string,
): Promise<void> {
  const { InvokeCommand } = await import('@aws-sdk/client-lambda');
  const Payload = JSON.stringify({ source: 'palisade', 'detail-type': 'First sweep of a deployment' });
  await (await lambda()).send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload }));
}
