import type { Sandbox } from '../../sandbox';
import type { Functions } from './functions';
import { awsPartitionOf } from '../../account/partition';
import { CONFIG_SLOT, type CustomRule } from '../../services/config/state';

/** AWS Config's invocations of its rules' functions. The sandbox records no configuration by itself. */
export interface ConfigRules {
  /** By name, including those that were created through the API. */
  readonly rules: Map<string, CustomRule>;
  /** The reasons of invocations that were refused for lack of a permission. */
  readonly refused: string[];
  /** Invokes a rule's function for an evaluation, as its schedule does. */
  ask(name: string): Promise<void>;
  /** Reports a changed configuration item to the rules whose scope includes its type. */
  changed(item: Readonly<Record<string, unknown>> & { readonly resourceType: string }): Promise<void>;
}

export function createConfigRules(sandbox: Sandbox, functions: Functions): ConfigRules {
  const rulesOf = () => sandbox.account.store.current(CONFIG_SLOT, sandbox.region).custom;
  const refused: string[] = [];

  const invoke = async (rule: CustomRule, message: object): Promise<void> => {
    const refusal = functions.refusal(rule.functionArn, 'config.amazonaws.com', rule.arn);
    if (refusal !== undefined) {
      refused.push(refusal);
      return;
    }
    const notificationCreationTime = new Date(sandbox.clock.now()).toISOString();
    const invokingEvent = { awsAccountId: sandbox.accountId, notificationCreationTime, ...message };
    await functions.invokeAsync(rule.functionArn, {
      version: '1.0',
      invokingEvent: JSON.stringify(invokingEvent),
      ruleParameters: rule.inputParameters,
      resultToken: sandbox.admin.putConfigRule(rule.name),
      eventLeftScope: false,
      executionRoleArn: `arn:${awsPartitionOf(sandbox.region)}:iam::${sandbox.accountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
      configRuleArn: rule.arn,
      configRuleName: rule.name,
      configRuleId: rule.id,
      accountId: sandbox.accountId,
    });
  };

  return {
    get rules() {
      return rulesOf();
    },
    refused,
    async ask(name) {
      const rule = rulesOf().get(name);
      if (rule === undefined) throw new Error(`There is no AWS Config rule ${name}`);
      await invoke(rule, { messageType: 'ScheduledNotification', recordVersion: '1.0' });
    },
    async changed(item) {
      const messageType = 'ConfigurationItemChangeNotification';
      for (const rule of rulesOf().values())
        if (
          rule.messageTypes.includes(messageType) &&
          (rule.resourceTypes.length === 0 || rule.resourceTypes.includes(item.resourceType))
        )
          await invoke(rule, {
            messageType,
            recordVersion: '1.3',
            configurationItemDiff: null,
            configurationItem: item,
          });
    },
  };
}
