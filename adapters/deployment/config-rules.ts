import type { ConfigRule, SourceDetail } from '@aws-sdk/client-config-service';
import { isGlobal, kindOf, type ResourceType, resourceTypes } from '../../core/model/resource';
import type { RuleMeta } from '../../core/model/rule';

/** Which rules to create in AWS Config: the deployment's option `ConfigRules`. */
export type ConfigRulesOption = 'none' | 'resources' | 'all';

/**
 * The prefix of the names of Palisade's rules. Earlier versions created them in the stack, under names that began with
 * the stack's name. CloudFormation deletes those, so the new names must differ (docs/decisions/014).
 */
export const rulePrefix = 'sagemaker-palisade-';

/** The types whose changes AWS Config reports. */
export const recorded: readonly ResourceType[] = resourceTypes.filter((type) => kindOf(type).isAskedAbout);

const frequency = 'TwentyFour_Hours';

/**
 * The custom rules of AWS Config for an option, one for each of Palisade's rules. They are evaluated daily, and on each
 * recorded change of a resource that the rule depends on. AWS charges for every evaluation, so rules about IAM
 * principals are included only with the option `all`.
 */
export function configRules(
  metas: readonly RuleMeta[],
  option: ConfigRulesOption,
  functionArn: string,
): readonly ConfigRule[] {
  return metas.filter((meta) => isWanted(meta, option)).map((meta) => configRule(meta, functionArn));
}

function isWanted(meta: RuleMeta, option: ConfigRulesOption): boolean {
  const isAboutPrincipals = meta.resourceTypes.some(isGlobal);
  return option === 'all' || (option === 'resources' && !isAboutPrincipals);
}

function configRule(meta: RuleMeta, functionArn: string): ConfigRule {
  const { id, title } = meta;
  const types = [...meta.resourceTypes, ...meta.triggeredBy].filter((type) => recorded.includes(type));
  const changes: readonly SourceDetail[] =
    types.length === 0
      ? []
      : [
          { EventSource: 'aws.config', MessageType: 'ConfigurationItemChangeNotification' },
          { EventSource: 'aws.config', MessageType: 'OversizedConfigurationItemChangeNotification' },
        ];
  return {
    // The function identifies the rule by the end of this name.
    ConfigRuleName: `${rulePrefix}${id}`,
    Description: title.slice(0, 256),
    ...(types.length === 0 ? {} : { Scope: { ComplianceResourceTypes: types } }),
    Source: {
      Owner: 'CUSTOM_LAMBDA',
      SourceIdentifier: functionArn,
      SourceDetails: [
        ...changes,
        {
          EventSource: 'aws.config',
          MessageType: 'ScheduledNotification',
          MaximumExecutionFrequency: frequency,
        },
      ],
    },
  };
}
