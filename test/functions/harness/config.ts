import type { Sandbox } from '@palisade/sandbox';

/** An invocation of a custom Lambda rule, as AWS Config sends it (developer guide). */
export function configRuleInvocation(
  account: Sandbox,
  ruleId: string,
  invokingEvent: object | string,
  more: object = {},
) {
  const configRuleName = `palisade-${ruleId}`;
  return {
    version: '1.0',
    invokingEvent: typeof invokingEvent === 'string' ? invokingEvent : JSON.stringify(invokingEvent),
    ruleParameters: JSON.stringify({ ruleId }),
    resultToken: account.admin.putConfigRule(configRuleName),
    eventLeftScope: false,
    executionRoleArn: '',
    configRuleArn: `arn:aws:config:us-east-1:111122223333:config-rule/config-rule-${ruleId}`,
    configRuleName,
    configRuleId: `config-rule-${ruleId}`,
    accountId: '111122223333',
    ...more,
  };
}

interface Item {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly resourceName?: string;
  readonly ARN?: string;
  readonly configurationItemStatus?: string;
}

const captured = '2026-11-20T10:00:00.000Z';

function item({ configurationItemStatus = 'OK', ...rest }: Item) {
  return {
    ...rest,
    configurationItemStatus,
    configurationItemCaptureTime: captured,
    awsAccountId: '111122223333',
    awsRegion: 'us-east-1',
    configurationStateId: 1,
  };
}

const envelope = { awsAccountId: '111122223333', notificationCreationTime: captured, recordVersion: '1.3' };

export function changeOf(changed: Item) {
  return {
    ...envelope,
    messageType: 'ConfigurationItemChangeNotification',
    configurationItemDiff: null,
    configurationItem: { ...item(changed), configuration: {}, tags: {}, relationships: [] },
  };
}

export function oversizedChangeOf(changed: Item) {
  return {
    ...envelope,
    messageType: 'OversizedConfigurationItemChangeNotification',
    configurationItemSummary: item(changed),
  };
}

export const scheduled = { ...envelope, messageType: 'ScheduledNotification', recordVersion: '1.0' };
