import {
  DescribeAlarmsCommand,
  GetDashboardCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand as ListTagsOfLogsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DescribeConfigRulesCommand } from '@aws-sdk/client-config-service';
import type { OutsideClients } from './clients';
import { json, type ObservedProperties, orNothing } from './shape';

export async function readAlarm({ cloudwatch }: OutsideClients, name: string): Promise<ObservedProperties> {
  const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  const [alarm = {}] = MetricAlarms;
  const tagged = await cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN: alarm.AlarmArn }));
  return { ...alarm, Tags: tagged.Tags };
}

export async function readDashboard(
  { cloudwatch }: OutsideClients,
  DashboardName: string,
): Promise<ObservedProperties> {
  const answer = await cloudwatch.send(new GetDashboardCommand({ DashboardName }));
  const tagged = await orNothing(
    cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN: answer.DashboardArn })),
  );
  return { ...answer, Tags: tagged?.Tags };
}

export async function readLogGroup({ logs }: OutsideClients, name: string): Promise<ObservedProperties> {
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
  const group = logGroups.find(({ logGroupName }) => logGroupName === name);
  const tagged = await logs.send(new ListTagsOfLogsCommand({ resourceArn: group?.logGroupArn }));
  return {
    LogGroupName: group?.logGroupName,
    RetentionInDays: group?.retentionInDays,
    KmsKeyId: group?.kmsKeyId,
    Tags: tagged.tags,
  };
}

export async function readConfigRule({ config }: OutsideClients, name: string): Promise<ObservedProperties> {
  const { ConfigRules = [] } = await config.send(new DescribeConfigRulesCommand({ ConfigRuleNames: [name] }));
  return { ...ConfigRules[0] };
}

export async function readEventRule({ events }: OutsideClients, Name: string): Promise<ObservedProperties> {
  const rule = await events('DescribeRule', { Name });
  const { Targets } = await events('ListTargetsByRule', { Rule: Name });
  const { Tags } = await events('ListTagsForResource', { ResourceARN: rule['Arn'] });
  const pattern = rule['EventPattern'];
  return { ...rule, EventPattern: typeof pattern === 'string' ? json(pattern) : undefined, Targets, Tags };
}
