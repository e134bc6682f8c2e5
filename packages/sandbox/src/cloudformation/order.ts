import { references } from './intrinsics';
import { type Template, TemplateError } from './template';

/**
 * The resources in the order in which they can be created: each after those that it refers to or depends on.
 * @throws TemplateError for a reference to something that does not exist, or a circular dependency
 */
export function creationOrder(template: Template): readonly string[] {
  const { resources, parameters } = template;
  const needs = dependencies(template);
  for (const [name, value] of template.outputs)
    for (const used of references(value))
      if (!used.startsWith('AWS::') && !parameters.has(used) && !resources.has(used))
        throw new TemplateError(`Outputs.${name}`, `there is no resource or parameter ${used}`);

  const ordered: string[] = [];
  const state = new Map<string, 'visiting' | 'done'>();
  const visit = (id: string, trail: readonly string[]): void => {
    if (state.get(id) === 'done') return;
    if (state.get(id) === 'visiting')
      throw new TemplateError('Resources', `circular dependency: ${[...trail, id].join(' → ')}`);
    state.set(id, 'visiting');
    for (const needed of needs.get(id) ?? []) visit(needed, [...trail, id]);
    state.set(id, 'done');
    ordered.push(id);
  };
  for (const id of resources.keys()) visit(id, []);
  return ordered;
}

/** The resources that each resource refers to or depends on. @throws TemplateError for one that does not exist */
export function dependencies({ resources, parameters }: Template): ReadonlyMap<string, readonly string[]> {
  const needs = new Map<string, readonly string[]>();
  for (const [id, { properties, dependsOn }] of resources) {
    const location = `Resources.${id}`;
    for (const name of dependsOn)
      if (!resources.has(name))
        throw new TemplateError(`${location}.DependsOn`, `there is no resource ${name}`);
    const named = [...references(properties)].filter(
      (name) => !name.startsWith('AWS::') && !parameters.has(name),
    );
    for (const name of named)
      if (!resources.has(name))
        throw new TemplateError(`${location}.Properties`, `there is no resource or parameter ${name}`);
    needs.set(id, [...new Set([...named, ...dependsOn])]);
  }
  return needs;
}
