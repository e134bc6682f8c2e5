import type { Parameter } from '@aws-sdk/client-cloudformation';
import type { Call } from '../../account/account';
import type { Template } from '../../cloudformation/template';
import { isArray } from '../../protocol/shape';
import { SSM_SLOT } from '../ssm/state';
import { invalid } from './find-stack';

type Definition = Readonly<Record<string, unknown>>;

/**
 * The value of each parameter of a template.
 * @param previous the stack's current values; `undefined` for a new stack
 * @throws AwsError ValidationError in CloudFormation's words
 */
export function takeParameters(
  template: Template,
  given: readonly Parameter[],
  previous: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, string> {
  const keys = given.map(({ ParameterKey = '' }) => ParameterKey);
  // This check comes first, as in CloudFormation.
  if (template.parameters.size === 0 && given.length > 0)
    throw invalid('Parameter values specified for a template which does not require them.');
  const stray = keys.filter((key) => !template.parameters.has(key));
  if (stray.length > 0) throw invalid(`Parameters: [${stray.join(', ')}] do not exist in the template`);
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
  if (twice.length > 0) throw invalid(`Duplicate parameter keys: [${twice.join(', ')}]`);
  const values = new Map<string, string>();
  for (const {
    ParameterKey: key = '',
    ParameterValue: value,
    UsePreviousValue: usePrevious = false,
  } of given) {
    if (usePrevious && value !== undefined)
      throw invalid(
        `Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true and non empty value for a parameter`,
      );
    if (usePrevious && previous?.has(key) !== true)
      throw invalid(
        `Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
      );
    const taken = usePrevious ? previous?.get(key) : value;
    if (taken !== undefined) values.set(key, taken);
  }
  for (const [key, definition] of template.parameters)
    if (!values.has(key) && definition['Default'] !== undefined)
      values.set(key, scalar(definition['Default']));
  const missing = [...template.parameters.keys()].filter((key) => !values.has(key));
  if (missing.length > 0) throw invalid(`Parameters: [${missing.join(', ')}] must have values`);
  for (const [key, definition] of template.parameters) check(key, values.get(key) ?? '', definition);
  return new Map([...template.parameters.keys()].map((key) => [key, values.get(key) ?? '']));
}

function scalar(value: unknown): string {
  return isArray(value) ? value.map(String).join(',') : String(value);
}

function check(key: string, value: string, definition: Definition): void {
  const {
    Type: type,
    AllowedValues: allowed,
    AllowedPattern: pattern,
    ConstraintDescription: description,
  } = definition;
  const refuse = (words: string): never => {
    throw invalid(
      typeof description === 'string'
        ? `Parameter '${key}' failed to satisfy constraint: ${description}`
        : `Parameter '${key}' ${words}`,
    );
  };
  const isList = type === 'CommaDelimitedList' || String(type).startsWith('List<');
  // Every value of a list must conform (CloudFormation user guide, parameters).
  for (const one of isList ? value.split(',') : [value]) {
    if (isArray(allowed) && !allowed.map(String).includes(one)) refuse('must be one of AllowedValues');
    if (typeof pattern === 'string' && !new RegExp(`^(?:${pattern})$`).test(one))
      refuse(`must match pattern ${pattern}`);
    if (type === 'Number' || type === 'List<Number>') checkNumber(one, key, definition, refuse);
    else checkLength(one, definition, refuse);
  }
}

/** A limit, which templates write as a number or as text. */
function number(limit: unknown): number {
  return Number(limit);
}

function checkNumber(
  value: string,
  key: string,
  definition: Definition,
  refuse: (words: string) => never,
): void {
  if (value.trim() === '' || Number.isNaN(Number(value)))
    throw invalid(`Parameter '${key}' must be a number.`);
  const { MinValue: least, MaxValue: most } = definition;
  if (least !== undefined && Number(value) < number(least))
    refuse(`must be a number not less than ${number(least)}`);
  if (most !== undefined && Number(value) > number(most))
    refuse(`must be a number not greater than ${number(most)}`);
}

function checkLength(value: string, definition: Definition, refuse: (words: string) => never): void {
  const { MinLength: least, MaxLength: most } = definition;
  if (least !== undefined && value.length < number(least))
    refuse(`must contain at least ${number(least)} characters`);
  if (most !== undefined && value.length > number(most))
    refuse(`must contain at most ${number(most)} characters`);
}

/**
 * The parameters' values, where the values of SSM types are looked up in Parameter Store.
 * @throws AwsError ValidationError if a parameter does not exist there
 */
export function resolvedParameters(
  template: Template,
  values: ReadonlyMap<string, string>,
  call: Call,
): Readonly<Record<string, string>> {
  const { parameters } = call.state(SSM_SLOT);
  const resolved = [...values].map(([key, value]) => {
    if (!String(template.parameters.get(key)?.['Type']).startsWith('AWS::SSM::Parameter::Value<'))
      return [key, value] as const;
    const stored = parameters.get(value)?.Value;
    if (stored === undefined)
      throw invalid(`Unable to fetch parameters [${value}] from parameter store for this account.`);
    return [key, stored] as const;
  });
  return Object.fromEntries(resolved);
}
