import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateDescribeStackEvents,
} from '@aws-sdk/client-cloudformation';
import type { AwsClients } from '../../adapters/aws/clients';
import type { Packaged } from '../../infra/package.cjs';
import { runServerless } from '../../infra/serverless.cjs';
import { type Cloud, createCloud } from '@palisade/sandbox/cloudformation/cloud';
import type { Sandbox } from '@palisade/sandbox';

/** The packaged service, deployed into the embedded account by `serverless deploy`. */
export interface EmbeddedDeployment {
  readonly cloud: Cloud;
  /** The outputs of its stack, by name. */
  readonly outputs: ReadonlyMap<string, string>;
  /** Physical name of the ledger's table. */
  readonly table: string;
  /** What `serverless deploy` printed. */
  readonly printed: string;
  /** Fires the sweep's schedule, and waits for the sweep. */
  readonly sweep: () => Promise<void>;
  /** Deploys another package over this one; returns what was printed. */
  readonly update: (packaged: Packaged, options?: readonly string[]) => Promise<string>;
  /** `serverless remove`; returns the logical ids of the resources that were kept. */
  readonly remove: () => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
}

export type FunctionName = 'on-change' | 'config-rule' | 'sweep' | 'on-action' | 'on-deploy';

export interface DeployOptions {
  readonly settings: string;
  readonly packaged: Packaged;
  /** Options as an operator gives them, for example `configRules=all`. */
  readonly params?: readonly string[];
  /** The Node binary that runs the functions; default: this process's. */
  readonly node?: string;
  readonly onLog: (name: FunctionName, line: string) => void;
}

const stackName = 'palisade-prod';

/** Deploys as an operator does: a trail, settings, Security Hub on, then `serverless deploy`. */
export async function deployEmbedded(
  account: Sandbox,
  clients: AwsClients,
  { settings, packaged, params = [], node, onLog }: DeployOptions,
): Promise<EmbeddedDeployment> {
  account.admin.setTrail('management');
  await prepare(clients, settings);
  const cloud = createCloud(account, {
    ...(node === undefined ? {} : { node }),
    onLog: (name, line) => {
      onLog(name.replace(`${stackName}-`, '') as FunctionName, line);
    },
  });
  const cloudformation = new CloudFormationClient({});
  try {
    const printed = await serverlessDeploy(account, packaged, params);
    const outputs = await outputsOf(cloudformation);
    const table = outputs.get('TableName');
    const schedule = [...cloud.bus.rules.values()].find((rule) => rule.schedule !== undefined);
    if (table === undefined || schedule === undefined)
      throw new Error('the stack names no ledger, or has no schedule for the sweep');
    return {
      cloud,
      outputs,
      table,
      printed,
      sweep: () => cloud.bus.fire(schedule.arn),
      update: (next, options = []) => serverlessDeploy(account, next, options),
      remove: () => serverlessRemove(account, cloudformation),
      async stop() {
        cloudformation.destroy();
        await cloud.stop();
      },
    };
  } catch (error) {
    cloudformation.destroy();
    await cloud.stop();
    throw error;
  }
}

/** Looks for stack events more often than with AWS, where everything takes longer. */
const environmentFor = (account: Sandbox) => ({
  AWS_ENDPOINT_URL: account.url,
  AWS_REGION: account.region,
  SLS_AWS_MONITORING_FREQUENCY: '200',
});

async function serverlessDeploy(
  account: Sandbox,
  { folder }: Packaged,
  params: readonly string[],
): Promise<string> {
  const options = params.map((param) => `--param=${param}`);
  const { region } = account;
  const { code, printed } = await runServerless(
    ['deploy', '--region', region, '--package', folder, ...options],
    environmentFor(account),
  );
  if (code !== 0) throw new Error(`serverless deploy failed: ${printed}`);
  return printed;
}

async function serverlessRemove(
  account: Sandbox,
  cloudformation: CloudFormationClient,
): Promise<readonly string[]> {
  const { Stacks = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName: stackName }));
  const { code, printed } = await runServerless(
    ['remove', '--region', account.region],
    environmentFor(account),
  );
  if (code !== 0) throw new Error(`serverless remove failed: ${printed}`);
  const kept: string[] = [];
  // A deleted stack can only be found by its id.
  const pages = paginateDescribeStackEvents({ client: cloudformation }, { StackName: Stacks[0]?.StackId });
  for await (const { StackEvents = [] } of pages)
    for (const { ResourceStatus, LogicalResourceId = '' } of StackEvents)
      if (ResourceStatus === 'DELETE_SKIPPED') kept.push(LogicalResourceId);
  return kept;
}

async function outputsOf(cloudformation: CloudFormationClient): Promise<ReadonlyMap<string, string>> {
  const { Stacks = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName: stackName }));
  return new Map(
    (Stacks[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
  );
}

async function prepare(clients: AwsClients, settings: string): Promise<void> {
  const { PutParameterCommand } = await import('@aws-sdk/client-ssm');
  const { EnableSecurityHubCommand } = await import('@aws-sdk/client-securityhub');
  await (
    await clients.ssm()
  ).send(new PutParameterCommand({ Name: '/palisade/settings', Value: settings, Type: 'String' }));
  const hub = await clients.securityhub();
  await hub.send(new EnableSecurityHubCommand({ EnableDefaultStandards: false }));
}
