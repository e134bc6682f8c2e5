import { DescribeConfigRulesCommand, type ConfigRule } from '@aws-sdk/client-config-service';
import { GetFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { DescribeActionTargetsCommand, EnableSecurityHubCommand } from '@aws-sdk/client-securityhub';
import { describe, expect, it } from '@jest/globals';
import { customActions } from '../../../adapters/custom-actions';
import { reservations } from '../../../adapters/deployment/reserved-concurrency';
import type { Packaged } from '../../../infra/package.cjs';
import { rules } from '../../../rules/registry';
import { type Cloud, createCloud } from '../../../sandbox/cloudformation/cloud';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox';
import { type Clients, clientsOf, errorOf } from '../../../sandbox/testing/clients';

/** What an account has before Palisade comes. */
interface Has {
  readonly recorder: boolean;
  readonly hub: boolean;
  readonly trail: boolean;
  /** Concurrent executions of Lambda. */
  readonly quota: number;
}

const everything: Has = { recorder: true, hub: true, trail: true, quota: 1_000 };

interface World {
  readonly account: Sandbox;
  readonly aws: Clients;
  readonly cloud: Cloud;
}

async function give({ account, aws }: World, { recorder, hub, trail }: Partial<Has>): Promise<void> {
  if (recorder === true) account.admin.setConfigurationRecorder({ name: 'default' }, true);
  if (hub === true) await aws.securityhub.send(new EnableSecurityHubCommand({}));
  if (trail === true) account.admin.setTrail('organization');
}

async function inAccount(has: Has, work: (world: World) => Promise<void>): Promise<void> {
  const account = await startSandbox({ quotas: { lambdaConcurrency: has.quota } });
  const world = { account, aws: clientsOf(account.url), cloud: createCloud(account) };
  try {
    await give(world, has);
    await work(world);
    expect(account.authorizer.missing).toEqual([]);
  } finally {
    for (const client of Object.values(world.aws)) client.destroy();
    await world.cloud.stop();
    await account.stop();
  }
}

async function configRules({ aws }: World): Promise<readonly ConfigRule[]> {
  const { ConfigRules = [] } = await aws.config.send(new DescribeConfigRulesCommand({}));
  return ConfigRules;
}

/** What Palisade made besides its template: how many of each. */
async function madeIn(world: World) {
  const { aws } = world;
  let actions = 0;
  if ((await errorOf(aws.securityhub.send(new DescribeActionTargetsCommand({})))) === 'none') {
    const { ActionTargets = [] } = await aws.securityhub.send(new DescribeActionTargetsCommand({}));
    actions = ActionTargets.length;
  }
  let reserved = 0;
  for (const { name } of reservations) {
    const command = new GetFunctionConcurrencyCommand({ FunctionName: `palisade-prod-${name}` });
    reserved += (await aws.lambda.send(command)).ReservedConcurrentExecutions ?? 0;
  }
  return { rules: (await configRules(world)).length, actions, reserved };
}

const all: Readonly<Record<'rules' | 'actions' | 'reserved', number>> = {
  rules: rules.length,
  actions: customActions.length,
  reserved: 14,
};
const sweepArn = 'arn:aws:lambda:us-east-1:111122223333:function:palisade-prod-sweep';

const noRecorder =
  'AWS Config rules (ConfigRules=all): AWS Config has no configuration recorder in this Region';
const noHub = 'custom actions in Security Hub: Security Hub CSPM is off in this Region';
const noTrail = 'events of changes: no trail covers us-east-1, so drift is found by the hourly sweep only';
const noRoom = (quota: number) =>
  `reserved concurrency of on-change, sweep, on-action, config-rule, on-deploy: 100 executions must stay unreserved, and the account's quota is ${quota}`;

/** The packaged template in accounts that lack something. */
export function lackingAccounts(packaged: () => Packaged): void {
  const deploy = (
    { cloud }: World,
    parameters: Record<string, string> = {},
    template = packaged().template,
  ) => cloud.deploy({ name: 'palisade-prod', template, packages: packaged().folder, parameters });

  describe('in an account that lacks something', () => {
    it.each<[string, Partial<Has>, Partial<typeof all>, string]>([
      ['lacks nothing', {}, {}, 'nothing'],
      ['has no configuration recorder', { recorder: false }, { rules: 0 }, noRecorder],
      ['has Security Hub CSPM off', { hub: false }, { actions: 0 }, noHub],
      ['has no trail', { trail: false }, {}, noTrail],
      ['may run 10 functions at once', { quota: 10 }, { reserved: 0 }, noRoom(10)],
      ['may run 50', { quota: 50 }, { reserved: 0 }, noRoom(50)],
      ['may run 100', { quota: 100 }, { reserved: 0 }, noRoom(100)],
      [
        'may run 106',
        { quota: 106 },
        { reserved: 6 },
        noRoom(106).replace('on-change, sweep, ', '').replace(', on-deploy', ', on-deploy'),
      ],
      [
        'has nothing at all',
        { recorder: false, hub: false, trail: false, quota: 10 },
        { rules: 0, actions: 0, reserved: 0 },
        [noRecorder, noHub, noRoom(10), noTrail].join('; '),
      ],
    ])(
      'that %s it is deployed, does what it can and says what is missing',
      async (_, lacks, made, missing) => {
        await inAccount({ ...everything, ...lacks }, async (world) => {
          const { stack } = await deploy(world, { ConfigRules: 'all' });
          expect(stack.outputs.get('Missing')).toBe(missing);
          await world.cloud.idle();
          expect(await madeIn(world)).toEqual({ ...all, ...made });
          // What was missing comes; the quota of a running account cannot be dialled here.
          const quotaStays = 'quota' in lacks;
          await give(world, {
            recorder: lacks.recorder === false,
            hub: lacks.hub === false,
            trail: lacks.trail === false,
          });
          const { error } = await world.cloud.functions.invoke(sweepArn, {});
          expect(error).toBeUndefined();
          expect(await madeIn(world)).toEqual(quotaStays ? { ...all, reserved: made.reserved } : all);
          await stack.remove();
          const { aws } = world;
          expect(await configRules(world)).toEqual([]);
          const { ActionTargets = [] } = await aws.securityhub.send(new DescribeActionTargetsCommand({}));
          expect(ActionTargets).toEqual([]);
        });
      },
    );
  });
}
