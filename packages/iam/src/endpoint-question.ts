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
  /** Region of the endpoint: `us-east-1`, in the partition `aws`. */
  readonly region: string;
  readonly partition: string;
  /** The prefix of the actions that can be called through the endpoint: `sagemaker`. */
  readonly service: string;
  /** The service in the ARNs of what they act on, where it has another name: MLflow acts on resources of SageMaker. */
  readonly arnService?: string;
  /** Actions to show in a witness, the most informative first, with the ARN type that they act on: `app/*`. */
  readonly actions: readonly { readonly name: string; readonly type: string }[];
}

/** A set of requests: those that all of the documents allow. */
export interface RequestSet {
  readonly documents: readonly unknown[];
  /** Keys that have one value in all these requests; an empty list means absent. */
  readonly fixed?: Readonly<Record<string, string | readonly string[]>>;
}

/** A policy in the form that can be asked about. */
type Sources = readonly PolicySource[];

/**
 * Everything that can be acted on, as two questions: resources by their ARN, and the calls that act on no resource, for
 * which AWS takes `*`.
 */
export function everyResource({
  partition,
  service,
  arnService = service,
}: EndpointQuestion): readonly (RequestSet & { readonly resource: string })[] {
  return [
    { resource: `arn:${partition}:${arnService}:*:*:*`, documents: [] },
    { resource: '*', documents: [noResource()] },
  ];
}

/** The actions to ask about in order to miss no statement of the policies. */
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

/** The statements of a policy and of a set of requests that concern an action. */
export interface QuestionPart extends StatementSlice {
  /** `statement 2 (AllowTeam)`. */
  readonly nameOf: (placed: Placed) => string;
}

/** The Allows of the policy are the first layer; its Denies are the only ones. */
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

/** Searches for a request of the set that the policy allows. */
export function askEndpoint(
  sources: Sources,
  requests: RequestSet,
  action: string,
  resource: string,
  question: EndpointQuestion,
  library: Library,
): { readonly solved: Solved; readonly nameOf: (placed: Placed) => string } {
  const { layers, denies, nameOf } = part(sources, requests, action, library);
  const solved = solveQuestion(
    makeQuery(layers, denies),
    requests.fixed,
    action,
    resource,
    question,
    library,
  );
  return { solved, nameOf };
}

/** The caller is no AWS service: those have none of a user's or role's keys. */
const human: Fixed = (key) => {
  if (key === 'aws:principalisawsservice') return { value: 'false' };
  if (key.startsWith('aws:principalservicename')) return { value: undefined };
  return null;
};

/** Searches for a request on resources of the ARN pattern. A query is for one pattern only. */
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
    checkedAgainst: null,
    // Which accounts and Regions take part is part of the question.
    facts: null,
    context: contextKeys({
      'aws:SourceVpce': endpoint.id,
      'aws:SourceVpc': endpoint.vpc,
      'aws:RequestedRegion': region,
      ...fixed,
    }),
  };
  // One action represents others that act on other types of resource, so its own type must not count.
  const resources = library.resources(resource, `${service}:`, home);
  return solveZone(setting, { action: actionOf(action), resources, pattern: resource }, 'inside', query);
}
