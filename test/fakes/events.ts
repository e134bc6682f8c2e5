import type { EventBridgeEvent } from 'aws-lambda';

/** An EventBridge envelope around a detail. */
export function eventBridge<T extends string, D>(type: T, source: string, detail: D): EventBridgeEvent<T, D> {
  return {
    version: '0',
    id: '0bd8a0dc-eb4f-78e6-8d3c-23b73c95428f',
    'detail-type': type,
    source,
    account: '111122223333',
    time: '2026-11-20T10:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail,
  };
}

/** A management event as CloudTrail records a call of an assumed role. */
export function cloudTrailEvent(
  service: string,
  eventName: string,
  requestParameters: object | null,
  more: object = {},
) {
  return eventBridge('AWS API Call via CloudTrail', `aws.${service}`, {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLE:ann',
      arn: 'arn:aws:sts::111122223333:assumed-role/data-scientist/ann',
      accountId: '111122223333',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROAEXAMPLE',
          arn: 'arn:aws:iam::111122223333:role/data-scientist',
          accountId: '111122223333',
          userName: 'data-scientist',
        },
      },
    },
    eventTime: '2026-11-20T09:59:58Z',
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: 'us-east-1',
    sourceIPAddress: '203.0.113.9',
    userAgent: 'aws-cli/2',
    requestParameters,
    responseElements: null,
    requestID: '5f0d',
    eventID: 'e1b9c2a4-1111-4222-8333-444455556666',
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
    ...more,
  });
}
