import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { ledgerTable } from '../../adapters/ledger/table';
import { assumedRole } from '../../sandbox/account/identity';
import { routeToQueue } from '../../sandbox/events/rules';
import { type EventSourceMapping, startEventSource } from '../../sandbox/lambda/event-source';
import { type LambdaFunction, startFunction } from '../../sandbox/lambda/function';
import type { Sandbox } from '../../sandbox/sandbox';
import type { AwsClients } from '../../adapters/aws/clients';

/** The packaged functions, running against the embedded account as Lambda would run them. */
export interface Deployment {
  readonly functions: Readonly<Record<FunctionName, LambdaFunction>>;
  readonly changes: EventSourceMapping;
  readonly table: string;
  readonly stop: () => Promise<void>;
}

export type FunctionName = 'on-change' | 'config-rule' | 'sweep' | 'on-action';

const names: readonly FunctionName[] = ['on-change', 'config-rule', 'sweep', 'on-action'];
const table = 'palisade-ledger';
const queue = 'palisade-changes';
const root = path.join(__dirname, '../..');

export interface DeployOptions {
  readonly settings: string;
  /** The folder of the built functions. */
  readonly functions: string;
  readonly onLog: (name: FunctionName, line: string) => void;
}

/** Creates the table, the queues and the functions, and routes events by the patterns of infra/. */
export async function deploy(
  account: Sandbox,
  clients: AwsClients,
  { settings, functions: folder, onLog }: DeployOptions,
): Promise<Deployment> {
  const queueUrl = await createResources(clients, settings);
  const roles = names.map((name) => roleArn(account, name));
  const started = await Promise.all(
    names.map(async (name) => {
      const fn = await startFunction({
        name: `palisade-prod-${name}`,
        file: path.join(folder, name, 'index.mjs'),
        handler: 'handler',
        timeoutSeconds: 300,
        memoryMb: 512,
        accountId: account.accountId,
        region: account.region,
        endpointUrl: account.url,
        environment: {
          PALISADE_TABLE: table,
          PALISADE_QUEUE_URL: queueUrl,
          PALISADE_SETTINGS_PARAMETER: '/palisade/settings',
          PALISADE_OWN_ROLES: roles.join(','),
          POWERTOOLS_SERVICE_NAME: 'palisade',
          POWERTOOLS_METRICS_NAMESPACE: 'Palisade',
        },
        onLog: (line) => {
          onLog(name, line);
        },
      });
      const session = `palisade-prod-${name}`;
      account.admin.setIdentity(
        fn.accessKeyId,
        assumedRole(roleArn(account, name), session, fn.accessKeyId, account.clock.now()),
      );
      return [name, fn] as const;
    }),
  );
  const functions = Object.fromEntries(started) as Record<FunctionName, LambdaFunction>;
  const unroute = eventPatterns().map((pattern) => routeToQueue(account, { pattern, queueName: queue }));
  const changes = startEventSource(account.account, {
    queueName: queue,
    fn: functions['on-change'],
    batchSize: 100,
    // The template waits longer, here and in the queue; nobody wants to watch that.
    windowSeconds: 0.5,
  });
  return {
    functions,
    changes,
    table,
    stop: async () => {
      for (const remove of unroute) remove();
      await changes.stop();
      await Promise.all(names.map((name) => functions[name].stop()));
    },
  };
}

function roleArn({ accountId, region }: Sandbox, name: FunctionName): string {
  return `arn:aws:iam::${accountId}:role/palisade/palisade-${region}-${name}`;
}

async function createResources(clients: AwsClients, settings: string): Promise<string> {
  const { CreateTableCommand } = await import('@aws-sdk/client-dynamodb');
  const { CreateQueueCommand, GetQueueAttributesCommand } = await import('@aws-sdk/client-sqs');
  const { PutParameterCommand } = await import('@aws-sdk/client-ssm');
  const { EnableSecurityHubCommand, CreateActionTargetCommand } = await import('@aws-sdk/client-securityhub');
  await (await clients.dynamodb()).send(new CreateTableCommand(ledgerTable(table)));
  const sqs = await clients.sqs();
  const dead = await sqs.send(new CreateQueueCommand({ QueueName: 'palisade-dead-letters' }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: dead.QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const deadLetterTargetArn = Attributes?.['QueueArn'] ?? '';
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({
      QueueName: queue,
      Attributes: {
        VisibilityTimeout: '30',
        DelaySeconds: '1',
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 5 }),
      },
    }),
  );
  await (
    await clients.ssm()
  ).send(new PutParameterCommand({ Name: '/palisade/settings', Value: settings, Type: 'String' }));
  const hub = await clients.securityhub();
  await hub.send(new EnableSecurityHubCommand({ EnableDefaultStandards: false }));
  await hub.send(
    new CreateActionTargetCommand({
      Id: 'PalisadeRemediate',
      Name: 'Remediate',
      Description: 'Approve the plan that was shown',
    }),
  );
  if (QueueUrl === undefined) throw new Error('the embedded account created no queue');
  return QueueUrl;
}

/** The EventBridge patterns that the template deploys: the wiring is written once. */
function eventPatterns(): readonly unknown[] {
  const file = path.join(root, 'infra/cloudformation/events.yml');
  const template = parse(readFileSync(file, 'utf8'), {
    // CloudFormation's short intrinsic functions do not occur inside patterns.
    logLevel: 'error',
  }) as { Resources: Record<string, { Properties: { EventPattern: unknown } }> };
  return Object.values(template.Resources).map(({ Properties }) => Properties.EventPattern);
}
