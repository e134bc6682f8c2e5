import type { EC2Client } from '@aws-sdk/client-ec2';
import type { Calls } from './steps';

/** The narrow port of what this effect calls. */
export interface SecurityGroupClients {
  readonly ec2: () => Promise<EC2Client>;
}

type Effect = {
  readonly [C in keyof Calls]: (input: Calls[C], clients: SecurityGroupClients) => Promise<unknown>;
};

/** The only code of this rule that changes AWS. Each entry is one call, safe to repeat. */
export const effect: Effect = {
  'ec2:AuthorizeSecurityGroupIngress': async (input, clients) => {
    const { AuthorizeSecurityGroupIngressCommand } = await import('@aws-sdk/client-ec2');
    const client = await clients.ec2();
    return unless('InvalidPermission.Duplicate', () =>
      client.send(new AuthorizeSecurityGroupIngressCommand(input)),
    );
  },
  'ec2:RevokeSecurityGroupIngress': async (input, clients) => {
    const { RevokeSecurityGroupIngressCommand } = await import('@aws-sdk/client-ec2');
    const client = await clients.ec2();
    return unless('InvalidPermission.NotFound', () =>
      client.send(new RevokeSecurityGroupIngressCommand(input)),
    );
  },
  'ec2:AuthorizeSecurityGroupEgress': async (input, clients) => {
    const { AuthorizeSecurityGroupEgressCommand } = await import('@aws-sdk/client-ec2');
    const client = await clients.ec2();
    return unless('InvalidPermission.Duplicate', () =>
      client.send(new AuthorizeSecurityGroupEgressCommand(input)),
    );
  },
  'ec2:RevokeSecurityGroupEgress': async (input, clients) => {
    const { RevokeSecurityGroupEgressCommand } = await import('@aws-sdk/client-ec2');
    const client = await clients.ec2();
    return unless('InvalidPermission.NotFound', () =>
      client.send(new RevokeSecurityGroupEgressCommand(input)),
    );
  },
};

/** A rule that is there already, or gone already, is what was wanted. */
async function unless(code: string, call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && error.name === code) return {};
    throw error;
  }
}
