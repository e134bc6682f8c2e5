import { isArray, isPlainObject } from '../protocol/shape';
import { TemplateError } from './template';

/** The values that the functions of a template refer to. */
export interface TemplateScope {
  /** The value of `Ref`: a parameter, a pseudo parameter or the physical id of a resource. */
  readonly ref: (name: string) => unknown;
  readonly attribute: (id: string, name: string) => unknown;
  readonly condition: (name: string) => boolean;
  readonly mappings: Readonly<Record<string, unknown>>;
}

/** `AWS::NoValue`: the property is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

type Evaluate = (argument: unknown, scope: TemplateScope, location: string) => unknown;

/**
 * Replaces every intrinsic function in a value (CloudFormation user guide, intrinsic function reference).
 * @throws TemplateError that names the location, for an unknown function or an invalid argument
 */
export function resolve(value: unknown, scope: TemplateScope, location: string): unknown {
  if (isArray(value))
    return value
      .map((item, index) => resolve(item, scope, `${location}[${index}]`))
      .filter((item) => item !== NO_VALUE);
  if (!isPlainObject(value)) return value;
  const [name = '', ...others] = Object.keys(value);
  if (others.length === 0 && isFunction(name)) {
    const evaluate = functions.get(name);
    if (evaluate === undefined) throw new TemplateError(location, `the function ${name} is not supported`);
    return evaluate(value[name], scope, `${location}.${name}`);
  }
  const entries = Object.entries(value).map(
    ([key, member]) => [key, resolve(member, scope, `${location}.${key}`)] as const,
  );
  return Object.fromEntries(entries.filter(([, member]) => member !== NO_VALUE));
}

/** The names that a value refers to by `Ref`, `Fn::GetAtt` and `Fn::Sub`: they must exist before it. */
export function references(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (isArray(node)) node.forEach(visit);
    else if (isPlainObject(node)) inspect(node);
  };
  const inspect = (node: Readonly<Record<string, unknown>>): void => {
    for (const [key, member] of Object.entries(node)) {
      if (key === 'Ref') found.add(String(member));
      else if (key === 'Fn::GetAtt') found.add(attributeOf(member)[0]);
      else if (key === 'Fn::Sub') {
        const [text, own] = isArray(member) ? member : [member, {}];
        for (const [, name = ''] of String(text).matchAll(VARIABLE))
          if (!(isPlainObject(own) && name in own)) found.add(name.split('.')[0] ?? '');
        visit(own);
      } else visit(member);
    }
  };
  visit(value);
  return found;
}

const VARIABLE = /\$\{(?!!)([^}]+)\}/g;

function isFunction(name: string): boolean {
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::');
}

function attributeOf(argument: unknown): readonly [string, string] {
  const text = isArray(argument) ? argument.map(String).join('.') : String(argument);
  const dot = text.indexOf('.');
  return dot < 0 ? [text, ''] : [text.slice(0, dot), text.slice(dot + 1)];
}

function items(
  argument: unknown,
  scope: TemplateScope,
  location: string,
  count?: number,
): readonly unknown[] {
  const list = resolve(argument, scope, location);
  if (!isArray(list) || (count !== undefined && list.length !== count))
    throw new TemplateError(location, `takes a list${count === undefined ? '' : ` of ${count}`}`);
  return list;
}

/** A scalar as text. @throws TemplateError for any other value */
export function scalarText(value: unknown, location: string): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  throw new TemplateError(location, 'is not text');
}

function substitute(argument: unknown, scope: TemplateScope, location: string): string {
  const [template, given] = isArray(argument) ? argument : [argument, {}];
  const own = resolve(given, scope, location);
  return scalarText(template, location)
    .replaceAll(VARIABLE, (_, name: string) => {
      if (isPlainObject(own) && name in own) return scalarText(own[name], location);
      const [id, attribute] = attributeOf(name);
      return scalarText(
        attribute === '' ? scope.ref(id) : scope.attribute(id, attribute),
        `${location} \${${name}}`,
      );
    })
    .replaceAll('${!', '${');
}

function truth(argument: unknown, scope: TemplateScope, location: string): boolean {
  const value = resolve(argument, scope, location);
  if (typeof value !== 'boolean') throw new TemplateError(location, 'is not a condition');
  return value;
}

function truths(argument: unknown, scope: TemplateScope, location: string): readonly boolean[] {
  if (!isArray(argument)) throw new TemplateError(location, 'takes a list of conditions');
  return argument.map((item, index) => truth(item, scope, `${location}[${index}]`));
}

const functions = new Map<string, Evaluate>([
  ['Ref', (argument, scope, location) => scope.ref(scalarText(argument, location))],
  ['Condition', (argument, scope, location) => scope.condition(scalarText(argument, location))],
  ['Fn::GetAtt', (argument, scope) => scope.attribute(...attributeOf(argument))],
  ['Fn::Sub', substitute],
  [
    'Fn::Join',
    (argument, scope, location) => {
      const [separator, list] = items(argument, scope, location, 2);
      if (!isArray(list)) throw new TemplateError(location, 'joins a list');
      return list.map((item) => scalarText(item, location)).join(scalarText(separator, location));
    },
  ],
  [
    'Fn::Split',
    (argument, scope, location) => {
      const [separator, whole] = items(argument, scope, location, 2);
      return scalarText(whole, location).split(scalarText(separator, location));
    },
  ],
  [
    'Fn::Select',
    (argument, scope, location) => {
      const [index, list] = items(argument, scope, location, 2);
      const chosen: unknown = isArray(list) ? list[Number(index)] : undefined;
      if (chosen === undefined) throw new TemplateError(location, `there is no item ${String(index)}`);
      return chosen;
    },
  ],
  [
    'Fn::If',
    (argument, scope, location) => {
      if (!isArray(argument) || argument.length !== 3)
        throw new TemplateError(location, 'takes a condition and two values');
      const [name, yes, no] = argument;
      return resolve(scope.condition(scalarText(name, location)) ? yes : no, scope, location);
    },
  ],
  [
    'Fn::Equals',
    (argument, scope, location) => {
      const [left, right] = items(argument, scope, location, 2);
      return scalarText(left, location) === scalarText(right, location);
    },
  ],
  ['Fn::Not', (argument, scope, location) => !(truths(argument, scope, location)[0] ?? false)],
  ['Fn::And', (argument, scope, location) => truths(argument, scope, location).every(Boolean)],
  ['Fn::Or', (argument, scope, location) => truths(argument, scope, location).some(Boolean)],
  [
    'Fn::FindInMap',
    (argument, scope, location) => {
      const [map, first, second] = items(argument, scope, location, 3).map((item) =>
        scalarText(item, location),
      );
      const row = scope.mappings[map ?? ''];
      const column: unknown = isPlainObject(row) ? row[first ?? ''] : undefined;
      const found: unknown = isPlainObject(column) ? column[second ?? ''] : undefined;
      if (found === undefined)
        throw new TemplateError(location, `${map}.${first}.${second} is not in Mappings`);
      return found;
    },
  ],
]);
