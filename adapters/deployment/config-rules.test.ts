import { describe, expect, it } from '@jest/globals';
import { rules } from '../../rules/registry';
import { nonEmpty } from '../../test/non-empty';
import { configRules, rulePrefix } from './config-rules';

const metas = rules.map(({ meta }) => meta);
const fn = 'arn:aws:lambda:us-east-1:111122223333:function:palisade-prod-config-rule';
const isAboutPrincipals = ({ resourceTypes }: (typeof metas)[number]) =>
  resourceTypes.some((type) => type.startsWith('AWS::IAM::'));

describe('the rules of AWS Config', () => {
  it.each([
    ['none', []],
    ['resources', metas.filter((meta) => !isAboutPrincipals(meta))],
    ['all', metas],
  ] as const)('are, for %s, one for each of our rules that the option selects', (option, wanted) => {
    const names = configRules(metas, option, fn).map(({ ConfigRuleName: name }) => name);
    expect(names).toEqual(wanted.map(({ id }) => `${rulePrefix}${id}`));
  });

  it('are evaluated daily and on changes that AWS Config records', () => {
    const made = new Map(configRules(metas, 'all', fn).map((rule) => [rule.ConfigRuleName, rule]));
    const daily = {
      EventSource: 'aws.config',
      MessageType: 'ScheduledNotification',
      MaximumExecutionFrequency: 'TwentyFour_Hours',
    };
    // AWS Config does not record notebook instances.
    expect(made.get(`${rulePrefix}notebook-root-access`)).toMatchObject({
      Source: { Owner: 'CUSTOM_LAMBDA', SourceIdentifier: fn, SourceDetails: [daily] },
    });
    expect(made.get(`${rulePrefix}notebook-root-access`)).not.toHaveProperty('Scope');
    const domains = made.get(`${rulePrefix}studio-vpc-only`);
    expect(domains?.Scope?.ComplianceResourceTypes).toContain('AWS::SageMaker::Domain');
    expect(domains?.Source?.SourceDetails?.map(({ MessageType }) => MessageType)).toEqual([
      'ConfigurationItemChangeNotification',
      'OversizedConfigurationItemChangeNotification',
      'ScheduledNotification',
    ]);
  });

  it('respect the limits of AWS Config', () => {
    for (const { ConfigRuleName = '', Description = '' } of nonEmpty(configRules(metas, 'all', fn))) {
      expect(ConfigRuleName.length).toBeLessThanOrEqual(128);
      expect(Description.length).toBeLessThanOrEqual(256);
    }
  });
});
