import { settingsFromText } from '../adapters/settings';
import type { AwsClients } from '../adapters/aws/clients';
import { parseSettings, type Settings } from '../core/settings';
import { ruleIds } from '../rules/registry';

/** Settings are read anew after this long, so that a change takes effect without a deployment. */
const maxAgeMs = 60_000;

/**
 * Settings from an SSM parameter, kept for a minute. A parameter that does not exist means the defaults.
 * @throws BadInputError for settings that cannot be used: nothing is done with half-understood settings.
 */
export function settingsReader(clients: Pick<AwsClients, 'ssm'>, parameter: string | undefined) {
  let known: { settings: Settings; readAt: number } | undefined;
  return async (nowMs: number): Promise<Settings> => {
    if (known !== undefined && nowMs - known.readAt < maxAgeMs) return known.settings;
    const text = parameter === undefined ? undefined : await readParameter(clients, parameter);
    const settings =
      text === undefined || parameter === undefined
        ? parseSettings(null, ruleIds)
        : settingsFromText(text, ruleIds, `SSM parameter ${parameter}`);
    known = { settings, readAt: nowMs };
    return settings;
  };
}

async function readParameter({ ssm }: Pick<AwsClients, 'ssm'>, Name: string): Promise<string | undefined> {
  const { GetParameterCommand, ParameterNotFound } = await import('@aws-sdk/client-ssm');
  try {
    const { Parameter } = await (await ssm()).send(new GetParameterCommand({ Name }));
    return Parameter?.Value;
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    throw error;
  }
}
