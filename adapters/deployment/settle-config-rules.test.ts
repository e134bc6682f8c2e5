import {
  paginateDescribeConfigRules,
  PutConfigRuleCommand,
  type ConfigRule,
} from '@aws-sdk/client-config-service';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { useAccount } from '@palisade/sandbox/testing';
import { rulePrefix } from './config-rules';
import { makeConfigRules, removeConfigRules } from './settle-config-rules';

const test = useAccount();
const clients = { config: () => Promise.resolve(test.aws.config) };
const fn = (name: string) => `arn:aws:lambda:us-east-1:111122223333:function:${name}`;
const ours = fn('palisade-prod-config-rule');

const rule = (id: string, SourceIdentifier = ours, more: Partial<ConfigRule> = {}): ConfigRule => ({
  ConfigRuleName: id,
  Description: 'what it is about',
  Source: {
    Owner: 'CUSTOM_LAMBDA',
    SourceIdentifier,
    SourceDetails: [
      { EventSource: 'aws.config', MessageType: 'ConfigurationItemChangeNotification' },
      {
        EventSource: 'aws.config',
        MessageType: 'ScheduledNotification',
        MaximumExecutionFrequency: 'TwentyFour_Hours',
      },
    ],
  },
  Scope: { ComplianceResourceTypes: ['AWS::EC2::VPC', 'AWS::EC2::VPCEndpoint'] },
  ...more,
});
const wanted = Array.from({ length: 30 }, (_, index) => rule(`${rulePrefix}${index}`));

const put = (one: ConfigRule) => test.aws.config.send(new PutConfigRuleCommand({ ConfigRule: one }));
async function names(): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { ConfigRules = [] } of paginateDescribeConfigRules({ client: test.aws.config }, {}))
    found.push(...ConfigRules.map(({ ConfigRuleName: name = '' }) => name));
  return found.sort();
}
const namesOf = (rules: readonly ConfigRule[]) => rules.map(({ ConfigRuleName: name }) => name).sort();
async function callsOf(work: () => Promise<void>): Promise<readonly string[]> {
  test.sandbox.resetCalls();
  await work();
  return test.sandbox.calls().map(({ operation }) => operation);
}

beforeEach(() => {
  test.sandbox.admin.setConfigurationRecorder({ name: 'default' }, true);
  for (const name of ['palisade-prod-config-rule', 'palisade-dev-config-rule', 'other'])
    test.sandbox.account.functions.set(fn(name), {
      accept: () => undefined,
      invoke: () => Promise.resolve({}),
    });
});

describe('creating the rules of AWS Config', () => {
  it('creates all that are missing, and only reads if none is', async () => {
    await makeConfigRules(clients, wanted);
    expect(await names()).toEqual(namesOf(wanted));
    const calls = await callsOf(() => makeConfigRules(clients, wanted));
    expect(new Set(calls)).toEqual(new Set(['DescribeConfigRules']));
    expect(await callsOf(() => makeConfigRules(clients, []))).toEqual([]);
  });

  it.each<[string, Partial<ConfigRule>, boolean]>([
    ['another text', { Description: 'another' }, true],
    ['another function', { Source: rule('', fn('palisade-dev-config-rule')).Source }, true],
    [
      'another schedule',
      {
        Source: {
          Owner: 'CUSTOM_LAMBDA',
          SourceIdentifier: ours,
          SourceDetails: [{ EventSource: 'aws.config', MessageType: 'ScheduledNotification' }],
        },
      },
      true,
    ],
    ['other types', { Scope: { ComplianceResourceTypes: ['AWS::EC2::VPC'] } }, true],
    [
      'the same types in another order',
      { Scope: { ComplianceResourceTypes: ['AWS::EC2::VPCEndpoint', 'AWS::EC2::VPC'] } },
      false,
    ],
    ['parameters of somebody else', { InputParameters: '{}' }, false],
  ])('corrects a rule that has %s', async (_, more, isPut) => {
    const few = wanted.slice(0, 2);
    await makeConfigRules(clients, few);
    await put(rule(`${rulePrefix}1`, ours, more));
    const calls = await callsOf(() => makeConfigRules(clients, few));
    expect(calls).toEqual(isPut ? ['DescribeConfigRules', 'PutConfigRule'] : ['DescribeConfigRules']);
  });

  it('creates only what is missing, because each put causes an evaluation that is charged', async () => {
    await makeConfigRules(clients, wanted.slice(0, 28));
    const calls = await callsOf(() => makeConfigRules(clients, wanted));
    expect(calls.filter((call) => call === 'PutConfigRule')).toHaveLength(2);
    expect(await names()).toEqual(namesOf(wanted));
  });

  it('continues if one is refused, and reports it', async () => {
    test.sandbox.setFault(({ operation, input }) =>
      operation === 'PutConfigRule' &&
      (input as { ConfigRule: ConfigRule }).ConfigRule.ConfigRuleName === `${rulePrefix}0`
        ? { kind: 'denied' }
        : undefined,
    );
    await expect(makeConfigRules(clients, wanted)).rejects.toThrow('is not authorized to perform');
    expect(await names()).toEqual(namesOf(wanted.slice(1)));
  });

  it('fails at the first rule if the Region has no recorder', async () => {
    test.sandbox.admin.removeConfigurationRecorder();
    const attempt = callsOf(() => makeConfigRules(clients, wanted));
    await expect(attempt).rejects.toMatchObject({ name: 'NoAvailableConfigurationRecorderException' });
    expect(test.sandbox.calls().map(({ operation }) => operation)).toEqual([
      'DescribeConfigRules',
      'DescribeConfigRules',
      'PutConfigRule',
    ]);
  });
});

describe('removing the rules of AWS Config', () => {
  it('removes ours, of any version and stage, except those to keep, and no others', async () => {
    await makeConfigRules(clients, wanted);
    await put(rule(`${rulePrefix}of-another-version`));
    await put(rule(`${rulePrefix}of-another-stage`, fn('palisade-dev-config-rule')));
    const others = ['my-rule', 'palisade-prod-endpoint-private-dns'];
    for (const name of others) await put(rule(name));
    await put(rule(`${rulePrefix}mine`, fn('other')));
    const keep = wanted.slice(0, 3);
    await removeConfigRules(clients, keep);
    expect(await names()).toEqual([...others, ...namesOf(keep), `${rulePrefix}mine`].sort());
    await removeConfigRules(clients, []);
    expect(await names()).toEqual([...others, `${rulePrefix}mine`].sort());
  });

  it('continues if one is refused, and reports it', async () => {
    await makeConfigRules(clients, wanted.slice(0, 4));
    test.sandbox.setFault(({ operation, input }) =>
      operation === 'DeleteConfigRule' &&
      (input as { ConfigRuleName: string }).ConfigRuleName === `${rulePrefix}1`
        ? { kind: 'denied' }
        : undefined,
    );
    await expect(removeConfigRules(clients, [])).rejects.toThrow(/\S/);
    expect(await names()).toEqual([`${rulePrefix}1`]);
  });
});
