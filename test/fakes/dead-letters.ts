/** What Lambda sends to the failure destination of an asynchronous invocation (Lambda developer guide). */
export function failedInvocation(
  functionArn: string,
  requestPayload: unknown,
  errorMessage = 'Rate exceeded',
) {
  return {
    version: '1.0',
    timestamp: '2026-11-20T10:04:00.123Z',
    requestContext: {
      requestId: '8ea123e4-1db7-4aca-ad10-d9ca1234c1fd',
      functionArn,
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'ThrottlingException', errorMessage, trace: [`Error: ${errorMessage}`] },
  };
}

/** The event with which AWS Config invokes a custom rule on a schedule (AWS Config developer guide). */
export const sampleConfigInvocation = {
  version: '1.0',
  invokingEvent: JSON.stringify({
    awsAccountId: '111122223333',
    notificationCreationTime: '2026-11-20T10:00:00.000Z',
    messageType: 'ScheduledNotification',
    recordVersion: '1.0',
  }),
  ruleParameters: '{"ruleId":"notebook-in-vpc"}',
  resultToken: 'token',
  eventLeftScope: false,
  executionRoleArn: 'arn:aws:iam::111122223333:role/config',
  configRuleArn: 'arn:aws:config:us-east-1:111122223333:config-rule/config-rule-abc123',
  configRuleName: 'palisade-prod-notebook-in-vpc',
  configRuleId: 'config-rule-abc123',
  accountId: '111122223333',
};
