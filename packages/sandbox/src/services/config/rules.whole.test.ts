import {
  DeleteConfigRuleCommand,
  DescribeConfigRulesCommand,
  PutConfigRuleCommand,
  type ConfigRule,
} from '@aws-sdk/client-config-service';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { useAccount } from '../../testing/account';
import { errorOf, failureOf } from '../../testing/clients';

const test = useAccount();
const fn = 'arn:aws:lambda:us-east-1:111122223333:function:asked';
const rule = (more: Partial<ConfigRule> = {}): ConfigRule => ({
  ConfigRuleName: 'one',
  Source: {
    Owner: 'CUSTOM_LAMBDA',
    SourceIdentifier: fn,
    SourceDetails: [{ EventSource: 'aws.config', MessageType: 'ScheduledNotification' }],
  },
  ...more,
});
const put = (more?: Partial<ConfigRule>) =>
  test.aws.config.send(new PutConfigRuleCommand({ ConfigRule: rule(more) }));
const described = async (...ConfigRuleNames: string[]) =>
  (await test.aws.config.send(new DescribeConfigRulesCommand({ ConfigRuleNames }))).ConfigRules ?? [];

let mayInvoke: boolean;
beforeEach(() => {
  mayInvoke = true;
  test.sandbox.admin.setConfigurationRecorder({ name: 'default' }, true);
  test.sandbox.account.functions.set(fn, {
    accept: () => undefined,
    invoke: () => Promise.resolve({}),
    refusal: (service, arn) => (mayInvoke ? undefined : `${service} may not for ${arn}`),
  });
});

describe('an AWS Config rule', () => {
  it('is created, changed without changing its ids, and deleted with its results', async () => {
    await put();
    const [made] = await described();
    expect(made).toMatchObject({ ...rule(), ConfigRuleState: 'ACTIVE' });
    expect(made?.ConfigRuleArn).toMatch(/:config-rule\/config-rule-[0-9a-f]{6}$/);
    await put({ Description: 'changed' });
    expect(await described('one')).toEqual([{ ...made, Description: 'changed' }]);
    await test.aws.config.send(new DeleteConfigRuleCommand({ ConfigRuleName: 'one' }));
    expect(await described()).toEqual([]);
  });

  it('needs a recorder', async () => {
    test.sandbox.admin.removeConfigurationRecorder();
    expect(await failureOf(put())).toMatchObject({
      name: 'NoAvailableConfigurationRecorderException',
      message: 'You must create a configuration recorder before you can create or update a Config rule.',
    });
  });

  it('needs a function that AWS Config may invoke', async () => {
    mayInvoke = false;
    expect(await failureOf(put())).toMatchObject({
      name: 'InsufficientPermissionsException',
      message: `The AWS Lambda function ${fn} cannot be invoked. Check the specified function ARN, and check the function's permissions.`,
    });
    const SourceIdentifier = `${fn}-not`;
    expect(
      await errorOf(put({ Source: { ...rule().Source, Owner: 'CUSTOM_LAMBDA', SourceIdentifier } })),
    ).toBe('InsufficientPermissionsException');
  });

  it.each<[string, Partial<ConfigRule>]>([
    ['no name', { ConfigRuleName: undefined }],
    ['an empty name', { ConfigRuleName: ' ' }],
    ['a managed source', { Source: { Owner: 'AWS', SourceIdentifier: 'IAM_USER_MFA_ENABLED' } }],
    ['no details', { Source: { Owner: 'CUSTOM_LAMBDA', SourceIdentifier: fn, SourceDetails: [] } }],
    [
      'a frequency for change notifications',
      {
        Source: {
          Owner: 'CUSTOM_LAMBDA',
          SourceIdentifier: fn,
          SourceDetails: [
            {
              EventSource: 'aws.config',
              MessageType: 'ConfigurationItemChangeNotification',
              MaximumExecutionFrequency: 'One_Hour',
            },
          ],
        },
      },
    ],
    ['a long text', { Description: 'x'.repeat(257) }],
    [
      'too many types',
      { Scope: { ComplianceResourceTypes: Array.from({ length: 101 }, () => 'AWS::EC2::VPC') } },
    ],
  ])('is refused with %s', async (_, more) => {
    expect(await errorOf(put(more))).toBe('InvalidParameterValueException');
    expect(await described()).toEqual([]);
  });

  it('is one of at most 1,000, which are listed in pages of 25', async () => {
    for (let index = 0; index < 1_000; index += 1) await put({ ConfigRuleName: `rule-${index}` });
    expect(await errorOf(put())).toBe('MaxNumberOfConfigRulesExceededException');
    const first = await test.aws.config.send(new DescribeConfigRulesCommand({}));
    expect(first.ConfigRules).toHaveLength(25);
    const second = new DescribeConfigRulesCommand({ NextToken: first.NextToken });
    expect((await test.aws.config.send(second)).ConfigRules?.[0]?.ConfigRuleName).toBe('rule-25');
    expect(await errorOf(test.aws.config.send(new DescribeConfigRulesCommand({ NextToken: '!' })))).toBe(
      'InvalidNextTokenException',
    );
  });

  it('that does not exist fails the whole request, and cannot be deleted', async () => {
    await put();
    expect(await errorOf(described('one', 'two'))).toBe('NoSuchConfigRuleException');
    const gone = new DeleteConfigRuleCommand({ ConfigRuleName: 'two' });
    expect(await errorOf(test.aws.config.send(gone))).toBe('NoSuchConfigRuleException');
  });
});
