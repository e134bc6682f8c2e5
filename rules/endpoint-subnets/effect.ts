import type { EC2Client } from '@aws-sdk/client-ec2';
import type { Calls } from './plan';

/** The narrow port of what this effect calls. */
export interface EndpointSubnetsClients {
  readonly ec2: () => Promise<EC2Client>;
}

type Effect = {
  readonly [C in keyof Calls]: (input: Calls[C], clients: EndpointSubnetsClients) => Promise<unknown>;
};

/** The only code of this rule that changes AWS: one call, which AWS refuses when it is repeated. */
export const effect: Effect = {
  'ec2:ModifyVpcEndpoint': async (input, clients) => {
    const { ModifyVpcEndpointCommand } = await import('@aws-sdk/client-ec2');
    return (await clients.ec2()).send(new ModifyVpcEndpointCommand(input));
  },
};
