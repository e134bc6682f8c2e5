import { PutConfigRuleCommand } from '@aws-sdk/client-config-service';
import { GetAccountSettingsCommand, GetFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { describe, expect, it } from '@jest/globals';
import { rulePrefix } from '../../../adapters/deployment/config-rules';
import type { Packaged } from '../../../infra/package.cjs';
import { rules } from '../../../rules/registry';
import {
  all,
  functionArnOf,
  configRulesOf,
  everything,
  inAccount,
  madeIn,
  type StackWorld,
} from './account-that';
import type { RawTemplate } from './template';

/** First deployments, updates and removals of the packaged template. */
export function deployments(packaged: () => Packaged): void {
  const work = (play: (world: StackWorld) => Promise<void>) => inAccount(packaged(), everything, play);
  const sweeps = async ({ cloud, invoked }: StackWorld): Promise<number> => {
    await cloud.idle();
    return invoked.filter((name) => name === 'palisade-prod-sweep').length;
  };

  describe('a deployment', () => {
    it('ends with a first sweep, and so does every update that changes something', async () => {
      await work(async (world) => {
        const { stack } = await world.deploy();
        expect(await sweeps(world)).toBe(1);
        expect(await stack.update(packaged().template)).toEqual([]);
        expect(await sweeps(world)).toBe(1);
        await stack.update(packaged().template, { ConfigRules: 'resources' });
        expect(await sweeps(world)).toBe(2);
      });
    });

    it('creates and removes AWS Config rules and reservations when its options change', async () => {
      const isAboutPrincipals = (type: string) => type.startsWith('AWS::IAM::');
      const resources = rules.filter(({ meta }) => !meta.resourceTypes.some(isAboutPrincipals)).length;
      await work(async (world) => {
        const { stack } = await world.deploy();
        expect(await madeIn(world)).toEqual({ ...all, rules: 0 });
        for (const [ConfigRules, ReservedConcurrency, made, reserved] of [
          ['all', 'yes', rules.length, 14],
          ['resources', 'no', resources, 0],
          ['none', 'yes', 0, 14],
        ] as const) {
          await stack.update(packaged().template, { ConfigRules, ReservedConcurrency });
          expect(stack.outputs.get('Missing')).toBe('nothing');
          await world.cloud.idle();
          expect(await madeIn(world)).toEqual({ ...all, rules: made, reserved });
          expect(world.cloud.configRules.rules.size).toBe(made);
        }
      });
    });

    it('over an earlier version has its own Config rules, even after CloudFormation deletes the earlier ones', async () => {
      await work(async (world) => {
        const { stack } = await world.deploy({ ConfigRules: 'all' }, earlierVersion(packaged().template));
        const names = async () => (await configRulesOf(world)).map(({ ConfigRuleName: name }) => name);
        expect(await names()).toContain('palisade-prod-endpoint-private-dns');
        const events = await stack.update(packaged().template, { ConfigRules: 'all' });
        expect(events).toContainEqual(expect.objectContaining({ id: 'OldConfigRule', action: 'deleted' }));
        expect((await names()).sort()).toEqual(rules.map(({ meta }) => `${rulePrefix}${meta.id}`).sort());
      });
    });

    it('of a second stage is refused before anything is created', async () => {
      await work(async (world) => {
        await world.deploy();
        await world.cloud.idle();
        const before = [...world.cloud.functions.deployed.keys()];
        world.account.resetCalls();
        const { template, folder: packages } = packaged();
        const second = world.cloud.deploy({ name: 'palisade-test', template, packages });
        await expect(second).rejects.toThrow(/already exists/i);
        expect([...world.cloud.functions.deployed.keys()]).toEqual(before);
        const tried = world.account.calls().map(({ service, operation }) => `${service}:${operation}`);
        expect(tried).toEqual(['ssm:PutParameter']);
      });
    });

    it('that is removed deletes everything that it created, and nothing else', async () => {
      await work(async (world) => {
        const { stack } = await world.deploy({ ConfigRules: 'all' });
        await world.cloud.idle();
        const others = await othersRules(world);
        await stack.remove();
        expect((await configRulesOf(world)).map(({ ConfigRuleName: name }) => name)).toEqual(others);
        const { AccountLimit } = await world.aws.lambda.send(new GetAccountSettingsCommand({}));
        expect(AccountLimit?.UnreservedConcurrentExecutions).toBe(1_000);
      });
    });

    it('whose removal failed halfway is complete again after the next update', async () => {
      await work(async (world) => {
        const { stack } = await world.deploy();
        await world.cloud.idle();
        await world.cloud.functions.invoke(functionArnOf('on-deploy'), {
          RequestType: 'Delete',
          ResponseURL: `${world.account.url}/nowhere`,
        });
        const command = new GetFunctionConcurrencyCommand({ FunctionName: 'palisade-prod-sweep' });
        expect((await world.aws.lambda.send(command)).ReservedConcurrentExecutions).toBe(0);
        await stack.update(packaged().template, { ConfigRules: 'all' });
        expect(await madeIn(world)).toEqual(all);
      });
    });
  });
}

const source = (SourceIdentifier: string) => ({
  Owner: 'CUSTOM_LAMBDA' as const,
  SourceIdentifier,
  SourceDetails: [{ EventSource: 'aws.config' as const, MessageType: 'ScheduledNotification' as const }],
});

/** The names of two rules of somebody else: one invokes Palisade's function, the other has our prefix. */
async function othersRules({ aws, account }: StackWorld): Promise<readonly string[]> {
  const own = 'arn:aws:lambda:us-east-1:111122223333:function:own';
  account.account.functions.set(own, { accept: () => undefined, invoke: () => Promise.resolve({}) });
  const named = { 'my-endpoint-private-dns': functionArnOf('config-rule'), [`${rulePrefix}mine`]: own };
  for (const [ConfigRuleName, fn] of Object.entries(named))
    await aws.config.send(new PutConfigRuleCommand({ ConfigRule: { ConfigRuleName, Source: source(fn) } }));
  return Object.keys(named);
}

/** The template of a version whose Config rules were created by CloudFormation, named after the stack. */
function earlierVersion(template: unknown): unknown {
  const { Resources, ...rest } = template as RawTemplate;
  const OldConfigRule = {
    Type: 'AWS::Config::ConfigRule',
    DependsOn: 'ConfigMayAsk',
    Properties: {
      ConfigRuleName: { 'Fn::Sub': '${AWS::StackName}-endpoint-private-dns' },
      Source: source(functionArnOf('config-rule')),
    },
  };
  return { ...rest, Resources: { ...Resources, OldConfigRule } };
}
