import { CreateNotebookInstanceCommand, type CreateNotebookInstanceInput } from '@aws-sdk/client-sagemaker';
import type { ResourceRef } from '../../core/model/resource';
import type { ScenarioAccount } from './scenario';

/** Creates a notebook with direct internet access, and waits until it is in service. */
export async function addNotebook(
  { aws, wait }: ScenarioAccount,
  NotebookInstanceName: string,
  more: Partial<CreateNotebookInstanceInput> = {},
): Promise<ResourceRef> {
  await aws.sagemaker.send(
    new CreateNotebookInstanceCommand({
      NotebookInstanceName,
      InstanceType: 'ml.t3.medium',
      RoleArn: 'arn:aws:iam::111122223333:role/notebooks',
      VolumeSizeInGB: 20,
      Tags: [{ Key: 'team', Value: 'fraud' }],
      ...more,
    }),
  );
  await wait();
  return { type: 'AWS::SageMaker::NotebookInstance', id: NotebookInstanceName };
}
