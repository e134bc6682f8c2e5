import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { Calls } from './plan';

/** The narrow port of what this effect calls. */
export interface RootAccessClients {
  readonly sagemaker: () => Promise<SageMakerClient>;
}

type Effect = {
  readonly [C in keyof Calls]: (input: Calls[C], clients: RootAccessClients) => Promise<unknown>;
};

/** The only code of this rule that changes AWS. Each entry is one call, safe to repeat. */
export const effect: Effect = {
  'sagemaker:StopNotebookInstance': async (input, clients) => {
    const { StopNotebookInstanceCommand } = await import('@aws-sdk/client-sagemaker');
    return (await clients.sagemaker()).send(new StopNotebookInstanceCommand(input));
  },
  'sagemaker:UpdateNotebookInstance': async (input, clients) => {
    const { UpdateNotebookInstanceCommand } = await import('@aws-sdk/client-sagemaker');
    return (await clients.sagemaker()).send(new UpdateNotebookInstanceCommand(input));
  },
  'sagemaker:StartNotebookInstance': async (input, clients) => {
    const { StartNotebookInstanceCommand } = await import('@aws-sdk/client-sagemaker');
    return (await clients.sagemaker()).send(new StartNotebookInstanceCommand(input));
  },
};
