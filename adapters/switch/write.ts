import type { SSMClient } from '@aws-sdk/client-ssm';
import { asking } from '../aws/gather/asking';
import { switchParameter } from './ssm';

interface Clients {
  readonly ssm: () => Promise<SSMClient>;
}

/** The switch in Parameter Store. */
export interface SwitchState {
  readonly value: string;
  /** When it was last written, ISO 8601. */
  readonly since?: string;
  /** The ARN of who wrote it, as AWS recorded it. Absent if it could not be read. */
  readonly by?: string;
}

/** The current value; `undefined` if there is no such parameter. @throws FailureError */
export async function readSwitch(clients: Clients): Promise<SwitchState | undefined> {
  const { GetParameterCommand, ParameterNotFound } = await import('@aws-sdk/client-ssm');
  const client = await clients.ssm();
  return asking('ssm:GetParameter', async () => {
    try {
      const { Parameter } = await client.send(new GetParameterCommand({ Name: switchParameter }));
      const since = Parameter?.LastModifiedDate?.toISOString();
      return { value: Parameter?.Value?.trim() ?? '', ...(since === undefined ? {} : { since }) };
    } catch (error) {
      if (error instanceof ParameterNotFound) return undefined;
      throw error;
    }
  });
}

/** The ARN of who wrote the current value; `undefined` if it cannot be read. */
export async function whoSwitched(clients: Clients): Promise<string | undefined> {
  const { DescribeParametersCommand } = await import('@aws-sdk/client-ssm');
  const client = await clients.ssm();
  try {
    const { Parameters = [] } = await client.send(
      new DescribeParametersCommand({
        ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values: [switchParameter] }],
      }),
    );
    return Parameters[0]?.LastModifiedUser;
  } catch {
    // The name is only informative: nothing depends on it.
    return undefined;
  }
}

/**
 * Writes the switch, then reads it for up to 15 s until it has the new value.
 * @returns what was read last
 * @throws FailureError
 */
export async function writeSwitch(
  clients: Clients,
  Value: string,
  pause: (ms: number) => Promise<void>,
): Promise<SwitchState | undefined> {
  const { PutParameterCommand } = await import('@aws-sdk/client-ssm');
  const client = await clients.ssm();
  await asking('ssm:PutParameter', () =>
    client.send(new PutParameterCommand({ Name: switchParameter, Value, Type: 'String', Overwrite: true })),
  );
  for (let reads = 1; ; reads += 1) {
    const seen = await readSwitch(clients);
    // A read may not see a write immediately.
    if (seen?.value === Value || reads === mostReads) return seen;
    await pause(readAgainMs);
  }
}

const mostReads = 15;
const readAgainMs = 1_000;
