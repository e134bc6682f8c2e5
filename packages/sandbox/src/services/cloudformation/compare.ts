import { NO_VALUE, resolve, type TemplateScope } from '../../cloudformation/intrinsics';
import type { Template } from '../../cloudformation/template';
import { scopeOf } from '../../cloudformation/scope';
import { isPlainObject } from '../../protocol/shape';
import type { ChangeRecord, StackRecord } from './state';

/**
 * A template with its parameters resolved. References to resources stay references, because there are no resources yet.
 */
export interface ResolvedTemplate {
  readonly resources: ReadonlyMap<string, ResolvedResource>;
  /** JSON. */
  readonly outputs: string;
}

interface ResolvedResource {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** JSON of the resource's attributes other than its properties. */
  readonly attributes: string;
}

export function resolveTemplate(
  template: Template,
  parameters: Readonly<Record<string, string>>,
  stack: Pick<StackRecord, 'id' | 'name' | 'region'>,
  accountId: string,
): ResolvedTemplate {
  const { id: stackId, name, region } = stack;
  const known = scopeOf(template, { accountId, region, stack: name, stackId, parameters }, new Map());
  const scope: TemplateScope = {
    ...known,
    ref: (id) => (template.resources.has(id) ? `\${${id}}` : known.ref(id)),
    attribute: (id, attribute) => `\${${id}.${attribute}}`,
  };
  const resources = new Map<string, ResolvedResource>();
  for (const [id, { type, properties, condition, ...attributes }] of template.resources)
    if (condition === undefined || known.condition(condition))
      resources.set(id, {
        type,
        properties: resolveProperties(properties, scope),
        attributes: JSON.stringify({ ...attributes, dependsOn: [] }),
      });
  const outputs = [...template.outputDefinitions].flatMap(([key, output]) =>
    output.condition === undefined || known.condition(output.condition)
      ? [
          [
            key,
            output.description,
            resolveProperties({ value: output.value, exportName: output.exportName }, scope),
          ],
        ]
      : [],
  );
  return { resources, outputs: JSON.stringify(outputs) };
}

/** A value that cannot be resolved without the resources (e.g. one item of a list attribute) is compared unresolved. */
function resolveProperties(
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

/** The changes that an update makes to the resources of a stack. */
export function changesBetween(
  before: ResolvedTemplate,
  after: ResolvedTemplate,
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

/** JSON that does not depend on the order of an object's members. */
function stable(value: unknown): string {
  const sorted = (_: string, node: unknown): unknown =>
    isPlainObject(node)
      ? Object.fromEntries(Object.entries(node).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : node;
  return value === undefined ? '' : JSON.stringify(value, sorted);
}
