import type { ConfigRule, SourceDetail } from '@aws-sdk/client-config-service';
import { isGlobal, kindOf, type ResourceType, resourceTypes } from '../../core/model/resource';
import type { RuleMeta } from '../../core/model/rule';

/** Which rules AWS Config asks for: the deployment's option `ConfigRules`. */
export type ConfigRulesOption = 'none' | 'resources' | 'all';

/**
 * What the names of Palisade's rules begin with. Earlier versions made them with the stack, under names that began with
 * the stack's: those are CloudFormation's to delete, and these must not be called the same (docs/decisions/014).
 */
export const rulePrefix = 'sagemaker-palisade-';

/** The types about whose changes AWS Config asks. */
export const recorded: readonly ResourceType[] = resourceTypes.filter((type) => kindOf(type).isAskedAbout);

const frequency = 'TwentyFour_Hours';

/**
 * The custom rules of AWS Config that an option asks for, one for each of Palisade's: asked daily, and about each
 * recorded change of a resource that matters to it. AWS charges for every evaluation, so those about IAM principals are
 * made only where the option says `all`.
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
    // The function tells the rule by the end of this name.
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
