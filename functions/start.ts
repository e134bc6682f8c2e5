import type { Context } from 'aws-lambda';
import { type AwsClients, createClients } from '../adapters/aws/clients';
import { lastSettings } from '../adapters/ledger/last-settings';
import { stoppedBy } from '../composition/stopped';
import type { Ports } from '../core/model/ports';
import { type Environment, readEnvironment } from './environment';
import { logger, observe, observeSettings } from './observe';
import { functionPlace } from './place';
import { type FunctionPorts, functionPorts } from './ports';
import { settingsReader } from './settings';

/** What a function keeps between invocations in the same execution environment. */
interface Warm {
  readonly environment: Environment;
  readonly clients: AwsClients;
  readonly settings: ReturnType<typeof settingsReader>;
  readonly stopped: Ports['stopped'];
}
let warm: Warm | undefined;

/** What an invocation needs. `ready` reads the settings, which may be invalid. */
export interface Prepared {
  readonly environment: Environment;
  readonly clients: AwsClients;
  readonly ready: () => Promise<FunctionPorts>;
}

/**
 * @throws BadInputError if the environment is invalid
 */
export function prepare(context: Context): Prepared {
  logger.addContext(context);
  if (warm === undefined) {
    const environment = readEnvironment(process.env);
    const clients = createClients();
    warm = {
      environment,
      clients,
      settings: settingsReader({
        clients,
        at: {
          own: environment.PALISADE_SETTINGS_PARAMETER,
          central: environment.PALISADE_CENTRAL_SETTINGS,
        },
        last: lastSettings(clients, environment.PALISADE_TABLE),
        tell: observeSettings,
      }),
      stopped: stoppedBy(clients, environment.PALISADE_SWITCH_PARAMETER),
    };
  }
  const { environment, clients, settings, stopped } = warm;
  const ready = async () =>
    functionPorts({
      environment,
      place: functionPlace(context),
      settings: await settings(Date.now()),
      stopped,
      clients,
      tell: observe,
    });
  return { environment, clients, ready };
}

/**
 * The ports for one invocation.
 * @throws BadInputError if the environment or the settings are invalid
 */
export async function startInvocation(
  context: Context,
): Promise<{ ports: FunctionPorts; clients: AwsClients; environment: Environment }> {
  const { environment, clients, ready } = prepare(context);
  return { environment, clients, ports: await ready() };
}
