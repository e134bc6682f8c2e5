import type { SSMClient } from '@aws-sdk/client-ssm';

interface Clients {
  readonly ssm: () => Promise<SSMClient>;
}

/** Whether a parameter exists. */
export async function hasParameter({ ssm }: Clients, Name: string): Promise<boolean> {
  const { GetParameterCommand, ParameterNotFound } = await import('@aws-sdk/client-ssm');
  try {
    await (await ssm()).send(new GetParameterCommand({ Name }));
    return true;
  } catch (error) {
    if (error instanceof ParameterNotFound) return false;
    throw error;
  }
}

/** Deletes a parameter. It is not an error if it was deleted already. */
export async function removeParameter({ ssm }: Clients, Name: string): Promise<void> {
  const { DeleteParameterCommand, ParameterNotFound } = await import('@aws-sdk/client-ssm');
  try {
    await (await ssm()).send(new DeleteParameterCommand({ Name }));
  } catch (error) {
    if (!(error instanceof ParameterNotFound)) throw error;
  }
}
