import { NO_VALUE, resolve, type TemplateScope } from '@palisade/sandbox/cloudformation/intrinsics';
import type { PortableTemplate } from './template';

/** A resource of a template with its functions resolved for an account. */
export interface ExpectedResource {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface ExpectedTarget {
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  /** By logical id. */
  readonly physical: ReadonlyMap<string, string>;
}

/**
 * The resources of a template. The resolver is the sandbox's; a mistake in it would show as a difference to moto, which
 * has its own.
 */
export function wantedOf(
  template: PortableTemplate,
  given: Readonly<Record<string, string>>,
  place: ExpectedTarget,
): readonly ExpectedResource[] {
  const values = { ...defaults(template), ...given };
  const pseudo: Record<string, unknown> = {
    'AWS::AccountId': place.account,
    'AWS::NoValue': NO_VALUE,
    'AWS::Partition': 'aws',
    'AWS::Region': place.region,
    'AWS::StackName': place.stack,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const scope: TemplateScope = {
    ref: (name) => pseudo[name] ?? values[name] ?? physicalId(place, name),
    attribute: (id, name) => attribute(template, place, id, name),
    condition: (name) => resolve(template.Conditions?.[name], scope, name) === true,
    mappings: {},
  };
  return Object.entries(template.Resources)
    .filter(([, { Condition: condition }]) => condition === undefined || scope.condition(condition))
    .map(([id, resource]) => ({
      id,
      type: resource.Type,
      properties: resolve(resource.Properties ?? {}, scope, id) as Readonly<Record<string, unknown>>,
    }));
}

function defaults(template: PortableTemplate): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(template.Parameters ?? {}).flatMap(([name, { Default: value }]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

/** A resource that was not created gets an id that no resource has. */
function physicalId(place: ExpectedTarget, id: string): string {
  return place.physical.get(id) ?? `(${id} was not made)`;
}

function attribute(template: PortableTemplate, place: ExpectedTarget, id: string, name: string): string {
  const physical = physicalId(place, id);
  const type = template.Resources[id]?.Type ?? '';
  const arn = (service: string, rest: string) =>
    `arn:aws:${service}:${place.region}:${place.account}:${rest}`;
  const last = physical.slice(physical.lastIndexOf('/') + 1);
  const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'AWS::SQS::Queue': { Arn: arn('sqs', last), QueueName: last, QueueUrl: physical },
    'AWS::DynamoDB::Table': { Arn: arn('dynamodb', `table/${physical}`) },
    'AWS::Events::Rule': { Arn: arn('events', `rule/${physical}`) },
    'AWS::Lambda::Function': { Arn: arn('lambda', `function:${physical}`) },
    // Every role of Palisade has this path.
    'AWS::IAM::Role': { Arn: `arn:aws:iam::${place.account}:role/palisade/${physical}` },
    'AWS::Logs::LogGroup': { Arn: arn('logs', `log-group:${physical}:*`) },
  };
  // The attributes of a custom resource come from its function.
  if (type.startsWith('Custom::')) return `(${id}.${name})`;
  const value = known[type]?.[name];
  if (value === undefined) throw new Error(`${id}: the attribute ${name} of ${type} is not known here`);
  return value;
}
