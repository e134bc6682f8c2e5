import { type NotebookInstance, notebookInstance } from '../../../core/slices/notebooks';
import { askingPages, asking, fitting } from './asking';
import { describeEach } from './describe-each';
import type { GatherContext, Gatherer } from './gatherer';
import { namedOrNear } from './selected';

type Clients = Pick<GatherContext['clients'], 'sagemaker'>;

const listCall = 'sagemaker:ListNotebookInstances';
const describeCall = 'sagemaker:DescribeNotebookInstance';

/** Reads notebook instances. The list lacks the network fields, so each instance is described individually. */
export const notebooks: Gatherer<'notebooks'> = {
  calls: [listCall, describeCall],
  read: async (wanted, context) => {
    const { clients } = context;
    const meant = await namedOrNear(wanted, context);
    const names = meant === 'all' ? await listNames(clients) : meant;
    return describeEach(names, (name) => describeNotebook(clients, name));
  },
};

async function listNames(clients: Clients): Promise<readonly string[]> {
  const { ListNotebookInstancesCommand } = await import('@aws-sdk/client-sagemaker');
  const client = await clients.sagemaker();
  const found = await askingPages(
    listCall,
    (NextToken) => client.send(new ListNotebookInstancesCommand({ MaxResults: 100, NextToken })),
    ({ NotebookInstances }) => NotebookInstances,
  );
  return found.flatMap(({ NotebookInstanceName }) => NotebookInstanceName ?? []);
}

async function describeNotebook(clients: Clients, NotebookInstanceName: string): Promise<NotebookInstance> {
  const { DescribeNotebookInstanceCommand } = await import('@aws-sdk/client-sagemaker');
  const client = await clients.sagemaker();
  const reply = await asking(describeCall, () =>
    client.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName })),
  );
  return fitting(describeCall, notebookInstance, reply);
}
