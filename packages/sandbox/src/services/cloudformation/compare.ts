import { NO_VALUE, resolve, type TemplateScope } from '../../cloudformation/intrinsics';
import type { Template } from '../../cloudformation/template';
import { scopeOf } from '../../cloudformation/scope';
import { isPlainObject } from '../../protocol/shape';
import type { ChangeRecord, StackRecord } from './state';

/** What a template and its parameters come to, before there are resources: references stay references. */
export interface Picture {
  readonly resources: ReadonlyMap<string, Pictured>;
  /** JSON. */
  readonly outputs: string;
}

interface Pictured {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** JSON of what is said of it besides. */
  readonly attributes: string;
}

export function pictureOf(
  template: Template,
  parameters: Readonly<Record<string, string>>,
  stack: Pick<StackRecord, 'id' | 'name' | 'region'>,
  accountId: string,
): Picture {
  const { id: stackId, name, region } = stack;
  const known = scopeOf(template, { accountId, region, stack: name, stackId, parameters }, new Map());
  const scope: TemplateScope = {
    ...known,
    ref: (id) => (template.resources.has(id) ? `\${${id}}` : known.ref(id)),
    attribute: (id, attribute) => `\${${id}.${attribute}}`,
  };
  const resources = new Map<string, Pictured>();
  for (const [id, { type, properties, condition, ...attributes }] of template.resources)
    if (condition === undefined || known.condition(condition))
      resources.set(id, {
        type,
        properties: pictured(properties, scope),
        attributes: JSON.stringify({ ...attributes, dependsOn: [] }),
      });
  const outputs = [...template.outputDefinitions].flatMap(([key, output]) =>
    output.condition === undefined || known.condition(output.condition)
      ? [[key, output.description, pictured({ value: output.value, exportName: output.exportName }, scope)]]
      : [],
  );
  return { resources, outputs: JSON.stringify(outputs) };
}

/** What cannot be resolved without resources (one of a list that only they have) is compared as it is written. */
function pictured(
  value: Readonly<Record<string, unknown>>,
  scope: TemplateScope,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(value).map(([key, member]) => {
    try {
      return [key, resolve(member, scope, key)] as const;
    } catch {
      return [key, member] as const;
    }
  });
  return Object.fromEntries(entries.filter(([, member]) => member !== NO_VALUE));
}

/** What an update changes in the resources of a stack. */
export function changesBetween(
  before: Picture,
  after: Picture,
  stack: StackRecord,
  isReplacedBy: (type: string, properties: readonly string[]) => boolean,
): readonly ChangeRecord[] {
  const physicalId = (id: string) => stack.resources.get(id)?.physicalId;
  const changes: ChangeRecord[] = [];
  for (const [logicalId, { type, properties, attributes }] of after.resources) {
    const old = before.resources.get(logicalId);
    const common = { logicalId, type, physicalId: physicalId(logicalId) };
    if (old === undefined) {
      changes.push({
        ...common,
        action: 'Add',
        physicalId: undefined,
        replacement: undefined,
        properties: [],
      });
      continue;
    }
    const differing = differingProperties(old.properties, properties);
    if (differing.length === 0 && old.attributes === attributes) continue;
    const replacement = isReplacedBy(type, differing) ? ('True' as const) : ('False' as const);
    changes.push({ ...common, action: 'Modify', replacement, properties: differing });
  }
  for (const [logicalId, { type }] of before.resources)
    if (!after.resources.has(logicalId))
      changes.push({
        action: 'Remove',
        logicalId,
        type,
        physicalId: physicalId(logicalId),
        replacement: undefined,
        properties: [],
      });
  return changes;
}

/** The names of the properties that differ. */
export function differingProperties(
  one: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
): readonly string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    (name) => stable(one[name]) !== stable(other[name]),
  );
}

/** JSON in which the order of an object's members is no matter. */
function stable(value: unknown): string {
  const sorted = (_: string, node: unknown): unknown =>
    isPlainObject(node)
      ? Object.fromEntries(Object.entries(node).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : node;
  return value === undefined ? '' : JSON.stringify(value, sorted);
}
