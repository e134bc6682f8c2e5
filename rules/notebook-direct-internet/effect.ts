import type { CreateNotebookInstanceCommandInput, SageMakerClient, Tag } from '@aws-sdk/client-sagemaker';
import { onTheWay } from '../../core/failure';
import type { Calls } from './plan';

/** The narrow port of what this effect calls. */
export interface NotebookClients {
  readonly sagemaker: () => Promise<SageMakerClient>;
}

type Effect = {
  readonly [C in keyof Calls]: (input: Calls[C], clients: NotebookClients) => Promise<unknown>;
};

/** The only code of this rule that changes AWS. Each entry is one call, safe to repeat. */
export const effect: Effect = {
  'sagemaker:StopNotebookInstance': async (input, clients) => {
    const { StopNotebookInstanceCommand } = await import('@aws-sdk/client-sagemaker');
    return (await clients.sagemaker()).send(new StopNotebookInstanceCommand(input));
  },
  'sagemaker:StartNotebookInstance': async (input, clients) => {
    const { StartNotebookInstanceCommand } = await import('@aws-sdk/client-sagemaker');
    return (await clients.sagemaker()).send(new StartNotebookInstanceCommand(input));
  },
  'sagemaker:CreateNotebookInstance': async ({ copyTagsFrom, create }, clients) => {
    const { CreateNotebookInstanceCommand } = await import('@aws-sdk/client-sagemaker');
    const client = await clients.sagemaker();
    const Tags = await onTheWay('sagemaker:ListTags', () => tagsOf(copyTagsFrom, client));
    return client.send(
      new CreateNotebookInstanceCommand({ ...toSdk(create), ...(Tags.length > 0 ? { Tags } : {}) }),
    );
  },
  'sagemaker:DeleteNotebookInstance': async (input, clients) => {
    const { DeleteNotebookInstanceCommand } = await import('@aws-sdk/client-sagemaker');
    return (await clients.sagemaker()).send(new DeleteNotebookInstanceCommand(input));
  },
};

/** Tags are not part of Describe, and cost allocation and access may hang on them. `aws:` tags cannot be set. */
async function tagsOf(arn: string, client: SageMakerClient): Promise<Tag[]> {
  const { paginateListTags } = await import('@aws-sdk/client-sagemaker');
  const tags: Tag[] = [];
  for await (const page of paginateListTags({ client }, { ResourceArn: arn }))
    tags.push(...(page.Tags ?? []));
  return tags.filter(({ Key }) => Key?.startsWith('aws:') !== true);
}

/** The plan holds plain JSON; AWS validates the enumerations when it is sent. */
function toSdk(
  create: Calls['sagemaker:CreateNotebookInstance']['create'],
): CreateNotebookInstanceCommandInput {
  return { ...create, SecurityGroupIds: [...create.SecurityGroupIds] } as CreateNotebookInstanceCommandInput;
}
