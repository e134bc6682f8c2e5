import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  CreateNotebookInstanceCommand,
  ListNotebookInstancesCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { classify } from '../../adapters/aws/classify';
import { effect } from '../../rules/notebook-direct-internet/effect';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox';

let account: Sandbox;
let client: SageMakerClient;

beforeAll(async () => {
  account = await startSandbox({ clock: 'manual' });
  client = new SageMakerClient({
    endpoint: account.url,
    region: account.region,
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
  });
});

afterAll(async () => {
  client.destroy();
  await account.stop();
});

it('takes a running replacement back in two tries: stop it, then delete it', async () => {
  await client.send(
    new CreateNotebookInstanceCommand({
      NotebookInstanceName: 'churn-vpc',
      InstanceType: 'ml.t3.medium',
      RoleArn: 'arn:aws:iam::111122223333:role/notebook',
    }),
  );
  await account.clock.advance(600_000);
  const clients = { sagemaker: () => Promise.resolve(client) };
  const remove = () =>
    effect['sagemaker:DeleteNotebookInstance']({ NotebookInstanceName: 'churn-vpc' }, clients);

  const refusal: unknown = await remove().catch((error: unknown) => error);
  expect(classify('sagemaker:DeleteNotebookInstance', refusal).kind).toBe('conflict');
  const stopping = await client.send(new ListNotebookInstancesCommand({}));
  expect(stopping.NotebookInstances?.[0]?.NotebookInstanceStatus).toBe('Stopping');

  await account.clock.advance(600_000);
  await remove();
  await account.clock.advance(600_000);
  expect((await client.send(new ListNotebookInstancesCommand({}))).NotebookInstances).toEqual([]);
});
