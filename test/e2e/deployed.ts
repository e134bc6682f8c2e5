import { setTimeout as pause } from 'node:timers/promises';
import { GetRolePolicyCommand, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { createClients } from '../../adapters/aws/clients';
import type { CustomActionId } from '../../adapters/custom-actions';
import { dynamoLedger } from '../../adapters/ledger/dynamodb';
import { deployEmbedded, type EmbeddedDeployment, type FunctionName } from '../../cli/start/deploy';
import type { FindingRecord, Ledger } from '../../core/model/ledger';
import type { Packaged } from '../../infra/package.cjs';
import { type Sandbox, startSandbox } from '@palisade/sandbox';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';

/** The packaged service in a sandbox account, and what people and AWS do there. */
export interface DeployedService {
  readonly account: Sandbox;
  readonly aws: Clients;
  readonly deployment: EmbeddedDeployment;
  readonly ledger: Ledger;
  /** The warnings and errors that functions logged, each after the function's name. */
  readonly complaints: readonly string[];
  /** Chooses a custom action in Security Hub for a finding; resolves when `on-action` has answered. */
  press(action: CustomActionId, id: string): Promise<void>;
  /** Waits until the condition holds. @throws Error with the state of the findings, after the timeout */
  until(
    what: string,
    condition: (records: ReadonlyMap<string, FindingRecord>) => boolean | Promise<boolean>,
  ): Promise<void>;
  arnOf(name: FunctionName): string;
  /** The policies of a function's role, read from IAM. */
  policiesOf(name: FunctionName): Promise<readonly unknown[]>;
  stop(): Promise<void>;
}

/** Durations in the sandbox are shortened, because the functions themselves are slow enough. */
const timings = {
  notebookStart: 200,
  notebookStop: 200,
  notebookUpdate: 100,
  notebookDelete: 100,
  domain: 100,
  app: 100,
  endpointCreate: 100,
  endpointModify: 100,
  endpointDelete: 100,
  queueSecond: 20,
};

/** Timeout of a wait (ms), with room for a busy machine. */
const patienceMs = 180_000;

/** @param node the Node binary that runs the functions; default: this process's own */
export async function deployPackaged(
  packaged: Packaged,
  settings: string,
  node?: string,
): Promise<DeployedService> {
  const account = await startSandbox({ timings });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: account.url,
    AWS_REGION: account.region,
    AWS_ACCESS_KEY_ID: 'AKIAENGINEER',
    AWS_SECRET_ACCESS_KEY: 'of-the-embedded-account',
  });
  const { accountId, region } = account;
  const clients = createClients();
  const aws = clientsOf(account.url);
  const complaints: string[] = [];
  recordAll(account);
  const deployment = await deployEmbedded(account, clients, {
    settings,
    packaged,
    params: ['configRules=all'],
    ...(node === undefined ? {} : { node }),
    onLog: (name, line) => {
      if (/"level":"(WARN|ERROR)"/.test(line)) complaints.push(`${name} ${line}`);
    },
  });
  const ledger = dynamoLedger({ clients, table: deployment.table, now: () => new Date().toISOString() });
  return {
    account,
    aws,
    deployment,
    ledger,
    complaints,
    async press(action, id) {
      const arn = `arn:aws:securityhub:${region}:${accountId}:action/custom/${action}`;
      await shown(() => {
        account.admin.triggerCustomAction(arn, [`palisade/${id}`]);
      });
      await deployment.cloud.bus.idle();
    },
    async until(what, condition) {
      const deadline = Date.now() + patienceMs;
      let records: readonly FindingRecord[] = [];
      while (Date.now() < deadline) {
        records = await ledger.list();
        if (await condition(new Map(records.map((record) => [record.id, record])))) return;
        await pause(300);
      }
      const standing = records.map(
        ({ id, status, outcome, because }) => `${id} ${status} ${outcome}: ${because}`,
      );
      throw new Error(`not seen: ${what}\n${[...standing, ...complaints.slice(-10)].join('\n')}`);
    },
    arnOf: (name) => `arn:aws:lambda:${region}:${accountId}:function:palisade-prod-${name}`,
    async policiesOf(name) {
      const RoleName = `palisade-${region}-${name}`;
      const { PolicyNames = [] } = await aws.iam.send(new ListRolePoliciesCommand({ RoleName }));
      return Promise.all(
        PolicyNames.map(async (PolicyName) => {
          const command = new GetRolePolicyCommand({ RoleName, PolicyName });
          const { PolicyDocument = '' } = await aws.iam.send(command);
          return JSON.parse(decodeURIComponent(PolicyDocument)) as unknown;
        }),
      );
    },
    async stop() {
      await deployment.stop();
      for (const client of Object.values(aws)) client.destroy();
      await account.stop();
    },
  };
}

/** AWS Config accepts no rules in a Region without a recorder. */
function recordAll({ admin, accountId }: Sandbox): void {
  const roleARN = `arn:aws:iam::${accountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
  admin.setConfigurationRecorder({ name: 'default', roleARN, recordingGroup: { allSupported: true } }, true);
}

/** Chooses the action as soon as Security Hub shows the finding. */
async function shown(choose: () => void): Promise<void> {
  for (const deadline = Date.now() + patienceMs; ;) {
    try {
      choose();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(200);
    }
  }
}
