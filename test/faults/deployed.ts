import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { EnableSecurityHubCommand } from '@aws-sdk/client-securityhub';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { ledgerTable } from '../../adapters/ledger/table';
import { switchParameter } from '../../adapters/switch/ssm';
import { readEnvironment } from '../../functions/environment';
import { routeToQueue } from '@palisade/sandbox/events/rules';
import type { Sandbox } from '@palisade/sandbox';
import type { Clients } from '@palisade/sandbox/clients';
import { testWiring } from '../fakes/wiring';
import type { Scenario } from '../scenarios/scenario';

export const faultPlace = { account: '111122223333', region: 'us-east-1' };
/** The credentials of the functions. */
export const accessKeyId = 'AKIAPALISADE';
export const ownRole = `arn:aws:iam::${faultPlace.account}:role/palisade/palisade-${faultPlace.region}-on-change`;
export const settingsParameter = '/palisade/settings';
export const table = 'palisade-ledger';
export const queues = { changes: 'palisade-changes', dead: 'palisade-dead-letters' } as const;

export interface QueueUrls {
  readonly changes: string;
  readonly dead: string;
}

/** Creates in an account what the template deploys, for one rule in mode remediate. */
export async function deployQueues(sandbox: Sandbox, aws: Clients, scenario: Scenario): Promise<QueueUrls> {
  const queueUrls = await createQueues(aws);
  await aws.dynamodb.send(new CreateTableCommand(ledgerTable(table)));
  await aws.securityhub.send(new EnableSecurityHubCommand({ EnableDefaultStandards: false }));
  const parameters = { [settingsParameter]: settingsOf(scenario), [switchParameter]: 'on' };
  for (const [Name, Value] of Object.entries(parameters))
    await aws.ssm.send(new PutParameterCommand({ Name, Value, Type: 'String' }));
  for (const pattern of testWiring.patterns) routeToQueue(sandbox, { pattern, queueName: queues.changes });
  return queueUrls;
}

export function environmentOf(queueUrls: QueueUrls) {
  return readEnvironment({
    PALISADE_TABLE: table,
    PALISADE_QUEUE_URL: queueUrls.changes,
    PALISADE_DEAD_LETTERS_URL: queueUrls.dead,
    PALISADE_OWN_ROLES: ownRole,
  });
}

function settingsOf({ rule, settings = {} }: Scenario): string {
  return JSON.stringify({
    limits: { actionsPerHour: 1_000, sharePercent: 100 },
    ...settings,
    rules: { [rule]: { mode: 'remediate' } },
  });
}

async function createQueues({ sqs }: Clients): Promise<QueueUrls> {
  const deadLetters = await sqs.send(new CreateQueueCommand({ QueueName: queues.dead }));
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({
      QueueName: queues.changes,
      Attributes: {
        VisibilityTimeout: String(testWiring.visibilitySeconds),
        DelaySeconds: String(testWiring.delaySeconds),
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: `arn:aws:sqs:${faultPlace.region}:${faultPlace.account}:${queues.dead}`,
          maxReceiveCount: testWiring.maxReceiveCount,
        }),
      },
    }),
  );
  return { changes: QueueUrl, dead: deadLetters.QueueUrl ?? '' };
}
