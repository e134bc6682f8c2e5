import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { reservedInAll } from '../../../cli/doctor/checks/concurrency';
import { reservations } from '../../../adapters/deployment/reserved-concurrency';
import type { RoleStatement } from '../../../infra/generate/arns';
import { objectsAtAnyDepth, ofType, type EventTarget, type RawTemplate } from './template';
import { nonEmpty } from '../../non-empty';

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

/**
 * Changing actions without resource-level permissions (service authorization reference): their resource is `*`, because
 * AWS cannot limit them.
 */
const unlimitable = [
  'ssm:CreateOpsItem',
  'config:PutEvaluations',
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  // The key's own policy: `*` is the key.
  'kms:GenerateDataKey',
  'kms:Decrypt',
];
const reading = /:(BatchGet|Describe|Get|List)[A-Z]/;

/** Types that accept tags, with the form, from CloudFormation's resource schemas. */
const takesTags: Readonly<Record<string, 'list' | 'object'>> = {
  'AWS::CloudFormation::StackSet': 'list',
  'AWS::CloudWatch::Alarm': 'list',
  'AWS::CloudWatch::Dashboard': 'list',
  'AWS::DynamoDB::Table': 'list',
  'AWS::Events::Rule': 'list',
  'AWS::IAM::Role': 'list',
  'AWS::KMS::Key': 'list',
  'AWS::Lambda::EventSourceMapping': 'list',
  'AWS::Lambda::Function': 'list',
  'AWS::Logs::LogGroup': 'list',
  'AWS::Organizations::Policy': 'list',
  'AWS::RAM::ResourceShare': 'list',
  'AWS::S3::Bucket': 'list',
  'AWS::SNS::Topic': 'list',
  'AWS::SQS::Queue': 'list',
  'AWS::SSM::Parameter': 'object',
};
/** Types whose schema has no tags. */
const takesNone = [
  'AWS::IAM::Policy',
  'AWS::KMS::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Version',
  'AWS::S3::BucketPolicy',
  'AWS::SecurityHub::FindingAggregator',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'Custom::SecurityHubActions',
];

/** Tests of every template that is published. */
export function everyTemplate(name: string, template: () => RawTemplate): void {
  describe(`${name}: every resource`, () => {
    it('is tagged, if its type accepts tags', () => {
      const tagOf = (properties: Readonly<Record<string, unknown>> = {}) => {
        const tags = properties['Tags'];
        const pairs = Array.isArray(tags)
          ? (tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value])
          : Object.entries(tags ?? {});
        return (Object.fromEntries(pairs) as Record<string, string>)['application'];
      };
      for (const [id, { Type, Properties }] of nonEmpty(Object.entries(template().Resources))) {
        const form = takesTags[Type];
        if (form === undefined) expect([id, takesNone]).toEqual([id, expect.arrayContaining([Type])]);
        else {
          expect([id, tagOf(Properties)]).toEqual([id, 'palisade']);
          expect([id, Array.isArray(Properties?.['Tags'])]).toEqual([id, form === 'list']);
        }
      }
    });

    it('works in any partition', () => {
      const text = JSON.stringify(template());
      expect(text.match(/arn:aws[a-z-]*:[a-z]+:/g) ?? []).toEqual([]);
      // Names of services as principals and in events are the same everywhere; host names are not.
      const services = text.replaceAll(/(?<![\w.${}:-])[a-z0-9]+\.amazonaws\.com(?![\w.])/g, '');
      expect(services).not.toContain('amazonaws.com');
    });

    it('that allows something names the actions and the resources', () => {
      const statements = objectsAtAnyDepth(template().Resources).filter(
        (one): one is Readonly<Record<string, unknown>> & RoleStatement => one['Effect'] === 'Allow',
      );
      // The statement without which the account could not manage its own key any more (KMS developer guide).
      const isOfKey = ({ Action }: RoleStatement) => [Action].flat().includes('kms:*');
      const ofKey = statements.filter(isOfKey);
      const account = { AWS: { 'Fn::Sub': expect.stringMatching(/:root$/) } };
      expect(ofKey).toEqual(ofKey.map((statement) => ({ ...statement, Principal: account })));
      const others = statements.filter((statement) => !isOfKey(statement));
      const actions = others.flatMap(({ Action }) => Action);
      expect(actions.filter((action) => !action.includes('*'))).toEqual(actions);
      const onAll = others
        .filter(({ Resource, Condition }) => [Resource].flat().includes('*') && Condition === undefined)
        .flatMap(({ Action }) => Action);
      expect(onAll.filter((action) => reading.test(action) || unlimitable.includes(action))).toEqual(onAll);
    });

    it('that is a queue has a dead-letter queue, or is one', () => {
      const queues = ofType(template(), 'AWS::SQS::Queue');
      const redriven = queues.map(([, { RedrivePolicy }]) => RedrivePolicy?.deadLetterTargetArn);
      const targets = objectsAtAnyDepth(template().Resources).map(
        ({ DeadLetterConfig }) => (DeadLetterConfig as EventTarget['DeadLetterConfig'])?.Arn,
      );
      const last = queues
        .filter(([, { RedrivePolicy }]) => RedrivePolicy === undefined)
        .map(([id]) => arnOf(id));
      expect([...redriven, ...targets]).toEqual(expect.arrayContaining(last));
    });

    it('that is a target of EventBridge has retries, and a dead-letter queue that accepts its events', () => {
      const mayReceive = ofType(template(), 'AWS::SQS::QueuePolicy').flatMap(([, { PolicyDocument }]) =>
        PolicyDocument.Statement.flatMap(({ Resource }) => [Resource].flat()),
      );
      const targets = ofType(template(), 'AWS::Events::Rule').flatMap(([id, { Targets }]) =>
        Targets.map(({ DeadLetterConfig, RetryPolicy }) => ({
          id,
          queue: DeadLetterConfig?.Arn,
          RetryPolicy,
        })),
      );
      const RetryPolicy = {
        MaximumRetryAttempts: expect.any(Number),
        MaximumEventAgeInSeconds: expect.any(Number),
      };
      expect(targets).toEqual(targets.map(({ id }) => ({ id, queue: arnOf('DeadLetters'), RetryPolicy })));
      expect(mayReceive).toEqual(expect.arrayContaining(targets.map(({ queue }) => queue)));
    });
  });
}

/** Tests of the packaged template. */
export function packagedTemplate(template: () => RawTemplate): void {
  const functions = () => ofType(template(), 'AWS::Lambda::Function');
  const alarms = () => ofType(template(), 'AWS::CloudWatch::Alarm').map(([, alarm]) => alarm);

  describe('every function', () => {
    it('runs on arm64 and Node 24, with a retention of its logs', () => {
      const groups = new Map(
        ofType(template(), 'AWS::Logs::LogGroup').map(([, { LogGroupName, RetentionInDays }]) => [
          LogGroupName,
          RetentionInDays,
        ]),
      );
      expect(functions().length).toBeGreaterThan(4);
      for (const [id, { FunctionName, Runtime, Architectures }] of functions()) {
        expect([id, Runtime, Architectures]).toEqual([id, 'nodejs24.x', ['arm64']]);
        expect([id, groups.get(`/aws/lambda/${FunctionName}`)]).toEqual([id, 90]);
      }
    });

    it('has alarms for its errors and for throttles', () => {
      // Without dimensions, the metric is that of all functions of the account and Region.
      const covers = (metric: string, id: string) =>
        alarms().some(
          ({ Namespace, MetricName, Dimensions = [] }) =>
            Namespace === 'AWS/Lambda' &&
            MetricName === metric &&
            Dimensions.every(
              ({ Name, Value }) =>
                Name === 'FunctionName' && JSON.stringify(Value) === JSON.stringify({ Ref: id }),
            ),
        );
      for (const [id] of nonEmpty(functions()))
        expect([id, covers('Errors', id), covers('Throttles', id)]).toEqual([id, true, true]);
    });

    it('reserves no concurrency, which an account with a low quota would refuse', () => {
      for (const [id, fn] of nonEmpty(functions()))
        expect([id, fn]).not.toHaveProperty('1.ReservedConcurrentExecutions');
      // on-deploy reserves it, for each function.
      const names = functions().map(([, { FunctionName }]) => FunctionName.replace('palisade-prod-', ''));
      expect(reservations.map(({ name }) => name).sort()).toEqual(names.sort());
      // The doctor relies on this.
      expect(reservations.reduce((sum, { executions }) => sum + executions, 0)).toBe(reservedInAll);
    });

    it('times out well before its messages become visible again', () => {
      const queues = new Map(ofType(template(), 'AWS::SQS::Queue'));
      const mappings = ofType(template(), 'AWS::Lambda::EventSourceMapping');
      expect(mappings).toHaveLength(1);
      for (const [, { EventSourceArn, FunctionName, FunctionResponseTypes }] of mappings) {
        const visibility = queues.get(EventSourceArn['Fn::GetAtt'][0])?.VisibilityTimeout ?? 30;
        const timeout = new Map(functions()).get(FunctionName['Fn::GetAtt'][0])?.Timeout ?? Infinity;
        // Lambda developer guide: at least six times the timeout, and parts of a batch can fail.
        expect(visibility).toBeGreaterThanOrEqual(6 * timeout);
        expect(FunctionResponseTypes).toContain('ReportBatchItemFailures');
      }
    });

    it('that is invoked asynchronously has retries, and a destination for failures', () => {
      const invoked = ofType(template(), 'AWS::Lambda::Permission');
      const configs = new Map(
        ofType(template(), 'AWS::Lambda::EventInvokeConfig').map(([, config]) => [
          config.FunctionName.Ref,
          config,
        ]),
      );
      expect(invoked.length).toBeGreaterThan(2);
      for (const [
        id,
        {
          FunctionName: {
            'Fn::GetAtt': [fn],
          },
          SourceArn,
          SourceAccount,
        },
      ] of invoked) {
        // Only rules of this account may invoke it.
        expect([id, SourceArn ?? SourceAccount]).not.toEqual([id, undefined]);
        expect([id, configs.get(fn)?.MaximumRetryAttempts]).toEqual([id, 2]);
        expect([id, configs.get(fn)?.DestinationConfig?.OnFailure.Destination]).toEqual([
          id,
          arnOf('DeadLetters'),
        ]);
      }
    });
  });

  describe('every alarm', () => {
    it('has a page that says what to do, and notifies the topic', () => {
      expect(alarms().length).toBeGreaterThan(10);
      for (const { AlarmDescription, AlarmActions } of alarms()) {
        const page = /What to do: (docs\/runbook\/[a-z-]+\.md)$/.exec(AlarmDescription)?.[1] ?? 'none';
        expect([page, existsSync(path.join(__dirname, '../../..', page))]).toEqual([page, true]);
        expect(AlarmActions).toEqual({
          'Fn::If': ['HasAlarmTopic', [{ Ref: 'AlarmTopicArn' }], { Ref: 'AWS::NoValue' }],
        });
      }
    });
  });

  describe('the ledger', () => {
    it('is retained when the stack is deleted or the table is replaced, can be restored, and expires items', () => {
      const { DeletionPolicy, UpdateReplacePolicy, Properties } = template().Resources['Ledger'] ?? {};
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
      expect(Properties).toMatchObject({
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { Enabled: true },
      });
    });
  });

  describe('everything that keeps data', () => {
    it('is encrypted with the key of the parameter, if there is one', () => {
      const byKey = { 'Fn::If': ['HasKmsKey', { Ref: 'KmsKeyArn' }, { Ref: 'AWS::NoValue' }] };
      for (const [id, queue] of nonEmpty(ofType(template(), 'AWS::SQS::Queue')))
        expect([id, queue.KmsMasterKeyId]).toEqual([id, byKey]);
      for (const [id, group] of nonEmpty(ofType(template(), 'AWS::Logs::LogGroup')))
        expect([id, group.KmsKeyId]).toEqual([id, byKey]);
      for (const [, table] of nonEmpty(ofType(template(), 'AWS::DynamoDB::Table')))
        expect(table.SSESpecification['Fn::If'][1]).toMatchObject({ KMSMasterKeyId: { Ref: 'KmsKeyArn' } });
    });
  });
}
