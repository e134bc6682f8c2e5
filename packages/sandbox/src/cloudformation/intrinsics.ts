import { isArray, isPlainObject } from '../protocol/shape';
import { TemplateError } from './template';

/** What the functions of a template refer to. */
export interface TemplateScope {
  /** The value of `Ref`: a parameter, a pseudo parameter or the physical id of a resource. */
  readonly ref: (name: string) => unknown;
  readonly attribute: (id: string, name: string) => unknown;
  readonly condition: (name: string) => boolean;
  readonly mappings: Readonly<Record<string, unknown>>;
}

/** `AWS::NoValue`: the property is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

type Evaluate = (argument: unknown, scope: TemplateScope, place: string) => unknown;

/**
 * Replaces every intrinsic function in a value (CloudFormation user guide, intrinsic function reference).
 * @throws TemplateError that names the place, for an unknown function or an argument that it does not take.
 */
export function resolve(value: unknown, scope: TemplateScope, place: string): unknown {
  if (isArray(value))
    return value
      .map((item, index) => resolve(item, scope, `${place}[${index}]`))
      .filter((item) => item !== NO_VALUE);
  if (!isPlainObject(value)) return value;
  const [name = '', ...others] = Object.keys(value);
  if (others.length === 0 && isFunction(name)) {
    const evaluate = functions.get(name);
    if (evaluate === undefined) throw new TemplateError(place, `the function ${name} is not supported`);
    return evaluate(value[name], scope, `${place}.${name}`);
  }
  const entries = Object.entries(value).map(
    ([key, member]) => [key, resolve(member, scope, `${place}.${key}`)] as const,
  );
  return Object.fromEntries(entries.filter(([, member]) => member !== NO_VALUE));
}

/** The names that a value refers to, by `Ref`, `Fn::GetAtt` and `Fn::Sub`: what has to exist before it. */
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

function items(argument: unknown, scope: TemplateScope, place: string, count?: number): readonly unknown[] {
  const list = resolve(argument, scope, place);
  if (!isArray(list) || (count !== undefined && list.length !== count))
    throw new TemplateError(place, `takes a list${count === undefined ? '' : ` of ${count}`}`);
  return list;
}

/** A scalar as text. @throws TemplateError for anything else. */
export function scalarText(value: unknown, place: string): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  throw new TemplateError(place, 'is not text');
}

function substitute(argument: unknown, scope: TemplateScope, place: string): string {
  const [template, given] = isArray(argument) ? argument : [argument, {}];
  const own = resolve(given, scope, place);
  return scalarText(template, place)
    .replaceAll(VARIABLE, (_, name: string) => {
      if (isPlainObject(own) && name in own) return scalarText(own[name], place);
      const [id, attribute] = attributeOf(name);
      return scalarText(
        attribute === '' ? scope.ref(id) : scope.attribute(id, attribute),
        `${place} \${${name}}`,
      );
    })
    .replaceAll('${!', '${');
}

function truth(argument: unknown, scope: TemplateScope, place: string): boolean {
  const value = resolve(argument, scope, place);
  if (typeof value !== 'boolean') throw new TemplateError(place, 'is not a condition');
  return value;
}

function truths(argument: unknown, scope: TemplateScope, place: string): readonly boolean[] {
  if (!isArray(argument)) throw new TemplateError(place, 'takes a list of conditions');
  return argument.map((item, index) => truth(item, scope, `${place}[${index}]`));
}

const functions = new Map<string, Evaluate>([
  ['Ref', (argument, scope, place) => scope.ref(scalarText(argument, place))],
  ['Condition', (argument, scope, place) => scope.condition(scalarText(argument, place))],
  ['Fn::GetAtt', (argument, scope) => scope.attribute(...attributeOf(argument))],
  ['Fn::Sub', substitute],
  [
    'Fn::Join',
    (argument, scope, place) => {
      const [separator, list] = items(argument, scope, place, 2);
      if (!isArray(list)) throw new TemplateError(place, 'joins a list');
      return list.map((item) => scalarText(item, place)).join(scalarText(separator, place));
    },
  ],
  [
    'Fn::Split',
    (argument, scope, place) => {
      const [separator, whole] = items(argument, scope, place, 2);
      return scalarText(whole, place).split(scalarText(separator, place));
    },
  ],
  [
    'Fn::Select',
    (argument, scope, place) => {
      const [index, list] = items(argument, scope, place, 2);
      const chosen: unknown = isArray(list) ? list[Number(index)] : undefined;
      if (chosen === undefined) throw new TemplateError(place, `there is no item ${String(index)}`);
      return chosen;
    },
  ],
  [
    'Fn::If',
    (argument, scope, place) => {
      if (!isArray(argument) || argument.length !== 3)
        throw new TemplateError(place, 'takes a condition and two values');
      const [name, yes, no] = argument;
      return resolve(scope.condition(scalarText(name, place)) ? yes : no, scope, place);
    },
  ],
  [
    'Fn::Equals',
    (argument, scope, place) => {
      const [left, right] = items(argument, scope, place, 2);
      return scalarText(left, place) === scalarText(right, place);
    },
  ],
  ['Fn::Not', (argument, scope, place) => !(truths(argument, scope, place)[0] ?? false)],
  ['Fn::And', (argument, scope, place) => truths(argument, scope, place).every(Boolean)],
  ['Fn::Or', (argument, scope, place) => truths(argument, scope, place).some(Boolean)],
  [
    'Fn::FindInMap',
    (argument, scope, place) => {
      const [map, first, second] = items(argument, scope, place, 3).map((item) => scalarText(item, place));
      const row = scope.mappings[map ?? ''];
      const column: unknown = isPlainObject(row) ? row[first ?? ''] : undefined;
      const found: unknown = isPlainObject(column) ? column[second ?? ''] : undefined;
      if (found === undefined) throw new TemplateError(place, `${map}.${first}.${second} is not in Mappings`);
      return found;
    },
  ],
]);
