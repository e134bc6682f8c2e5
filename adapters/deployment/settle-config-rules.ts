import type { ConfigRule } from '@aws-sdk/client-config-service';
import type { AwsClients } from '../aws/clients';
import { messageOf } from '../errors';
import { rulePrefix } from './config-rules';

type Clients = Pick<AwsClients, 'config'>;

/**
 * Makes the rules that are missing, and changes those that are not as they should be; the others are left alone, because
 * AWS charges for the evaluation after a put. One call where all are right. A rule that is refused does not keep the
 * others: the errors are told at the end. Only without a configuration recorder it ends at the first.
 * @throws AggregateError; NoAvailableConfigurationRecorderException; AWS's error where the rules cannot be read
 */
export async function makeConfigRules({ config }: Clients, wanted: readonly ConfigRule[]): Promise<void> {
  if (wanted.length === 0) return;
  const { NoAvailableConfigurationRecorderException, PutConfigRuleCommand } =
    await import('@aws-sdk/client-config-service');
  const client = await config();
  const there = new Map((await named({ config }, wanted)).map((rule) => [rule.ConfigRuleName, rule]));
  const errors: unknown[] = [];
  for (const rule of wanted) {
    if (essence(there.get(rule.ConfigRuleName)) === essence(rule)) continue;
    try {
      await client.send(new PutConfigRuleCommand({ ConfigRule: rule }));
    } catch (error) {
      if (error instanceof NoAvailableConfigurationRecorderException) throw error;
      errors.push(error);
    }
  }
  throwAll(errors);
}

/** @throws AggregateError with each message once, unless there are no errors */
function throwAll(errors: readonly unknown[]): void {
  if (errors.length > 0) throw new AggregateError(errors, [...new Set(errors.map(messageOf))].join('; '));
}

/** How many names DescribeConfigRules takes, and how many rules a page of its answer has. */
const pageSize = 25;

/** Those of the rules that are there. Where one is missing AWS answers about no other, so then all are listed. */
async function named({ config }: Clients, rules: readonly ConfigRule[]): Promise<readonly ConfigRule[]> {
  const { DescribeConfigRulesCommand, NoSuchConfigRuleException } =
    await import('@aws-sdk/client-config-service');
  const client = await config();
  const found: ConfigRule[] = [];
  try {
    for (let from = 0; from < rules.length; from += pageSize) {
      const names = rules.slice(from, from + pageSize).map(({ ConfigRuleName = '' }) => ConfigRuleName);
      const { ConfigRules = [] } = await client.send(
        new DescribeConfigRulesCommand({ ConfigRuleNames: names }),
      );
      found.push(...ConfigRules.filter(isStaying));
    }
    return found;
  } catch (error) {
    if (error instanceof NoSuchConfigRuleException) return everyRule({ config });
    throw error;
  }
}

/** What is being deleted is as good as gone: a new one of its name can be made once it is. */
function isStaying({ ConfigRuleState }: ConfigRule): boolean {
  return ConfigRuleState !== 'DELETING';
}

/** What of a rule has to be as it is wanted. AWS adds ids and states, and orders lists as it likes. */
function essence(rule: ConfigRule | undefined): string {
  const { Description, Scope, Source } = rule ?? {};
  return JSON.stringify([
    Description,
    [...(Scope?.ComplianceResourceTypes ?? [])].sort(),
    Source?.SourceIdentifier,
    (Source?.SourceDetails ?? [])
      .map(({ MessageType, MaximumExecutionFrequency: every }) => `${MessageType ?? ''} ${every ?? ''}`)
      .sort(),
  ]);
}

/**
 * Removes Palisade's rules but for those to keep: by their names, and only where a `config-rule` function is asked. One
 * that is gone already is no error. What else is refused does not keep the others: the errors are told at the end.
 * @throws AggregateError
 */
export async function removeConfigRules({ config }: Clients, keep: readonly ConfigRule[]): Promise<void> {
  const { DeleteConfigRuleCommand, NoSuchConfigRuleException } =
    await import('@aws-sdk/client-config-service');
  const client = await config();
  const kept = new Set(keep.map(({ ConfigRuleName }) => ConfigRuleName));
  const errors: unknown[] = [];
  for (const ConfigRuleName of await ownNames({ config })) {
    if (kept.has(ConfigRuleName)) continue;
    try {
      await client.send(new DeleteConfigRuleCommand({ ConfigRuleName }));
    } catch (error) {
      if (!(error instanceof NoSuchConfigRuleException)) errors.push(error);
    }
  }
  throwAll(errors);
}

/** Of all the account's rules, because an earlier version may have had others than this one knows. */
async function ownNames(clients: Clients): Promise<readonly string[]> {
  const names: string[] = [];
  for (const { ConfigRuleName: name = '', Source } of await everyRule(clients))
    if (name.startsWith(rulePrefix) && ownFunction.test(Source?.SourceIdentifier ?? '')) names.push(name);
  return names;
}

/** Every page of the account's rules that stay. */
async function everyRule({ config }: Clients): Promise<readonly ConfigRule[]> {
  const { paginateDescribeConfigRules } = await import('@aws-sdk/client-config-service');
  const rules: ConfigRule[] = [];
  for await (const { ConfigRules = [] } of paginateDescribeConfigRules({ client: await config() }, {}))
    rules.push(...ConfigRules.filter(isStaying));
  return rules;
}

/** Of whatever stage: there is one deployment in an account and Region. */
const ownFunction = /:function:palisade-[\w-]+-config-rule$/;
