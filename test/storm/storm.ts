import type { SQSEvent } from 'aws-lambda';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { EnableSecurityHubCommand } from '@aws-sdk/client-securityhub';
import { CreateNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { createClients } from '../../adapters/aws/clients';
import { ledgerTable } from '../../adapters/ledger/table';
import { pooled } from '../../core/engine/pooled';
import { parseSettings } from '../../core/settings';
import { compose } from '../../functions/compose';
import { readEnvironment } from '../../functions/environment';
import { handleBatch } from '../../functions/handle-batch';
import { ruleIds } from '../../rules/registry';
import { seededRandom } from '../../sandbox/account/random';
import { sqsEvent } from '../../sandbox/lambda/sqs-event';
import { startSandbox } from '../../sandbox/sandbox';
import { type Clients, clientsOf } from '../../sandbox/testing/clients';
import { cloudTrailEvent } from '../fakes/events';
import { addEndpoint, addNetwork } from '../scenarios/network';

export interface Size {
  readonly resources: number;
  readonly events: number;
  /** Calls a second that each service answers; what is above is throttled. */
  readonly callsPerSecond: number;
}

export interface Figures extends Size {
  /** Verdicts about one resource by one rule, over the verdicts that there are to find. */
  readonly evaluationsEach: number;
  readonly passes: number;
  readonly calls: number;
  readonly throttled: number;
  /** Messages that came again, and those that never got done. */
  readonly redelivered: number;
  readonly lost: number;
  readonly seconds: number;
}

/** As infra/functions.yml has them. */
const batchSize = 100;
const reservedConcurrency = 5;
const maxReceives = 5;
const place = { account: '111122223333', region: 'us-east-1' };
const table = 'palisade-ledger';

/**
 * Sends a storm of shuffled and repeated events through what `on-change` runs, in the batches and at the concurrency
 * of the template, with the SDK's own adaptive retries, on an account that throttles.
 */
export async function storm(size: Size, afterHalf: () => void = () => undefined): Promise<Figures> {
  const none = { notebookStart: 0, notebookStop: 0, endpointCreate: 0, endpointModify: 0 };
  const account = await startSandbox({ timings: none });
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIASTORM',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: account.url,
    AWS_REGION: place.region,
  });
  const aws = clientsOf(account.url);
  try {
    const environment = await prepare(aws);
    const messages = shuffled(await seed(aws, size), size.events);
    account.resetCalls();
    let throttled = 0;
    const isOver = limiter(size.callsPerSecond);
    account.setFault(({ service }) => {
      if (!isOver(service)) return undefined;
      throttled += 1;
      return { kind: 'throttle' };
    });

    const settings = parseSettings(
      {
        rules: { 'notebook-direct-internet': { mode: 'remediate' } },
        limits: { actionsPerHour: 10_000, sharePercent: 100 },
      },
      ruleIds,
    );
    const judged = new Map<string, number>();
    let passes = 0;
    let redelivered = 0;
    let lost = 0;
    const started = Date.now();
    const clients = Array.from({ length: reservedConcurrency }, () => createClients());
    const deliver = async (bodies: readonly string[], receives: number): Promise<void> => {
      const own = clients.pop() ?? createClients();
      const batch = bodies.map((Body, index) => ({
        MessageId: String(index),
        ReceiptHandle: '',
        Body,
        Attributes: { ApproximateReceiveCount: String(receives) },
      }));
      const event = sqsEvent(batch, `arn:aws:sqs:us-east-1:111122223333:changes`, place.region) as SQSEvent;
      const { batchItemFailures } = await handleBatch(
        event,
        () => {
          passes += 1;
          return Promise.resolve(
            compose({
              environment,
              place,
              settings,
              stopped: () => Promise.resolve(undefined),
              clients: own,
              tell: (one) => {
                if (one.type === 'judged') judged.set(one.finding.id, (judged.get(one.finding.id) ?? 0) + 1);
              },
            }),
          );
        },
        own,
        environment,
      );
      clients.push(own);
      if (batchItemFailures.length === 0) return;
      if (receives === maxReceives) lost += batchItemFailures.length;
      else {
        redelivered += batchItemFailures.length;
        const again = batchItemFailures.map(({ itemIdentifier }) => bodies[Number(itemIdentifier)] ?? '');
        await deliver(again, receives + 1);
      }
    };
    const batches = chunks(messages, batchSize);
    await pooled(reservedConcurrency, batches.slice(0, batches.length / 2), (one) => deliver(one, 1));
    afterHalf();
    await pooled(reservedConcurrency, batches.slice(batches.length / 2), (one) => deliver(one, 1));
    return {
      ...size,
      evaluationsEach: sum([...judged.values()]) / judged.size,
      passes,
      calls: account.calls().length,
      throttled,
      redelivered,
      lost,
      seconds: (Date.now() - started) / 1_000,
    };
  } finally {
    process.env = before;
    for (const client of Object.values(aws)) client.destroy();
    await account.stop();
  }
}

async function prepare({ sqs, dynamodb, securityhub }: Clients) {
  await dynamodb.send(new CreateTableCommand(ledgerTable(table)));
  await securityhub.send(new EnableSecurityHubCommand({ EnableDefaultStandards: false }));
  const create = async (QueueName: string) =>
    (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '';
  return readEnvironment({
    PALISADE_TABLE: table,
    PALISADE_QUEUE_URL: await create('changes'),
    PALISADE_DEAD_LETTERS_URL: await create('dead'),
  });
}

/** Half notebooks, a few endpoints, the rest users; one in ten has drifted. Returns an event's maker for each. */
async function seed(aws: Clients, { resources }: Size): Promise<readonly ((at: Date) => object)[]> {
  const network = await addNetwork({ aws }, 0);
  const makers: ((at: Date) => object)[] = [];
  const change = (service: string, name: string, input: object) => (at: Date) =>
    cloudTrailEvent(service, name, input, { eventTime: at.toISOString() });
  const endpoint = await addEndpoint({ aws }, network, 'api');
  makers.push(change('ec2', 'ModifyVpcEndpoint', { ModifyVpcEndpointRequest: { VpcEndpointId: endpoint } }));
  for (let index = 1; index < resources; index += 1) {
    const name = `resource-${index}`;
    const isDrifted = index % 10 === 0;
    if (index % 2 === 0) {
      await aws.sagemaker.send(
        new CreateNotebookInstanceCommand({
          NotebookInstanceName: name,
          InstanceType: 'ml.t3.medium',
          RoleArn: 'arn:aws:iam::111122223333:role/notebooks',
          SubnetId: network.subnetId,
          SecurityGroupIds: [network.groupId],
          DirectInternetAccess: isDrifted ? 'Enabled' : 'Disabled',
          RootAccess: 'Disabled',
        }),
      );
      makers.push(change('sagemaker', 'UpdateNotebookInstance', { notebookInstanceName: name }));
    } else {
      await aws.iam.send(new CreateUserCommand({ UserName: name }));
      if (index % 10 === 1)
        await aws.iam.send(
          new PutUserPolicyCommand({ UserName: name, PolicyName: 'open', PolicyDocument: openNotebooks }),
        );
      makers.push(change('iam', 'PutUserPolicy', { userName: name, policyName: 'open' }));
    }
  }
  return makers;
}

const openNotebooks = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sagemaker:CreatePresignedNotebookInstanceUrl', Resource: '*' }],
});

/** Events of the last two minutes in any order, every tenth of them delivered twice. */
function shuffled(makers: readonly ((at: Date) => object)[], count: number): readonly string[] {
  const random = seededRandom(7);
  const now = Date.now();
  const bodies = Array.from({ length: Math.ceil(count * 0.9) }, (_, index) =>
    JSON.stringify(makers[index % makers.length]?.(new Date(now - 15_000 - random() * 105_000))),
  );
  for (let index = 0; bodies.length < count; index += 1) bodies.push(bodies[index] ?? '');
  for (let index = bodies.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [bodies[index], bodies[other]] = [bodies[other] ?? '', bodies[index] ?? ''];
  }
  return bodies;
}

/** Whether a call of this service is above its rate, counted by whole seconds. */
function limiter(callsPerSecond: number): (service: string) => boolean {
  const counts = new Map<string, number>();
  let second = 0;
  return (service) => {
    const now = Math.floor(Date.now() / 1_000);
    if (now !== second) counts.clear();
    second = now;
    const count = (counts.get(service) ?? 0) + 1;
    counts.set(service, count);
    return count > callsPerSecond;
  };
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
