import { NO_VALUE, resolve, type TemplateScope, scalarText } from './intrinsics';
import type { CreatedResource } from './created-resource';
import { type Template, TemplateError } from './template';
import { awsPartitionOf, urlSuffixOf } from '../account/partition';

export interface ScopeContext {
  readonly accountId: string;
  readonly region: string;
  readonly stack: string;
  /** Default: an id that no stack has. */
  readonly stackId?: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The values that a template's functions can use while its resources are being created. `made` grows meanwhile. */
export function scopeOf(
  template: Template,
  { accountId, region, stack, stackId, parameters }: ScopeContext,
  made: ReadonlyMap<string, CreatedResource>,
): TemplateScope {
  const pseudo = new Map<string, unknown>([
    ['AWS::AccountId', accountId],
    ['AWS::Region', region],
    ['AWS::Partition', awsPartitionOf(region)],
    ['AWS::URLSuffix', urlSuffixOf(region)],
    ['AWS::StackName', stack],
    [
      'AWS::StackId',
      stackId ?? `arn:${awsPartitionOf(region)}:cloudformation:${region}:${accountId}:stack/${stack}/0`,
    ],
    ['AWS::NotificationARNs', []],
    ['AWS::NoValue', NO_VALUE],
  ]);
  const values = parameterValues(template, parameters);
  const scope: TemplateScope = {
    mappings: template.mappings,
    ref: (name) => {
      const found = pseudo.has(name) ? pseudo.get(name) : (values.get(name) ?? made.get(name)?.id);
      if (found === undefined)
        throw new TemplateError(`Ref ${name}`, 'there is no such parameter or resource');
      return found;
    },
    attribute: (id, name) => {
      const resource = made.get(id);
      if (resource === undefined) throw new TemplateError(`Fn::GetAtt ${id}`, 'there is no such resource');
      const value = resource.attributes[name];
      if (value === undefined)
        throw new TemplateError(`Fn::GetAtt ${id}.${name}`, 'there is no such attribute');
      return value;
    },
    condition: (name) => {
      if (!template.conditions.has(name))
        throw new TemplateError(`Conditions.${name}`, 'there is no such condition');
      return resolve(template.conditions.get(name), scope, `Conditions.${name}`) === true;
    },
  };
  return scope;
}

function parameterValues(
  template: Template,
  given: Readonly<Record<string, string>>,
): ReadonlyMap<string, unknown> {
  for (const name of Object.keys(given))
    if (!template.parameters.has(name))
      throw new TemplateError(`Parameters.${name}`, 'is not in the template');
  return new Map(
    [...template.parameters].map(([name, definition]) => {
      const location = `Parameters.${name}`;
      const value = scalarText(given[name] ?? definition['Default'], location);
      const { AllowedPattern: pattern, AllowedValues: allowed, Type: type } = definition;
      const isList = type === 'CommaDelimitedList' || String(type).startsWith('List<');
      // Every value of a list must conform (CloudFormation user guide, parameters).
      for (const one of isList ? value.split(',') : [value]) {
        if (typeof pattern === 'string' && !new RegExp(`^(?:${pattern})$`).test(one))
          throw new TemplateError(location, `${one} does not match ${pattern}`);
        if (Array.isArray(allowed) && !allowed.map(String).includes(one))
          throw new TemplateError(location, `${one} is not one of ${allowed.map(String).join(', ')}`);
      }
      return [name, isList ? value.split(',').filter((item) => item !== '') : value] as const;
    }),
  );
}
