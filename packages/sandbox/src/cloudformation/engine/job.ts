import type { StackWork } from '../../account/stacks';
import { resourceEvent } from '../../services/cloudformation/events';
import type { ResourceRecord, StackRecord } from '../../services/cloudformation/state';
import { resolvedParameters } from '../../services/cloudformation/parameters';
import { parseTemplate } from '../../services/cloudformation/parse-template';
import { internalCall } from '../../account/internal-call';
import { NO_VALUE, resolve, type TemplateScope, scalarText } from '../intrinsics';
import { creationOrder, dependencies } from '../order';
import type { StackHost, CreatedResource, Provider, ProviderRequest } from '../provider';
import { providerOf } from '../providers';
import { scopeOf } from '../scope';
import type { ResourceDefinition, Template } from '../template';
import { requirePermission } from './permissions';
import { reasonOf, isNotFound } from './reason';

/** One operation on a stack, as its steps use it. */
export interface Job {
  readonly host: StackHost;
  readonly stack: StackRecord;
  readonly template: Template;
  readonly scope: TemplateScope;
  /** The resources whose condition holds, in the order in which they can be created. */
  readonly order: readonly string[];
  readonly needs: ReadonlyMap<string, readonly string[]>;
  /** The resources that exist so far, for references. */
  readonly made: Map<string, CreatedResource>;
  /** Whether a later operation has taken over the stack: then no further step may start. */
  readonly isAbandoned: () => boolean;
}

export function jobOf(host: StackHost, { stack }: StackWork, isAbandoned: () => boolean): Job {
  const { sandbox, region } = host;
  const template = parseTemplate(stack.source.templateBody);
  const call = internalCall(sandbox.account, region, 'cloudformation.amazonaws.com');
  const made = new Map<string, CreatedResource>();
  const scope = scopeOf(
    template,
    {
      accountId: sandbox.accountId,
      region,
      stack: stack.name,
      stackId: stack.id,
      parameters: resolvedParameters(template, stack.source.parameters, call),
    },
    made,
  );
  const order = creationOrder(template).filter((id) => {
    const condition = template.resources.get(id)?.condition;
    return condition === undefined || scope.condition(condition);
  });
  return { host, stack, template, scope, order, needs: dependencies(template), made, isAbandoned };
}

/** The definition of a resource in the template, and the provider of its type. */
export function definitionOf(
  { template }: Job,
  id: string,
): { definition: ResourceDefinition; provider: Provider } {
  const definition = template.resources.get(id);
  const provider = providerOf(definition?.type ?? '');
  if (definition === undefined || provider === undefined)
    throw new Error(`There is no resource ${id} to create`);
  return { definition, provider };
}

/** The request to create a resource, with a generated name in case the template gives none. */
export function requestOf(
  job: Job,
  id: string,
  properties: Readonly<Record<string, unknown>>,
): ProviderRequest {
  const { host } = job;
  const suffix = host.sandbox.account.ids.upper(12);
  // The shortest limit of the services for such a name is 64 characters.
  const name = `${`${host.stack}-${id}`.slice(0, 51)}-${suffix}`;
  return {
    host,
    location: `Resources.${id}`,
    type: job.template.resources.get(id)?.type ?? '',
    name,
    properties,
  };
}

/** The properties of a resource, with all intrinsic functions resolved. */
export function propertiesOf(job: Job, id: string): Readonly<Record<string, unknown>> {
  const { definition } = definitionOf(job, id);
  return resolve(definition.properties, job.scope, `Resources.${id}.Properties`) as Record<string, unknown>;
}

/** The record of a resource that does not exist yet. */
export function resourceRecord(
  job: Job,
  id: string,
  properties: Readonly<Record<string, unknown>>,
): Omit<ResourceRecord, 'at' | 'reason' | 'status'> {
  const { type, isRetained, isRetainedWhenReplaced, isRetainedOnRollback } = definitionOf(job, id).definition;
  const retained = { isRetained, isRetainedWhenReplaced, isRetainedOnRollback };
  return { logicalId: id, type, physicalId: '', attributes: {}, properties, ...retained };
}

/** The service of a type, as error messages name it: `AWS::IAM::Role` → `Iam`. */
function serviceOf(type: string): string {
  const name = type.split('::')[1] ?? type;
  return /^[A-Z]+$/.test(name) && name.length < 4 ? name.charAt(0) + name.slice(1).toLowerCase() : name;
}

/** Writes the event of a failed resource, with the reason. */
export function failResource(
  { host: { sandbox }, stack }: Job,
  resource: Omit<ResourceRecord, 'at' | 'reason' | 'status'>,
  status: 'CREATE_FAILED' | 'UPDATE_FAILED' | 'DELETE_FAILED',
  error: unknown,
): void {
  const reason = reasonOf(error, serviceOf(resource.type), sandbox.account.ids.uuid());
  resourceEvent(sandbox.account, stack, { ...resource, status }, reason);
}

/** Creates a resource, with its events. */
export async function createResource(
  job: Job,
  id: string,
  isCancelled: () => boolean,
): Promise<'done' | 'failed'> {
  const { account } = job.host.sandbox;
  let record = resourceRecord(job, id, {});
  try {
    const properties = propertiesOf(job, id);
    record = { ...record, properties };
    resourceEvent(account, job.stack, { ...record, status: 'CREATE_IN_PROGRESS' });
    const request = requestOf(job, id, properties);
    requirePermission(job.host, 'create', request);
    const made = await definitionOf(job, id).provider.create(request);
    record = { ...record, physicalId: made.id, attributes: made.attributes };
    job.made.set(id, made);
    if (isCancelled()) {
      // It was created nevertheless. Its record keeps the id, so the rollback removes it.
      const known = job.stack.resources.get(id);
      if (known !== undefined) job.stack.resources.set(id, { ...known, ...record });
      return 'failed';
    }
    resourceEvent(
      account,
      job.stack,
      { ...record, status: 'CREATE_IN_PROGRESS' },
      'Resource creation Initiated',
    );
    resourceEvent(account, job.stack, { ...record, status: 'CREATE_COMPLETE' });
    return 'done';
  } catch (error) {
    if (!isCancelled()) failResource(job, record, 'CREATE_FAILED', error);
    return 'failed';
  }
}

/**
 * Deletes a resource, with its events. One that no longer exists counts as deleted.
 * @param isKept whether only the stack's record goes, and the resource itself stays
 * @returns false if the resource could not be deleted
 */
export async function removeResource(
  { host, stack }: Pick<Job, 'host' | 'stack'>,
  resource: ResourceRecord,
  isKept: boolean,
): Promise<boolean> {
  const { account } = host.sandbox;
  const { at: _, reason: __, status: ___, ...record } = resource;
  if (isKept) {
    resourceEvent(account, stack, { ...record, status: 'DELETE_SKIPPED' });
    return true;
  }
  if (record.physicalId === '') {
    resourceEvent(account, stack, { ...record, status: 'DELETE_COMPLETE' });
    return true;
  }
  resourceEvent(account, stack, { ...record, status: 'DELETE_IN_PROGRESS' });
  try {
    requirePermission(host, 'remove', { ...record, name: record.physicalId });
    await providerOf(record.type)?.remove(
      host,
      { id: record.physicalId, attributes: record.attributes },
      resource,
    );
  } catch (error) {
    if (!isNotFound(error)) {
      const reason = reasonOf(error, serviceOf(record.type), account.ids.uuid());
      resourceEvent(account, stack, { ...record, status: 'DELETE_FAILED' }, reason);
      return false;
    }
  }
  resourceEvent(account, stack, { ...record, status: 'DELETE_COMPLETE' });
  return true;
}

/** Resolves the outputs of a stack. */
export function setOutputs({ template, scope, stack }: Job): void {
  stack.outputs = [...template.outputDefinitions].flatMap(([key, output]) => {
    if (output.condition !== undefined && !scope.condition(output.condition)) return [];
    const value = resolve(output.value, scope, `Outputs.${key}`);
    const exported =
      output.exportName === undefined ? NO_VALUE : resolve(output.exportName, scope, `Outputs.${key}`);
    return [
      {
        key,
        value: scalarText(value, `Outputs.${key}`),
        description: output.description,
        exportName: exported === NO_VALUE ? undefined : scalarText(exported, `Outputs.${key}.Export`),
      },
    ];
  });
}

/** `[A, B]` */
export function listed(ids: readonly string[]): string {
  return `[${ids.join(', ')}]`;
}
