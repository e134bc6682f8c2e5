import type { Context } from 'aws-lambda';
import { type AwsClients, createClients } from '../adapters/aws/clients';
import type { Ports } from '../core/ports';
import { compose } from './compose';
import { type Environment, readEnvironment } from './environment';
import { logger, observe } from './observe';
import { placeOf } from './place';
import { settingsReader } from './settings';

/** What a function keeps between invocations of one execution environment: the environment and the clients. */
let warm:
  { environment: Environment; clients: AwsClients; settings: ReturnType<typeof settingsReader> } | undefined;

/**
 * The ports for one invocation.
 * @throws BadInputError when the environment or the settings cannot be used.
 */
export async function start(
  context: Context,
): Promise<{ ports: Ports<AwsClients>; environment: Environment }> {
  logger.addContext(context);
  if (warm === undefined) {
    const environment = readEnvironment(process.env);
    const clients = createClients();
    warm = {
      environment,
      clients,
      settings: settingsReader(clients, environment.PALISADE_SETTINGS_PARAMETER),
    };
  }
  const { environment, clients } = warm;
  const settings = await warm.settings(Date.now());
  return {
    environment,
    ports: compose({ environment, place: placeOf(context), settings, clients, tell: observe }),
  };
}
