import type { Context } from 'aws-lambda';
import { type AwsClients, createClients } from '../adapters/aws/clients';
import { ssmSwitch } from '../adapters/switch/ssm';
import type { Ports } from '../core/ports';
import { compose } from './compose';
import { type Environment, readEnvironment } from './environment';
import { logger, observe } from './observe';
import { placeOf } from './place';
import { settingsReader } from './settings';

/** What a function keeps between invocations of one execution environment. */
interface Warm {
  readonly environment: Environment;
  readonly clients: AwsClients;
  readonly settings: ReturnType<typeof settingsReader>;
  readonly stopped: Ports<AwsClients>['stopped'];
}
let warm: Warm | undefined;

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
      stopped: switchOf(clients, environment),
    };
  }
  const { environment, clients, stopped } = warm;
  const settings = await warm.settings(Date.now());
  return {
    environment,
    ports: compose({ environment, place: placeOf(context), settings, stopped, clients, tell: observe }),
  };
}

function switchOf(
  clients: AwsClients,
  { PALISADE_SWITCH_PARAMETER: parameter }: Environment,
): Warm['stopped'] {
  if (parameter === undefined) return () => Promise.resolve(undefined);
  return ssmSwitch(clients, parameter, () => new Date().toISOString());
}
