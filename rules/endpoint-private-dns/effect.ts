import type { EC2Client } from '@aws-sdk/client-ec2';
import type { Calls } from './plan';

/** The narrow port of what this effect calls. */
export interface EndpointClients {
  readonly ec2: () => Promise<EC2Client>;
}

type Effect = {
  readonly [C in keyof Calls]: (input: Calls[C], clients: EndpointClients) => Promise<unknown>;
};

/** The only code of this rule that changes AWS. Each entry is one call, safe to repeat. */
export const effect: Effect = {
  'ec2:ModifyVpcAttribute': async (input, clients) => {
    const { ModifyVpcAttributeCommand } = await import('@aws-sdk/client-ec2');
    return (await clients.ec2()).send(new ModifyVpcAttributeCommand(input));
  },
  'ec2:ModifyVpcEndpoint': async (input, clients) => {
    const { ModifyVpcEndpointCommand } = await import('@aws-sdk/client-ec2');
    return (await clients.ec2()).send(new ModifyVpcEndpointCommand(input));
  },
};
