import { type ActionName, readAction } from './action';
import { type Actions, actionsToAsk } from './endpoint-actions';
import type { Placed } from './bind';
import { type Solved, makeQuery, type NotUnderstood, type Query } from './solver';
import { readable } from './endpoint-statement';
import type { Library } from './library';
import { createAllowance } from './meter';
import { noResource, type Own } from './outsiders';
import { contextKeys, type Fixed } from './principal';
import { solveZone } from './zone';
import { refOf, select, slice, type StatementSlice } from './slice';
import type { PolicySource } from './types';

/** What is asked about the policy of a VPC endpoint. */
export interface EndpointQuestion {
  readonly own: Own;
  readonly endpoint: { readonly id: string; readonly vpc: string };
  /** Of the endpoint: `us-east-1`, in the partition `aws`. */
  readonly region: string;
  readonly partition: string;
  /** The prefix of the actions that can be called through the endpoint: `sagemaker`. */
  readonly service: string;
  /** Actions to show in a witness, the most telling first, with the ARN type that they act on: `app/*`. */
  readonly actions: readonly { readonly name: string; readonly type: string }[];
}

/** A kind of requests: each of the documents allows them. */
export interface RequestSet {
  readonly documents: readonly unknown[];
  /** Keys with one value in all these requests; an empty list means absent. */
  readonly fixed?: Readonly<Record<string, string | readonly string[]>>;
}

/** A policy, ready to be asked about. */
type Sources = readonly PolicySource[];

/**
 * Everything that can be acted on, in two questions: resources by their ARN, and the calls that act on none, for which
 * AWS takes `*` as the resource.
 */
export function everyResource({
  partition,
  service,
}: EndpointQuestion): readonly (RequestSet & { readonly resource: string })[] {
  return [
    { resource: `arn:${partition}:${service}:*:*:*`, documents: [] },
    { resource: '*', documents: [noResource()] },
  ];
}

/** The actions to ask about, so that no statement of the policies is missed. */
export function endpointActionsOf(
  documents: readonly unknown[],
  { service, actions }: EndpointQuestion,
): Actions {
  return actionsToAsk(
    service,
    actions.map(({ name }) => name),
    documents,
  );
}

/** What of a policy and of a kind of requests concerns an action. */
export interface QuestionPart extends StatementSlice {
  /** `statement 2 (AllowTeam)`. */
  readonly nameOf: (placed: Placed) => string;
}

/** The Allows of the policy are the first layer, its Denies all that there are. */
export function part(
  identity: Sources,
  { documents }: RequestSet,
  action: string,
  library: Library,
): QuestionPart {
  const scps = documents.map((document) => [{ label: 'the question', document }]);
  const name = actionOf(action);
  const selection = select({ identity, boundary: null, scps, rcps: [] }, name.service, library);
  return {
    ...slice(selection, name.key),
    nameOf: (placed) => refOf(placed, selection).label,
  };
}

/** What was not understood, in words. */
export function inWords(
  missing: readonly NotUnderstood[],
  nameOf: (placed: Placed) => string,
): readonly string[] {
  const all = missing.map(({ of, what }) => (of === null ? what : `${nameOf(of)}: ${readable(what)}`));
  return [...new Set(all)];
}

function actionOf(action: string): ActionName {
  const name = readAction(action);
  if (name === null) throw new Error(`'${action}' is not the name of one action`);
  return name;
}

/** Looks for such a request that the policy lets through. */
export function askEndpoint(
  sources: Sources,
  requests: RequestSet,
  action: string,
  resource: string,
  question: EndpointQuestion,
  library: Library,
): { readonly judged: Solved; readonly nameOf: (placed: Placed) => string } {
  const { layers, denies, nameOf } = part(sources, requests, action, library);
  const judged = solveQuestion(
    makeQuery(layers, denies),
    requests.fixed,
    action,
    resource,
    question,
    library,
  );
  return { judged, nameOf };
}

/** No service acts here: its principals have none of a user's or role's keys. */
const human: Fixed = (key) => {
  if (key === 'aws:principalisawsservice') return { value: 'false' };
  if (key.startsWith('aws:principalservicename')) return { value: undefined };
  return null;
};

/** Looks for such a request on resources of the ARN pattern. A query is for one pattern only. */
export function solveQuestion(
  query: Query,
  fixed: RequestSet['fixed'],
  action: string,
  resource: string,
  { own, endpoint, region, partition, service }: EndpointQuestion,
  library: Library,
): Solved {
  const perimeter = {
    vpcs: [],
    vpcEndpoints: [endpoint.id],
    cidrs: [],
    endpointVpc: {},
  };
  const home = { partition, account: own.accounts[0] };
  const setting = {
    boundary: { perimeter, corporate: [] },
    home,
    allowance: createAllowance(library.bounds, library.work),
    principal: human,
    context: contextKeys({
      'aws:SourceVpce': endpoint.id,
      'aws:SourceVpc': endpoint.vpc,
      'aws:RequestedRegion': region,
      ...fixed,
    }),
  };
  // One action stands for others that act on other types of resource, so that its own type must not count.
  const resources = library.resources(resource, `${service}:`, home);
  return solveZone(setting, { action: actionOf(action), resources }, 'inside', query);
}
