import { isOfType, arnPartsOf, wrongArn } from './arn';
import { iamRegion, lacksRegion, regionsOf } from './partitions';
import { serviceReference } from './reading';
import type { RequestView } from './view';

/** Services that are called in one Region of each partition, whatever the resource. */
function onlyRegion({ service, partition }: RequestView): string | undefined {
  return service === 'iam' ? iamRegion(partition) : undefined;
}

function isAsked({ facts: { asked }, request }: RequestView): boolean {
  return asked === request.resource && asked !== '*' && !/[*?]/.test(asked);
}

export function* actionReasons({ service, request, partition }: RequestView): Generator<string> {
  const [, name = ''] = request.action.split(':');
  const reference = serviceReference(service);
  if (!/^[a-z0-9-]+:[a-zA-Z0-9]+$/i.test(request.action))
    yield `'${request.action}' is not the name of an action`;
  else if (reference?.whole === true && !reference.actions.has(name.toLowerCase()))
    yield `the service authorization reference has no action ${request.action}`;
  if (regionsOf(partition) === undefined) yield `the partition '${partition}' is not known`;
}

/** What the checks depend on of an action (`service:name`), besides its service. */
export function actionKind(action: string): string {
  const [service = '', name = ''] = action.toLowerCase().split(':');
  const reference = serviceReference(service);
  const about = reference?.actions.get(name);
  if (about === undefined) return reference?.whole === true ? action : '';
  return `${about.types?.join(',') ?? '?'}${about.required ? '!' : ''}${isOverHttp(name) ? ' http' : ''}`;
}

/** Source: endpoints in the AWS general reference: HTTPS, and HTTP too for human loops only. */
export function isOverHttp(name: string): boolean {
  return /humanloops?$/i.test(name);
}

/** What the request acts on: of a type that the action has, and well formed. */
export function* resourceReasons(view: RequestView): Generator<string> {
  const { request, service, partition } = view;
  const { action, resource } = request;
  if (isAsked(view)) return;
  const reference = serviceReference(service);
  const about = reference?.actions.get(action.split(':')[1]?.toLowerCase() ?? '');
  if (resource === '*') {
    if (about?.required === true)
      yield `the action acts on a resource (${about.types?.join(', ') ?? ''}), so a request for it names one`;
    return;
  }
  if (about?.types?.length === 0) {
    yield `the action has no resource types: a request for it has the resource '*', not '${resource}'`;
    return;
  }
  const wrong = wrongArn(resource, partition);
  if (wrong !== undefined) yield wrong;
  if (wrong !== undefined || reference === undefined || about === undefined) return;
  const types = about.types ?? [...reference.arns.keys()];
  const templates = types.map((type) => reference.arns.get(type) ?? '');
  if (!types.some((type, index) => isOfType(resource, service, type, templates[index] ?? '')))
    yield `'${resource}' is not one of what the action acts on: ${[...new Set(templates)].slice(0, 3).join(', ')}`;
}

function pinned(asked: string | undefined, part: 'region' | 'account'): boolean {
  const value = asked === undefined ? undefined : arnPartsOf(asked)?.[part];
  return value !== undefined && !/[*?]/.test(value);
}

/** The Region of the call and the account of the resource follow from its ARN. */
export function* placeReasons(view: RequestView): Generator<string> {
  const { request, partition, account, facts } = view;
  const parts = arnPartsOf(request.resource);
  const region = view.text('aws:RequestedRegion');
  const only = onlyRegion(view);
  if (region !== undefined && !view.isGiven('aws:RequestedRegion')) {
    if (lacksRegion(partition, region)) yield `aws:RequestedRegion: ${partition} has no Region '${region}'`;
    if (only !== undefined && region !== only) yield `IAM is called in ${only}, never in ${region}`;
  }
  const isFree = (key: string, part: 'region' | 'account') =>
    !view.isGiven(key) || !pinned(facts.asked, part);
  if (
    region !== undefined &&
    parts !== undefined &&
    parts.region !== '' &&
    isFree('aws:RequestedRegion', 'region')
  )
    if (parts.region !== region) yield `a resource in ${parts.region} is not asked for in ${region}`;
  const owner = view.text('aws:ResourceAccount');
  const real = parts === undefined ? account : parts.account;
  if (
    owner !== undefined &&
    /^\d{12}$/.test(real) &&
    isFree('aws:ResourceAccount', 'account') &&
    owner !== real
  )
    yield `aws:ResourceAccount is ${owner}, but the resource is in the account ${real}`;
}
