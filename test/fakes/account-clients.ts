import { type AwsClients, createClients } from '../../adapters/aws/clients';
import type { Clients } from '@palisade/sandbox/clients';

/** The clients that the adapters take, connected to a sandbox account. */
export function accountClients(aws: Clients): AwsClients {
  return {
    ...createClients(),
    securityhub: () => Promise.resolve(aws.securityhub),
    ssm: () => Promise.resolve(aws.ssm),
  };
}
