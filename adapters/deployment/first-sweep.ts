import type { AwsClients } from '../aws/clients';

/** Asks for a look at the whole account now, and does not wait for it. Rejects with AWS's error. */
export async function firstSweep(
  { lambda }: Pick<AwsClients, 'lambda'>,
  FunctionName: string,
): Promise<void> {
  const { InvokeCommand } = await import('@aws-sdk/client-lambda');
  const Payload = JSON.stringify({ source: 'palisade', 'detail-type': 'First sweep of a deployment' });
  await (await lambda()).send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload }));
}
