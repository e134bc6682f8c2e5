import type { AwsClients } from '../adapters/aws/clients';
import { ssmSwitch } from '../adapters/switch/ssm';
import type { Ports } from '../core/model/ports';

/**
 * Whether all actions are switched off.
 * @param parameter the SSM parameter that is the switch; `undefined`: the host has none, and nothing stops it
 */
export function stoppedBy(clients: Pick<AwsClients, 'ssm'>, parameter: string | undefined): Ports['stopped'] {
  return parameter === undefined ? () => Promise.resolve(undefined) : ssmSwitch(clients, parameter);
}
