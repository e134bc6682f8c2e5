import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { Calls } from './plan';

/** The narrow port of what this effect calls. */
export interface StudioClients {
  readonly sagemaker: () => Promise<SageMakerClient>;
}

type Effect = {
  readonly [C in keyof Calls]: (input: Calls[C], clients: StudioClients) => Promise<unknown>;
};

/** The only code of this rule that changes AWS. One call, safe to repeat. */
export const effect: Effect = {
  'sagemaker:UpdateDomain': async (input, clients) => {
    const { UpdateDomainCommand } = await import('@aws-sdk/client-sagemaker');
    return (await clients.sagemaker()).send(new UpdateDomainCommand(input));
  },
};
