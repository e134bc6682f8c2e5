/**
 * List prices in USD, us-east-1, without discounts (from the services' price pages in 2026; check them before you rely
 * on a cent). Other Regions are up to about a third more expensive.
 */
export const prices = {
  /** Lambda on arm64. */
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 0.2 / 1e6,
  sqsRequest: 0.4 / 1e6,
  /** DynamoDB on demand. */
  dynamoWrite: 0.625 / 1e6,
  dynamoRead: 0.125 / 1e6,
  dynamoGbMonth: 0.25,
  dynamoRecoveryGbMonth: 0.2,
  /** CloudWatch. */
  logsGb: 0.5,
  metricMonth: 0.3,
  alarmMonth: 0.1,
  dashboardMonth: 3,
  /** Security Hub: imported findings beyond the free ones. */
  findingEvent: 0.00003,
  /** OpsCenter. */
  opsItem: 2.97 / 1e3,
  opsItemRequest: 0.039 / 1e3,
  /** AWS Config: one evaluation of a rule. */
  configEvaluation: 0.001,
} as const;

/** What AWS gives every account for free each month, permanently. The free tier of the first year is left out. */
export const alwaysFree = {
  lambdaGbSeconds: 400_000,
  lambdaRequests: 1e6,
  sqsRequests: 1e6,
  dynamoGb: 25,
  logsGb: 5,
  metrics: 10,
  alarms: 10,
  dashboards: 3,
  findingEvents: 10_000,
} as const;
