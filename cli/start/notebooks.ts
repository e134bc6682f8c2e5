import type { AwsClients } from '../../adapters/aws/clients';
import type { StartNetwork } from './network';
import { notebookRole } from './people';

/** Notebooks: two with direct internet access that run, one exempt, one healthy. */
export async function addNotebooks(
  clients: AwsClients,
  { ml }: StartNetwork,
  accountId: string,
): Promise<void> {
  const { CreateNotebookInstanceCommand } = await import('@aws-sdk/client-sagemaker');
  const sagemaker = await clients.sagemaker();
  const RoleArn = `arn:aws:iam::${accountId}:role/${notebookRole}`;
  const create = async (name: string, priv: boolean): Promise<void> => {
    await sagemaker.send(
      new CreateNotebookInstanceCommand({
        NotebookInstanceName: name,
        InstanceType: 'ml.t3.medium',
        RoleArn,
        Tags: [{ Key: 'cost-center', Value: '4711' }],
        ...(priv
          ? { DirectInternetAccess: 'Disabled', SubnetId: ml.subnet, SecurityGroupIds: [ml.group] }
          : { DirectInternetAccess: 'Enabled' }),
      }),
    );
  };
  await create('churn-model', false);
  await create('fraud-model', false);
  await create('kaggle-challenge', false);
  await create('pricing-model', true);
}

/** The status that AWS reports; `undefined` when there is no such notebook. */
export async function notebookStatus(clients: AwsClients, name: string): Promise<string | undefined> {
  const { ListNotebookInstancesCommand } = await import('@aws-sdk/client-sagemaker');
  const { NotebookInstances } = await (
    await clients.sagemaker()
  ).send(new ListNotebookInstancesCommand({ NameContains: name }));
  return NotebookInstances?.find(({ NotebookInstanceName }) => NotebookInstanceName === name)
    ?.NotebookInstanceStatus;
}
