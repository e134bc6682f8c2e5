import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, type CollectionTag, type ScalarTag } from 'yaml';
import type { RoleStatement } from '../../../infra/generate/arns';
import { resolve } from '@palisade/sandbox/cloudformation/intrinsics';
import { scopeOf } from '@palisade/sandbox/cloudformation/scope';
import { readTemplate } from '@palisade/sandbox/cloudformation/template';
import { isRecord } from '../../../core/model/json';

/** A resource of a template, with its intrinsic functions unresolved. */
export interface RawResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface RawTemplate {
  readonly Parameters?: object;
  readonly Outputs?: object;
  readonly Resources: Readonly<Record<string, RawResource>>;
}

/** `Ref` or `Fn::GetAtt` of a resource. */
export type ArnOf = { readonly 'Fn::GetAtt': readonly [string, 'Arn'] };

export interface EventTarget {
  readonly Id: string;
  readonly Arn: unknown;
  readonly DeadLetterConfig?: { readonly Arn: unknown };
  readonly RetryPolicy?: { readonly MaximumRetryAttempts: number; readonly MaximumEventAgeInSeconds: number };
}

/** The properties, by type, that tests read. cfn-lint checks the template against CloudFormation's schemas. */
interface PropertiesOf {
  'AWS::CloudWatch::Alarm': {
    readonly AlarmDescription: string;
    readonly AlarmActions?: unknown;
    readonly Namespace: string;
    readonly MetricName: string;
    readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
  };
  'AWS::DynamoDB::Table': { readonly SSESpecification: { readonly 'Fn::If': readonly unknown[] } };
  'AWS::Events::Rule': { readonly EventPattern?: unknown; readonly Targets: readonly EventTarget[] };
  'AWS::Lambda::EventInvokeConfig': {
    readonly FunctionName: { readonly Ref: string };
    readonly MaximumRetryAttempts?: number;
    readonly DestinationConfig?: { readonly OnFailure: { readonly Destination: unknown } };
  };
  'AWS::Lambda::EventSourceMapping': {
    readonly EventSourceArn: ArnOf;
    readonly FunctionName: ArnOf;
    readonly FunctionResponseTypes: readonly string[];
  };
  'AWS::Lambda::Function': {
    readonly FunctionName: string;
    readonly Runtime: string;
    readonly Architectures: readonly string[];
    readonly Timeout: number;
  };
  'AWS::Lambda::Permission': {
    readonly FunctionName: ArnOf;
    readonly SourceArn?: unknown;
    readonly SourceAccount?: unknown;
  };
  'AWS::Logs::LogGroup': {
    readonly LogGroupName: string;
    readonly RetentionInDays?: number;
    readonly KmsKeyId?: unknown;
  };
  'AWS::SQS::Queue': {
    readonly VisibilityTimeout?: number;
    readonly KmsMasterKeyId?: unknown;
    readonly RedrivePolicy?: { readonly deadLetterTargetArn: unknown; readonly maxReceiveCount: number };
  };
  'AWS::SQS::QueuePolicy': { readonly PolicyDocument: { readonly Statement: readonly RoleStatement[] } };
}

/** Resources of a type: id and properties. */
export function ofType<T extends keyof PropertiesOf>(
  template: RawTemplate,
  type: T,
): readonly (readonly [string, PropertiesOf[T]])[] {
  return Object.entries(template.Resources).flatMap(([id, resource]) =>
    resource.Type === type ? [[id, (resource.Properties ?? {}) as PropertiesOf[T]] as const] : [],
  );
}

/** Every object at any depth. */
export function objectsAtAnyDepth(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(value)) return value.flatMap(objectsAtAnyDepth);
  return isRecord(value) ? [value, ...Object.values(value).flatMap(objectsAtAnyDepth)] : [];
}

/** A value with its functions resolved, as far as they depend only on account and Region. */
export function placed(template: RawTemplate, region: string, value: unknown): unknown {
  const read = readTemplate({ Resources: template.Resources });
  const surroundings = { accountId: '111122223333', region, stack: 'palisade-prod', parameters: {} };
  return resolve(value, scopeOf(read, surroundings, new Map()), 'test');
}

const folder = path.join(__dirname, '../../../infra/templates');

/** The templates of infra/templates, by name. */
export const yamlTemplates = readdirSync(folder).map((file) => file.replace(/\.yml$/, ''));

const read = new Map<string, RawTemplate>();

/** A template of infra/templates with CloudFormation's short functions expanded. Cached, so not to be changed. */
export function yamlTemplate(name: string): RawTemplate {
  const known = read.get(name) ?? readYaml(name);
  read.set(name, known);
  return known;
}

function readYaml(name: string): RawTemplate {
  const short = (tag: string, full: string): ScalarTag => ({
    tag: `!${tag}`,
    resolve: (text: string) => (tag === 'GetAtt' ? { [full]: text.split('.') } : { [full]: text }),
  });
  const list = (tag: string): CollectionTag => ({
    tag: `!${tag}`,
    collection: 'seq',
    resolve: (node) => ({ [`Fn::${tag}`]: node.toJSON() as unknown }),
  });
  return parse(readFileSync(path.join(folder, `${name}.yml`), 'utf8'), {
    customTags: [
      short('Ref', 'Ref'),
      short('Sub', 'Fn::Sub'),
      short('GetAtt', 'Fn::GetAtt'),
      short('Condition', 'Condition'),
      ...['Not', 'Equals', 'Contains', 'FindInMap', 'If', 'And', 'Or', 'Join', 'Select', 'Split'].map(list),
    ],
  }) as RawTemplate;
}
