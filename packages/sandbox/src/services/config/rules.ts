import type {
  ConfigRule,
  DeleteConfigRuleRequest,
  DescribeConfigRulesRequest,
  DescribeConfigRulesResponse,
  PutConfigRuleRequest,
} from '@aws-sdk/client-config-service';
import type { Call } from '../../account/account';
import { awsPartitionOf } from '../../account/partition';
import { AwsError } from '../../protocol/aws-error';
import { defined } from '../members';
import { page } from '../pages';
import { config as refusals } from '../../refusals/config';
import { refused } from '../../refusals/refusal';
import { CONFIG_SLOT, type CustomRule } from './state';

const PAGE = 25;
const invalid = (text: string) => new AwsError('InvalidParameterValueException', text);

/** Creates a custom Lambda rule, or changes the one with this name. Other kinds of rules are not modelled. */
export function putRule({ ConfigRule: rule = {} as ConfigRule }: PutConfigRuleRequest, call: Call): object {
  const state = call.state(CONFIG_SLOT);
  const name = rule.ConfigRuleName;
  if (name === undefined || name.trim() === '' || name.length > 128)
    throw invalid('A new rule needs a ConfigRuleName of 1 to 128 characters');
  if (state.recorders.length === 0) throw refused(refusals.noRecorder);
  const functionArn = checkSource(rule);
  const custom = present(call);
  const known = custom.get(name);
  requireNotDeleted(known);
  const { configRules } = call.account.quotas;
  if (known === undefined && custom.size >= configRules)
    throw refused(refusals.rulesFull, { name, limit: String(configRules) });
  const id = known?.id ?? `config-rule-${call.account.ids.uuid().replaceAll('-', '').slice(0, 6)}`;
  const arn = `arn:${awsPartitionOf(call.region)}:config:${call.region}:${call.account.accountId}:config-rule/${id}`;
  checkFunction(functionArn, arn, call);
  custom.set(name, {
    name,
    arn,
    id,
    functionArn,
    messageTypes: (rule.Source?.SourceDetails ?? []).map(({ MessageType }) => String(MessageType)),
    resourceTypes: rule.Scope?.ComplianceResourceTypes ?? [],
    inputParameters: rule.InputParameters ?? '{}',
    described: { ...rule, ConfigRuleId: id, ConfigRuleArn: arn, ConfigRuleState: 'ACTIVE' },
  });
  return {};
}

/** The ARN of the rule's function. @throws AwsError for an invalid source or scope */
function checkSource({ Source, Scope, Description = '', InputParameters = '' }: ConfigRule): string {
  const details = Source?.SourceDetails ?? [];
  const { Owner: owner, SourceIdentifier: fn } = Source ?? {};
  if (owner !== 'CUSTOM_LAMBDA' || fn === undefined)
    throw invalid('The embedded account models rules of the owner CUSTOM_LAMBDA only');
  if (details.length === 0) throw invalid('SourceDetails cannot be empty for a custom rule');
  if (details.length > 25) throw invalid('SourceDetails must have at most 25 members');
  for (const { EventSource, MessageType, MaximumExecutionFrequency: every } of details) {
    if (EventSource !== 'aws.config') throw invalid('EventSource must be aws.config');
    if (every !== undefined && MessageType !== 'ScheduledNotification')
      throw invalid('MaximumExecutionFrequency goes with ScheduledNotification only');
  }
  if ((Scope?.ComplianceResourceTypes ?? []).length > 100)
    throw invalid('ComplianceResourceTypes must have at most 100 members');
  if (Description.length > 256) throw invalid('Description must have at most 256 characters');
  if (InputParameters.length > 1_024) throw invalid('InputParameters must have at most 1,024 characters');
  return fn;
}

/** AWS Config checks whether it may invoke the function. */
function checkFunction(functionArn: string, ruleArn: string, { account }: Call): void {
  const fn = account.functions.get(functionArn);
  if (fn === undefined || fn.refusal?.('config.amazonaws.com', ruleArn) !== undefined)
    throw refused(refusals.cannotInvoke, { function: functionArn });
}

/** The current rules, including those that are still being deleted. */
function present(call: Call): Map<string, CustomRule> {
  const { custom } = call.state(CONFIG_SLOT);
  const { configRuleDelete } = call.account.timings;
  for (const { name, deletedAt } of custom.values())
    if (deletedAt !== undefined && call.now >= deletedAt + configRuleDelete) custom.delete(name);
  return custom;
}

function requireNotDeleted(rule: CustomRule | undefined): void {
  if (rule?.deletedAt !== undefined) throw refused(refusals.beingDeleted, { name: rule.name });
}

/** Deletes a rule and its results. */
export function deleteRule({ ConfigRuleName: name = '' }: DeleteConfigRuleRequest, call: Call): object {
  const { rules, results } = call.state(CONFIG_SLOT);
  const custom = present(call);
  const known = custom.get(name);
  if (known === undefined) throw unknown(name);
  requireNotDeleted(known);
  custom.set(name, { ...known, deletedAt: call.now });
  present(call);
  rules.delete(name);
  results.delete(name);
  return {};
}

/** All rules, or those that are named. One unknown name fails the whole request. */
export function describeRules(
  { ConfigRuleNames: names = [], NextToken: token }: DescribeConfigRulesRequest,
  call: Call,
): DescribeConfigRulesResponse {
  const custom = present(call);
  if (names.length > PAGE) throw new AwsError('ValidationException', `At most ${PAGE} names are allowed`);
  const missing = names.find((name) => !custom.has(name));
  if (missing !== undefined) throw unknown(missing);
  const all = [...custom.values()]
    .filter(({ name }) => names.length === 0 || names.includes(name))
    .map(({ name, arn, id, functionArn, described, deletedAt }): ConfigRule => ({
      ...(described ?? {
        ConfigRuleName: name,
        ConfigRuleArn: arn,
        ConfigRuleId: id,
        ConfigRuleState: 'ACTIVE',
        Source: { Owner: 'CUSTOM_LAMBDA', SourceIdentifier: functionArn },
      }),
      ...(deletedAt === undefined ? {} : { ConfigRuleState: 'DELETING' as const }),
    }));
  const bad = () => new AwsError('InvalidNextTokenException', 'The specified next token is invalid');
  const { items, next } = page(all, PAGE, token, bad);
  return defined({ ConfigRules: items, NextToken: next });
}

function unknown(name: string): AwsError {
  return new AwsError(
    'NoSuchConfigRuleException',
    `The ConfigRule '${name}' provided in the request is invalid. Please check the configRule name.`,
  );
}
