import type { TemplateResources } from './template';

/** A problem that an operator must know about, and the page that explains what to do. */
export interface Alarm {
  /** Also the name of its page in docs/runbook/, except for `errors-…`. */
  readonly id: string;
  readonly summary: string;
  readonly metric: {
    readonly namespace: string;
    readonly name: string;
    readonly dimensions?: Readonly<Record<string, unknown>>;
    readonly statistic: 'Sum' | 'Maximum';
  };
  readonly periodSeconds: number;
  readonly periods: number;
  readonly comparison: 'GreaterThanThreshold' | 'LessThanThreshold';
  readonly threshold: number;
  /**
   * `missing` if the absence of data is the problem itself: without data the alarm is in INSUFFICIENT_DATA. It also
   * starts in this state, so it notifies only if it had data before. `breaching` would raise the alarm minutes after
   * its creation.
   */
  readonly whenMissing: 'notBreaching' | 'missing';
}

export const lambdaNames = ['on-change', 'config-rule', 'sweep', 'on-action', 'on-deploy'] as const;

const queue = (id: string) => ({ QueueName: { 'Fn::GetAtt': [id, 'QueueName'] } });
const own = (name: string): Alarm['metric'] => ({
  namespace: 'Palisade',
  name,
  dimensions: { service: 'palisade' },
  statistic: 'Sum',
});
const hour = 3_600;
const whenAny = {
  comparison: 'GreaterThanThreshold',
  threshold: 0,
  whenMissing: 'notBreaching',
  periods: 1,
} as const;

/** All alarms. Metrics of AWS are free; Palisade has few of its own, because each is charged by the month. */
export const alarms: readonly Alarm[] = [
  {
    id: 'dead-letters',
    summary: 'An event could not be processed, so a change may have gone unseen until the next sweep',
    metric: {
      namespace: 'AWS/SQS',
      name: 'ApproximateNumberOfMessagesVisible',
      dimensions: queue('DeadLetters'),
      statistic: 'Maximum',
    },
    periodSeconds: 300,
    ...whenAny,
  },
  {
    id: 'backlog',
    summary: 'Changes wait for more than half an hour before they are processed',
    metric: {
      namespace: 'AWS/SQS',
      name: 'ApproximateAgeOfOldestMessage',
      dimensions: queue('Changes'),
      statistic: 'Maximum',
    },
    periodSeconds: 300,
    ...whenAny,
    threshold: 1_800,
  },
  {
    id: 'unknown-verdicts',
    summary: 'Something could not be read or decided, so nobody knows whether it is safe',
    metric: own('UnknownVerdicts'),
    periodSeconds: hour,
    ...whenAny,
  },
  {
    id: 'failed-remediations',
    summary: 'A remediation did not work, and its finding is still open',
    metric: own('RemediationsFailed'),
    periodSeconds: hour,
    ...whenAny,
  },
  {
    id: 'limit-reached',
    summary: 'More drift than the limits allow to fix, or the switch is off: the rest became tickets',
    metric: own('LimitReached'),
    periodSeconds: hour,
    ...whenAny,
  },
  {
    id: 'channel-off',
    summary: 'Security Hub refuses the findings, or OpsCenter the tickets, so it does not show their state',
    metric: own('ChannelOff'),
    periodSeconds: hour,
    ...whenAny,
  },
  {
    id: 'ledger-damaged',
    summary: 'A record in the ledger could not be read; its finding is left to a person for a while',
    metric: own('LedgerDamaged'),
    periodSeconds: hour,
    ...whenAny,
  },
  {
    id: 'settings-refused',
    summary: 'The settings cannot be used, so the last good ones stay in force',
    metric: own('SettingsRefused'),
    periodSeconds: 900,
    ...whenAny,
  },
  {
    id: 'no-sweep',
    summary: 'The whole account has not been checked for a day',
    metric: own('Sweeps'),
    periodSeconds: hour,
    periods: 24,
    comparison: 'LessThanThreshold',
    threshold: 1,
    whenMissing: 'missing',
  },
  {
    id: 'throttles',
    summary: 'Lambda throttled invocations: the concurrency of the account or of a function is used up',
    metric: { namespace: 'AWS/Lambda', name: 'Throttles', statistic: 'Sum' },
    periodSeconds: 900,
    ...whenAny,
    threshold: 10,
  },
  ...lambdaNames.map((name): Alarm => ({
    id: `errors-${name}`,
    summary: `The function ${name} failed`,
    metric: {
      namespace: 'AWS/Lambda',
      name: 'Errors',
      dimensions: { FunctionName: { Ref: functionLogicalId(name) } },
      statistic: 'Sum',
    },
    periodSeconds: 900,
    ...whenAny,
  })),
];

/** The Serverless Framework's logical id of a function: `on-change` → `OnDashchangeLambdaFunction`. */
export function functionLogicalId(name: string): string {
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1).replaceAll('-', 'Dash')}LambdaFunction`;
}

/** The page about an alarm. The errors of all functions share one. */
export function runbookOf({ id }: Alarm): string {
  return `docs/runbook/${id.startsWith('errors-') ? 'errors' : id}.md`;
}

/** The alarms as resources. They notify the topic of the parameter, if one is given. */
export function alarmResources(): TemplateResources {
  const notify = { 'Fn::If': ['HasAlarmTopic', [{ Ref: 'AlarmTopicArn' }], { Ref: 'AWS::NoValue' }] };
  return Object.fromEntries(
    alarms.map((alarm) => [
      `Alarm${pascal(alarm.id)}`,
      {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          AlarmName: { 'Fn::Sub': `\${AWS::StackName}-${alarm.id}` },
          AlarmDescription: `${alarm.summary}. What to do: ${runbookOf(alarm)}`,
          Namespace: alarm.metric.namespace,
          MetricName: alarm.metric.name,
          Dimensions: Object.entries(alarm.metric.dimensions ?? {}).map(([Name, Value]) => ({ Name, Value })),
          Statistic: alarm.metric.statistic,
          Period: alarm.periodSeconds,
          EvaluationPeriods: alarm.periods,
          ComparisonOperator: alarm.comparison,
          Threshold: alarm.threshold,
          TreatMissingData: alarm.whenMissing,
          AlarmActions: notify,
          ...(alarm.whenMissing === 'missing' ? { InsufficientDataActions: notify } : {}),
          OKActions: notify,
        },
      },
    ]),
  );
}

function pascal(id: string): string {
  return id
    .split('-')
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join('');
}
