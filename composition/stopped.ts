import type { AwsClients } from '../adapters/aws/clients';
import { ssmSwitch } from '../adapters/switch/ssm';
import type { Ports } from '../core/model/ports';

/**
 * Whether all actions are switched off.
 * @param parameter the SSM parameter of the switch; `undefined` for a host without one, which nothing stops
 */
export function stoppedBy(clients: Pick<AwsClients, 'ssm'>, parameter: string | undefined): Ports['stopped'] {
  return parameter === undefined ? () => Promise.resolve(undefined) : ssmSwitch(clients, parameter);
}
