import type { AwsClients } from '../../adapters/aws/clients';
import type { Packaged } from '../../infra/package.cjs';
import { type Cloud, createCloud } from '../../sandbox/cloudformation/cloud';
import type { Stack } from '../../sandbox/cloudformation/stack';
import type { Sandbox } from '../../sandbox/sandbox';

/** The packaged template, deployed into the embedded account. */
export interface Deployment {
  readonly cloud: Cloud;
  readonly stack: Stack;
  /** Physical name of the ledger's table. */
  readonly table: string;
  /** Fires the sweep's schedule, and waits for the sweep. */
  readonly sweep: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export type FunctionName = 'on-change' | 'config-rule' | 'sweep' | 'on-action' | 'on-deploy';

export interface DeployOptions {
  readonly settings: string;
  readonly packaged: Packaged;
  /** The Node binary that runs the functions; default: this process's. */
  readonly node?: string;
  readonly onLog: (name: FunctionName, line: string) => void;
}

const stackName = 'palisade-prod';

/** Deploys as an operator does: Security Hub, AWS Config and a trail on, settings written, then the template. */
export async function deploy(
  account: Sandbox,
  clients: AwsClients,
  { settings, packaged, node, onLog }: DeployOptions,
): Promise<Deployment> {
  await prepare(clients, settings);
  // Without these two AWS Config makes no rule, and EventBridge brings no events.
  account.admin.setTrail('organization');
  account.admin.setConfigurationRecorder({ name: 'default', recordingGroup: { allSupported: true } }, true);
  const cloud = createCloud(account, {
    ...(node === undefined ? {} : { node }),
    onLog: (name, line) => {
      onLog(name.replace(`${stackName}-`, '') as FunctionName, line);
    },
  });
  try {
    const { stack } = await cloud.deploy({
      name: stackName,
      template: packaged.template,
      packages: packaged.folder,
      parameters: { ConfigRules: 'all' },
    });
    const table = stack.resources.get('Ledger')?.id;
    const schedule = [...cloud.bus.rules.values()].find((rule) => rule.schedule !== undefined);
    if (table === undefined || schedule === undefined)
      throw new Error('the template has no ledger or no schedule for the sweep');
    return { cloud, stack, table, sweep: () => cloud.bus.fire(schedule.arn), stop: () => cloud.stop() };
  } catch (error) {
    await cloud.stop();
    throw error;
  }
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
