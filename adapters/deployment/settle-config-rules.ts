import type { ConfigRule } from '@aws-sdk/client-config-service';
import { chunks } from '../../core/lists/chunks';
import type { AwsClients } from '../aws/clients';
import { messageOf } from '../errors';
import { rulePrefix } from './config-rules';

type Clients = Pick<AwsClients, 'config'>;

/**
 * Creates the rules that are missing, and corrects those that differ. The others are left alone, because AWS charges
 * for the evaluation that follows a put. Makes one call if nothing is to be done. If a rule is refused, the others are
 * still put, and all errors are thrown at the end. Only a missing configuration recorder ends it at the first rule.
 * @throws AggregateError; NoAvailableConfigurationRecorderException; AWS's error if the rules cannot be read
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

/**
 * @throws AggregateError with each distinct message once, unless there are no errors
 */
function throwAll(errors: readonly unknown[]): void {
  if (errors.length > 0) throw new AggregateError(errors, [...new Set(errors.map(messageOf))].join('; '));
}

/** How many names DescribeConfigRules accepts; its reply about them then fits on one page. */
const maxNames = 25;

/**
 * Those of the rules that exist. If one is missing, AWS returns none of the others, so all rules are listed instead.
 */
async function named({ config }: Clients, rules: readonly ConfigRule[]): Promise<readonly ConfigRule[]> {
  const { DescribeConfigRulesCommand, NoSuchConfigRuleException } =
    await import('@aws-sdk/client-config-service');
  const client = await config();
  const found: ConfigRule[] = [];
  try {
    for (const part of chunks(rules, maxNames)) {
      const names = part.map(({ ConfigRuleName = '' }) => ConfigRuleName);
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

/** A rule that is being deleted counts as deleted: it can be created again under its name afterwards. */
function isStaying({ ConfigRuleState }: ConfigRule): boolean {
  return ConfigRuleState !== 'DELETING';
}

/** The properties of a rule to compare, as text. AWS adds ids and states, and does not keep the order of lists. */
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
 * Removes Palisade's rules except those to keep. Only rules with our names that invoke a `config-rule` function count.
 * It is not an error if one was deleted already. If a deletion is refused, the others still happen, and all errors are
 * thrown at the end.
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

/**
 * Searches all of the account's rules, because an earlier version may have created rules that this one does not have.
 */
async function ownNames(clients: Clients): Promise<readonly string[]> {
  const names: string[] = [];
  for (const { ConfigRuleName: name = '', Source } of await everyRule(clients))
    if (name.startsWith(rulePrefix) && ownFunction.test(Source?.SourceIdentifier ?? '')) names.push(name);
  return names;
}

/** The account's rules, from all pages, except those being deleted. */
async function everyRule({ config }: Clients): Promise<readonly ConfigRule[]> {
  const { paginateDescribeConfigRules } = await import('@aws-sdk/client-config-service');
  const rules: ConfigRule[] = [];
  for await (const { ConfigRules = [] } of paginateDescribeConfigRules({ client: await config() }, {}))
    rules.push(...ConfigRules.filter(isStaying));
  return rules;
}

/** Of any stage, because there is at most one deployment in an account and Region. */
const ownFunction = /:function:palisade-[\w-]+-config-rule$/;
