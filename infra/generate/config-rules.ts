import type { ResourceType } from '../../core/resource';
import type { RuleMeta } from '../../core/rule';
import type { Resources } from './template';

/**
 * The types that AWS Config records. Notebook instances are not among them (the API's list of resource types never had
 * them), so their rules are asked on a schedule only; EventBridge brings their changes.
 */
const recorded: ReadonlySet<ResourceType> = new Set<ResourceType>([
  'AWS::SageMaker::Domain',
  'AWS::EC2::VPCEndpoint',
  'AWS::EC2::VPC',
  'AWS::IAM::User',
  'AWS::IAM::Role',
  'AWS::IAM::Group',
  'AWS::IAM::Policy',
]);

const frequency = 'TwentyFour_Hours';

/**
 * One custom rule of AWS Config for every rule: asked daily, and about each recorded change of a resource that matters
 * to it. AWS charges for every evaluation, so the rules about principals are made only where the parameter says `all`.
 */
export function configRules(metas: readonly RuleMeta[]): Resources {
  return Object.fromEntries(metas.map((meta) => [logicalId(meta.id), configRule(meta)]));
}

function configRule({ id, title, resourceTypes, triggeredBy }: RuleMeta): Resources[string] {
  const types = [...resourceTypes, ...triggeredBy].filter((type) => recorded.has(type));
  const changes =
    types.length === 0
      ? []
      : ['ConfigurationItemChangeNotification', 'OversizedConfigurationItemChangeNotification'];
  return {
    Type: 'AWS::Config::ConfigRule',
    Condition: resourceTypes.some((type) => type.startsWith('AWS::IAM::'))
      ? 'ConfigJudgesPrincipals'
      : 'ConfigJudgesResources',
    // AWS Config tries the function when the rule is made.
    DependsOn: 'ConfigMayAsk',
    Properties: {
      // The function tells the rule by the end of this name.
      ConfigRuleName: { 'Fn::Sub': `\${AWS::StackName}-${id}` },
      Description: title.slice(0, 256),
      ...(types.length === 0 ? {} : { Scope: { ComplianceResourceTypes: types } }),
      Source: {
        Owner: 'CUSTOM_LAMBDA',
        SourceIdentifier: { 'Fn::GetAtt': ['ConfigDashruleLambdaFunction', 'Arn'] },
        SourceDetails: [
          ...changes.map((MessageType) => ({ EventSource: 'aws.config', MessageType })),
          {
            EventSource: 'aws.config',
            MessageType: 'ScheduledNotification',
            MaximumExecutionFrequency: frequency,
          },
        ],
      },
    },
  };
}

/** `notebook-in-vpc` → `ConfigRuleNotebookInVpc`. */
function logicalId(ruleId: string): string {
  const words = ruleId.split('-').map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`);
  return `ConfigRule${words.join('')}`;
}
