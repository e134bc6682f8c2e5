import { describe, expect, it } from '@jest/globals';
import type { Packaged } from '../../../infra/package.cjs';
import { portable } from '../../../infra/portable.cjs';
import {
  countActionTargets,
  all,
  functionArnOf,
  bare,
  configRulesOf,
  everything,
  give,
  type Has,
  inAccount,
  type MadeCounts,
  madeIn,
  says,
  saysAll,
  type StackWorld,
} from './account-that';

/** The packaged template in accounts that lack something. */
export function lackingAccounts(packaged: () => Packaged): void {
  describe('in an account that lacks something', () => {
    it.each<[string, Partial<Has>, Partial<MadeCounts>, string]>([
      ['lacks nothing', {}, {}, 'nothing'],
      ['has no configuration recorder', { recorder: false }, { rules: 0 }, says.recorder],
      ['has Security Hub CSPM off', { hub: false }, { actions: 0 }, says.hub],
      ['has no trail', { trail: false }, {}, says.trail],
      ['may run 10 functions at once', { quota: 10 }, { reserved: 0 }, says.room(10)],
      ['may run 50', { quota: 50 }, { reserved: 0 }, says.room(50)],
      ['may run 100', { quota: 100 }, { reserved: 0 }, says.room(100)],
      [
        'may run 106',
        { quota: 106 },
        { reserved: 6 },
        says.room(106, 'on-action', 'config-rule', 'on-deploy'),
      ],
      ['has nothing at all', bare, { rules: 0, actions: 0, reserved: 0 }, saysAll],
    ])(
      'that %s, it deploys, does what it can, reports what is missing, and creates it later',
      async (_, lacks, made, missing) => {
        await inAccount(packaged(), { ...everything, ...lacks }, async (world) => {
          const { stack } = await world.deploy({ ConfigRules: 'all' });
          expect(stack.outputs.get('Missing')).toBe(missing);
          await world.cloud.idle();
          expect(await madeIn(world)).toEqual({ ...all, ...made });
          // Once the account has what was missing, the next sweep completes the deployment.
          const { recorder, hub, trail } = { ...everything, ...lacks };
          await give(world, { recorder: !recorder, hub: !hub, trail: !trail, quota: everything.quota });
          const { error } = await world.cloud.functions.invoke(functionArnOf('sweep'), {});
          expect(error).toBeUndefined();
          expect(await madeIn(world)).toEqual(all);
          await stack.remove();
          expect(await configRulesOf(world)).toEqual([]);
          expect(await countActionTargets(world)).toBe(0);
        });
      },
    );

    it('by default it needs no AWS Config, and so no recorder', async () => {
      await inAccount(packaged(), bare, async ({ deploy }) => {
        const { stack } = await deploy();
        expect(stack.outputs.get('Missing')).toBe([says.hub, says.room(10), says.trail].join('; '));
      });
    });

    it('it behaves the same when a StackSet deploys it', async () => {
      await inAccount(packaged(), bare, async ({ deploy, cloud, invoked }) => {
        const { stack } = await deploy(
          { ConfigRules: 'all', CodeBucket: 'code' },
          portable(packaged().template),
        );
        expect(stack.outputs.get('Missing')).toBe(saysAll);
        await cloud.idle();
        expect(invoked).toContain('palisade-prod-sweep');
      });
    });

    it.each<[string, Has, Readonly<Record<string, number>>]>([
      [
        'nothing is missing',
        everything,
        {
          'config:DescribeConfigRules': 1,
          'lambda:GetFunctionConcurrency': 5,
          'securityhub:DescribeActionTargets': 1,
        },
      ],
      [
        'everything is',
        bare,
        {
          // First by name, which fails if one is missing, then the whole list.
          'config:DescribeConfigRules': 2,
          'config:PutConfigRule': 1,
          'lambda:GetAccountSettings': 1,
          'lambda:GetFunctionConcurrency': 5,
          'securityhub:DescribeActionTargets': 1,
        },
      ],
    ])('a sweep makes few calls if %s', async (_, has, calls) => {
      await inAccount(packaged(), has, async (world) => {
        await world.deploy({ ConfigRules: 'all' });
        await world.cloud.idle();
        expect(await callsOfASweep(world)).toEqual(calls);
      });
    });
  });
}

/** The calls with which one more sweep checks for what is missing. */
async function callsOfASweep({ account, cloud }: StackWorld): Promise<Readonly<Record<string, number>>> {
  account.resetCalls();
  await cloud.functions.invoke(functionArnOf('sweep'), {});
  const counts: Record<string, number> = {};
  for (const { service, operation } of account.calls())
    if (['config', 'lambda', 'securityhub', 'cloudtrail'].includes(service)) {
      const call = `${service}:${operation}`;
      counts[call] = (counts[call] ?? 0) + 1;
    }
  return counts;
}
