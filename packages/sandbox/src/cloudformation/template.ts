import { isArray, isPlainObject } from '../protocol/shape';

/** A template or an artifact that cannot be deployed, with the location and the problem. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly location: string;

  constructor(location: string, problem: string) {
    super(`${location}: ${problem}`);
    this.location = location;
  }
}

export interface ResourceDefinition {
  readonly type: string;
  /** With unresolved intrinsic functions. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly dependsOn: readonly string[];
  readonly condition: string | undefined;
  /** `Retain`: kept when the resource leaves the stack or the stack is deleted. */
  readonly isRetained: boolean;
  /** Kept when an update replaces it (UpdateReplacePolicy). */
  readonly isRetainedWhenReplaced: boolean;
  /** Kept even if the creation of the stack is rolled back: `Retain`, but not `RetainExceptOnCreate`. */
  readonly isRetainedOnRollback: boolean;
}

/** An output of a template, with unresolved intrinsic functions. */
export interface OutputDefinition {
  readonly value: unknown;
  readonly description: string | undefined;
  readonly exportName: unknown;
  readonly condition: string | undefined;
}

/** A parsed CloudFormation template, before its intrinsic functions are resolved. */
export interface Template {
  readonly parameters: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly mappings: Readonly<Record<string, unknown>>;
  readonly conditions: ReadonlyMap<string, unknown>;
  readonly resources: ReadonlyMap<string, ResourceDefinition>;
  readonly outputs: ReadonlyMap<string, unknown>;
  readonly outputDefinitions: ReadonlyMap<string, OutputDefinition>;
  readonly description: string | undefined;
}

const SECTIONS = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Rules',
  'Resources',
  'Outputs',
]);
const ATTRIBUTES = new Set([
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'UpdatePolicy',
  'CreationPolicy',
  'Metadata',
]);

/** Reads a template (parsed JSON). @throws TemplateError for anything that CloudFormation would not accept either */
export function readTemplate(value: unknown): Template {
  const template = section(value, 'template');
  for (const name of Object.keys(template))
    if (!SECTIONS.has(name)) throw new TemplateError(name, 'is not a section of a template');
  const resources = Object.entries(section(template['Resources'], 'Resources'));
  if (resources.length === 0) throw new TemplateError('Resources', 'a template needs at least one resource');
  const outputs = Object.entries(section(template['Outputs'] ?? {}, 'Outputs'));
  return {
    parameters: new Map(
      Object.entries(section(template['Parameters'] ?? {}, 'Parameters')).map(([name, entry]) => [
        name,
        section(entry, `Parameters.${name}`),
      ]),
    ),
    mappings: section(template['Mappings'] ?? {}, 'Mappings'),
    conditions: new Map(Object.entries(section(template['Conditions'] ?? {}, 'Conditions'))),
    resources: new Map(resources.map(([id, entry]) => [id, definition(id, entry)])),
    outputs: new Map(
      outputs.map(([name, entry]) => [name, section(entry, `Outputs.${name}`)['Value']] as const),
    ),
    outputDefinitions: new Map(outputs.map(([name, entry]) => [name, output(name, entry)] as const)),
    description: typeof template['Description'] === 'string' ? template['Description'] : undefined,
  };
}

function output(name: string, entry: unknown): OutputDefinition {
  const given = section(entry, `Outputs.${name}`);
  const { Value: value, Description: description, Export: exported, Condition: condition } = given;
  return {
    value,
    description: typeof description === 'string' ? description : undefined,
    exportName: isPlainObject(exported) ? exported['Name'] : undefined,
    condition: typeof condition === 'string' ? condition : undefined,
  };
}

function definition(id: string, entry: unknown): ResourceDefinition {
  const location = `Resources.${id}`;
  if (!/^[A-Za-z0-9]+$/.test(id))
    throw new TemplateError(location, 'a logical id has only letters and digits');
  const given = section(entry, location);
  for (const name of Object.keys(given))
    if (!ATTRIBUTES.has(name))
      throw new TemplateError(`${location}.${name}`, 'is not an attribute of a resource');
  const { Type: type, DependsOn: after = [], Condition: condition, DeletionPolicy: policy } = given;
  if (typeof type !== 'string') throw new TemplateError(`${location}.Type`, 'is missing');
  return {
    type,
    properties: section(given['Properties'] ?? {}, `${location}.Properties`),
    dependsOn: (isArray(after) ? after : [after]).map(String),
    condition: typeof condition === 'string' ? condition : undefined,
    isRetained: policy === 'Retain' || policy === 'RetainExceptOnCreate',
    isRetainedWhenReplaced: given['UpdateReplacePolicy'] === 'Retain',
    isRetainedOnRollback: policy === 'Retain',
  };
}

function section(value: unknown, location: string): Readonly<Record<string, unknown>> {
  if (!isPlainObject(value)) throw new TemplateError(location, 'must be an object');
  return value;
}
