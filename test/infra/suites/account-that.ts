import { DescribeConfigRulesCommand, type ConfigRule } from '@aws-sdk/client-config-service';
import { GetFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { DescribeActionTargetsCommand, EnableSecurityHubCommand } from '@aws-sdk/client-securityhub';
import { expect } from '@jest/globals';
import { customActions } from '../../../adapters/custom-actions';
import { reservations } from '../../../adapters/deployment/reserved-concurrency';
import type { Packaged } from '../../../infra/package.cjs';
import { rules } from '../../../rules/registry';
import { type Cloud, createCloud } from '@palisade/sandbox/cloudformation/cloud';
import { type Sandbox, startSandbox } from '@palisade/sandbox';
import { type Clients, clientsOf, errorOf } from '@palisade/sandbox/clients';

/** What an account has before Palisade is deployed. */
export interface Has {
  readonly recorder: boolean;
  readonly hub: boolean;
  readonly trail: boolean;
  /** Concurrent executions of Lambda. */
  readonly quota: number;
}

export const everything: Has = { recorder: true, hub: true, trail: true, quota: 1_000 };
export const bare: Has = { recorder: false, hub: false, trail: false, quota: 10 };

export interface StackWorld {
  readonly account: Sandbox;
  readonly aws: Clients;
  readonly cloud: Cloud;
  /** Names of the functions that ran, in order. */
  readonly invoked: readonly string[];
  readonly deploy: (
    parameters?: Readonly<Record<string, string>>,
    template?: unknown,
  ) => ReturnType<Cloud['deploy']>;
}

/** Gives the account what it lacked. */
export async function give(
  { account, aws }: Pick<StackWorld, 'account' | 'aws'>,
  has: Partial<Has>,
): Promise<void> {
  if (has.recorder === true) account.admin.setConfigurationRecorder({ name: 'default' }, true);
  if (has.hub === true) await aws.securityhub.send(new EnableSecurityHubCommand({}));
  if (has.trail === true) account.admin.setTrail('organization');
  if (has.quota !== undefined) Object.assign(account.account.quotas, { lambdaConcurrency: has.quota });
}

/** Runs a test in a new account; no role may lack a permission there. */
export async function inAccount(
  packaged: Packaged,
  has: Has,
  work: (world: StackWorld) => Promise<void>,
): Promise<void> {
  const account = await startSandbox({ quotas: { lambdaConcurrency: has.quota } });
  const invoked: string[] = [];
  const cloud = createCloud(account, {
    onInvocation: ({ functionName }) => {
      invoked.push(functionName);
    },
  });
  const aws = clientsOf(account.url);
  const deploy: StackWorld['deploy'] = (parameters = {}, template = packaged.template) =>
    cloud.deploy({ name: 'palisade-prod', template, packages: packaged.folder, parameters });
  try {
    await give({ account, aws }, has);
    await work({ account, aws, cloud, invoked, deploy });
    expect(account.authorizer.missing).toEqual([]);
  } finally {
    for (const client of Object.values(aws)) client.destroy();
    await cloud.stop();
    await account.stop();
  }
}

export async function configRulesOf({ aws }: StackWorld): Promise<readonly ConfigRule[]> {
  const { ConfigRules = [] } = await aws.config.send(new DescribeConfigRulesCommand({}));
  return ConfigRules;
}

/** The numbers of resources that Palisade creates in addition to its template. */
export interface MadeCounts {
  readonly rules: number;
  readonly actions: number;
  /** Concurrent executions. */
  readonly reserved: number;
}

export const all: MadeCounts = { rules: rules.length, actions: customActions.length, reserved: 14 };

export async function countActionTargets({ aws }: StackWorld): Promise<number> {
  const command = new DescribeActionTargetsCommand({});
  if ((await errorOf(aws.securityhub.send(command))) !== 'none') return 0;
  return (await aws.securityhub.send(command)).ActionTargets?.length ?? 0;
}

export async function madeIn(world: StackWorld): Promise<MadeCounts> {
  let reserved = 0;
  for (const { name } of reservations) {
    const command = new GetFunctionConcurrencyCommand({ FunctionName: `palisade-prod-${name}` });
    reserved += (await world.aws.lambda.send(command)).ReservedConcurrentExecutions ?? 0;
  }
  return { rules: (await configRulesOf(world)).length, actions: await countActionTargets(world), reserved };
}

export const functionArnOf = (name: string) =>
  `arn:aws:lambda:us-east-1:111122223333:function:palisade-prod-${name}`;

/** The messages about an account in which everything is missing. */
export const says = {
  recorder: 'AWS Config rules (ConfigRules=all): AWS Config has no configuration recorder in this Region',
  hub: 'custom actions in Security Hub: Security Hub CSPM is off in this Region',
  trail: 'events of changes: no trail covers us-east-1, so drift is found by the hourly sweep only',
  room: (quota: number, ...names: readonly string[]) =>
    `reserved concurrency of ${(names.length === 0 ? reservations.map(({ name }) => name) : names).join(', ')}: 100 executions must stay unreserved, and the account's quota is ${quota}`,
} as const;
export const saysAll = [says.recorder, says.hub, says.room(bare.quota), says.trail].join('; ');
