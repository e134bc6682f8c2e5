import { type NotebookInstance, notebookInstance } from '../../../core/slices/notebooks';
import type { Listing } from '../../../core/slices';
import type { Narrow } from '../../../core/snapshot';
import type { AwsClients } from '../clients';
import { allPages, asking, fitting } from './asking';
import { describeEach } from './describe-each';

/** Summaries lack the network fields, so every notebook instance is described by itself. */
export async function readNotebooks(
  clients: Pick<AwsClients, 'sagemaker'>,
  narrow: Narrow,
): Promise<Listing<NotebookInstance>> {
  const names = narrow === 'all' ? await listNames(clients) : narrow;
  return describeEach(names, (name) => describeNotebook(clients, name));
}

async function listNames(clients: Pick<AwsClients, 'sagemaker'>): Promise<readonly string[]> {
  const { ListNotebookInstancesCommand } = await import('@aws-sdk/client-sagemaker');
  const client = await clients.sagemaker();
  const summaries = await allPages('sagemaker:ListNotebookInstances', async (NextToken) => {
    const reply = await client.send(
      new ListNotebookInstancesCommand({
        MaxResults: 100,
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    );
    return { items: reply.NotebookInstances, next: reply.NextToken };
  });
  return summaries.flatMap(({ NotebookInstanceName: name }) => (name === undefined ? [] : [name]));
}

async function describeNotebook(
  clients: Pick<AwsClients, 'sagemaker'>,
  name: string,
): Promise<NotebookInstance> {
  const { DescribeNotebookInstanceCommand } = await import('@aws-sdk/client-sagemaker');
  const client = await clients.sagemaker();
  const call = 'sagemaker:DescribeNotebookInstance';
  const reply = await asking(call, () =>
    client.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: name })),
  );
  return fitting(call, notebookInstance, reply);
}
