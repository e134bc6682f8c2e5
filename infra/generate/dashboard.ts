import { alarms, functionLogicalId, lambdaNames } from './alarms';
import type { TemplateResources } from './template';

const widget = (x: number, y: number, type: string, properties: object, height = 6) => ({
  type,
  x,
  y,
  width: 12,
  height,
  properties: { region: '${AWS::Region}', ...properties },
});

const metric = (x: number, y: number, title: string, metrics: readonly unknown[], stat = 'Sum') =>
  widget(x, y, 'metric', { title, metrics, stat, period: 3_600, view: 'timeSeries' });

/**
 * A table of what was done, by rule, from the function's log lines: a metric for each rule would be charged by the
 * month.
 */
const query = (x: number, y: number, title: string, what: string) =>
  widget(x, y, 'log', {
    title,
    query: `SOURCE '/aws/lambda/\${OnDashchangeLambdaFunction}' | ${what}`,
    view: 'table',
  });

/** The dashboard: what is open, what was done, and whether Palisade itself works. */
export function dashboardResources(): TemplateResources {
  const own = (name: string) => ['Palisade', name, 'service', 'palisade'];
  const body = {
    widgets: [
      metric(0, 0, 'Findings of the last sweeps', [own('Findings_fail'), own('Findings_unknown')], 'Maximum'),
      metric(12, 0, 'Remediations', [
        own('RemediationsVerified'),
        own('RemediationsFailed'),
        own('TicketsRaised'),
      ]),
      query(
        0,
        6,
        'Settled, by rule and outcome',
        'filter message = "settled" | stats count(*) by rule, outcome | sort by rule',
      ),
      query(
        12,
        6,
        'Steps performed, by rule',
        'filter message = "performed" | stats count(*) by rule, call | sort by rule',
      ),
      metric(
        0,
        12,
        'Queue',
        [
          ['AWS/SQS', 'ApproximateAgeOfOldestMessage', 'QueueName', '${Changes.QueueName}'],
          ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', '${DeadLetters.QueueName}'],
        ],
        'Maximum',
      ),
      metric(
        12,
        12,
        'Functions: errors and throttles',
        lambdaNames.flatMap((name) => [
          ['AWS/Lambda', 'Errors', 'FunctionName', `\${${functionLogicalId(name)}}`],
          ['AWS/Lambda', 'Throttles', 'FunctionName', `\${${functionLogicalId(name)}}`],
        ]),
      ),
      widget(
        0,
        18,
        'alarm',
        {
          // A new deployment has no data yet, and a stopped one has none any more.
          title: 'Alarms (no-sweep: INSUFFICIENT_DATA before the first sweep, and after a day without one)',
          alarms: alarms.map(
            ({ id }) =>
              `arn:\${AWS::Partition}:cloudwatch:\${AWS::Region}:\${AWS::AccountId}:alarm:\${AWS::StackName}-${id}`,
          ),
        },
        3,
      ),
    ],
  };
  return {
    Dashboard: {
      Type: 'AWS::CloudWatch::Dashboard',
      Properties: {
        DashboardName: { 'Fn::Sub': '${AWS::StackName}-${AWS::Region}' },
        DashboardBody: { 'Fn::Sub': JSON.stringify(body) },
      },
    },
  };
}
