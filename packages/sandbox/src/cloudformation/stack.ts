import { resolve } from './intrinsics';
import { creationOrder } from './order';
import { type StackHost, type CreatedResource, type Provider, ResourceError } from './provider';
import { providerOf } from './providers';
import { scopeOf } from './scope';
import { readTemplate, type ResourceDefinition, type Template, TemplateError } from './template';

/** One change that a deployment made. */
export interface StackEvent {
  readonly id: string;
  readonly type: string;
  readonly action: 'created' | 'updated' | 'replaced' | 'deleted' | 'retained';
  readonly physicalId: string;
}

interface DeployedResource {
  readonly definition: ResourceDefinition;
  /** The properties that it was last created or updated with, to detect what an update changes. */
  readonly properties: string;
  readonly made: CreatedResource;
}

/** A deployed template. */
export interface Stack {
  readonly name: string;
  readonly region: string;
  /** By logical id: the physical id and the attributes. */
  readonly resources: ReadonlyMap<string, CreatedResource>;
  readonly outputs: ReadonlyMap<string, string>;
  /** Updates the stack to another template. Nothing changes if the template is invalid. */
  update(template: unknown, parameters?: Readonly<Record<string, string>>): Promise<readonly StackEvent[]>;
  /** Deletes the resources that are not retained. */
  remove(): Promise<readonly StackEvent[]>;
}

/**
 * Deploys a template. An invalid template is refused before anything is created. If creating a resource fails, the
 * resources that this deployment created are removed again.
 * @throws TemplateError that names the location
 */
export async function deployStack(
  host: StackHost,
  template: unknown,
  parameters: Readonly<Record<string, string>>,
): Promise<{ stack: Stack; events: readonly StackEvent[] }> {
  const deployed = new Map<string, DeployedResource>();
  const resources = new Map<string, CreatedResource>();
  const outputs = new Map<string, string>();

  const bringTo = async (
    next: Template,
    given: Readonly<Record<string, string>>,
  ): Promise<readonly StackEvent[]> => {
    const order = creationOrder(next);
    const providers = new Map(order.map((id) => [id, knownProvider(next, id)] as const));
    const context = {
      accountId: host.sandbox.accountId,
      region: host.region,
      stack: host.stack,
      stackId: host.stackId,
      parameters: given,
    };
    const made = new Map<string, CreatedResource>();
    const scope = scopeOf(next, context, made);
    const events: StackEvent[] = [];
    const fresh: string[] = [];
    let at = '';
    try {
      for (const id of order) {
        const definition = next.resources.get(id);
        const provider = providers.get(id);
        if (definition === undefined || provider === undefined) continue;
        if (definition.condition !== undefined && !scope.condition(definition.condition)) continue;
        const location = `Resources.${id}`;
        at = location;
        const properties = resolve(definition.properties, scope, `${location}.Properties`) as Record<
          string,
          unknown
        >;
        const { made: one, action } = await settle(
          host,
          provider,
          { id, location, type: definition.type },
          properties,
          deployed.get(id),
        );
        if (action === 'created' || action === 'replaced') fresh.push(id);
        made.set(id, one);
        deployed.set(id, { definition, properties: JSON.stringify(properties), made: one });
        if (action !== undefined) events.push({ id, type: definition.type, action, physicalId: one.id });
      }
    } catch (error) {
      await removeCreated(host, deployed, fresh, resources);
      throw error instanceof ResourceError ? new TemplateError(at, error.message) : error;
    }
    for (const id of [...deployed.keys()].reverse())
      if (!made.has(id)) events.push(...(await drop(host, deployed, id)));
    resources.clear();
    for (const [id, one] of made) resources.set(id, one);
    outputs.clear();
    for (const [name, value] of next.outputs)
      outputs.set(name, String(resolve(value, scope, `Outputs.${name}`)));
    return events;
  };

  const events = await bringTo(readTemplate(template), parameters);
  const stack: Stack = {
    name: host.stack,
    region: host.region,
    resources,
    outputs,
    update: (next, given = parameters) => bringTo(readTemplate(next), given),
    async remove() {
      const gone: StackEvent[] = [];
      for (const id of [...deployed.keys()].reverse()) gone.push(...(await drop(host, deployed, id)));
      resources.clear();
      return gone;
    },
  };
  return { stack, events };
}

function knownProvider(template: Template, id: string): Provider {
  const type = template.resources.get(id)?.type ?? '';
  const provider = providerOf(type);
  if (provider === undefined)
    throw new TemplateError(`Resources.${id}.Type`, `the embedded account does not model ${type}`);
  return provider;
}

async function settle(
  host: StackHost,
  provider: Provider,
  { id, location, type }: { readonly id: string; readonly location: string; readonly type: string },
  properties: Record<string, unknown>,
  before: DeployedResource | undefined,
): Promise<{ made: CreatedResource; action: StackEvent['action'] | undefined }> {
  const suffix = host.sandbox.account.ids.uuid().slice(0, 12).replaceAll('-', '').toUpperCase();
  const request = { host, location, type, name: `${host.stack}-${id}-${suffix}`, properties };
  if (before === undefined) return { made: await provider.create(request), action: 'created' };
  if (before.properties === JSON.stringify(properties)) return { made: before.made, action: undefined };
  if (provider.update !== undefined)
    return {
      made: await provider.update(
        request,
        before.made,
        JSON.parse(before.properties) as Record<string, unknown>,
      ),
      action: 'updated',
    };
  await provider.remove(host, before.made);
  return { made: await provider.create(request), action: 'replaced' };
}

/** After a failure: removes what this deployment created. Earlier resources stay. */
async function removeCreated(
  host: StackHost,
  deployed: Map<string, DeployedResource>,
  fresh: readonly string[],
  before: ReadonlyMap<string, CreatedResource>,
): Promise<void> {
  for (const id of fresh.toReversed()) {
    const entry = deployed.get(id);
    if (entry === undefined || before.has(id)) continue;
    await providerOf(entry.definition.type)?.remove(host, entry.made);
    deployed.delete(id);
  }
}

async function drop(
  host: StackHost,
  deployed: Map<string, DeployedResource>,
  id: string,
): Promise<readonly StackEvent[]> {
  const entry = deployed.get(id);
  deployed.delete(id);
  if (entry === undefined) return [];
  const { definition, made } = entry;
  if (!definition.isRetained) await providerOf(definition.type)?.remove(host, made);
  const action = definition.isRetained ? 'retained' : 'deleted';
  return [{ id, type: definition.type, action, physicalId: made.id }];
}
