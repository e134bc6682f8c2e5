import type { Call } from '../../account/account';
import { isAllowed, principalContext } from '../../authorization/evaluate';
import { isRecord } from '../../protocol/shape';
import { given } from '../support';
import { IAM_SLOT, noSuchEntity, type Principal } from './state';

interface SimulateInput {
  readonly PolicySourceArn?: string | undefined;
  readonly ActionNames?: readonly string[] | undefined;
  readonly ResourceArns?: readonly string[] | undefined;
  readonly ContextEntries?:
    | readonly {
        readonly ContextKeyName?: string | undefined;
        readonly ContextKeyValues?: readonly string[] | undefined;
      }[]
    | undefined;
}

type Document = Record<string, unknown>;

/**
 * Each action on each resource, by the principal's own policies and its boundary. Whoever is nobody in particular here
 * may do everything. Which context keys were missing is not told, and answers are never cut into pages.
 */
export function simulatePrincipalPolicy(input: SimulateInput, call: Call) {
  const arn = given(input.PolicySourceArn);
  const layers = layersOf(arn, call);
  const context = {
    ...principalContext(arn, {}),
    ...Object.fromEntries(
      (input.ContextEntries ?? []).map(({ ContextKeyName = '', ContextKeyValues = [] }) => [
        ContextKeyName,
        ContextKeyValues,
      ]),
    ),
  };
  const resources = input.ResourceArns ?? ['*'];
  const EvaluationResults = (input.ActionNames ?? []).flatMap((action) =>
    resources.map((resource) => ({
      EvalActionName: action,
      EvalResourceName: resource,
      EvalDecision: isAllowed({ ...layers, scps: [], rcps: [] }, { action, resource, context })
        ? 'allowed'
        : 'implicitDeny',
      MatchedStatements: [],
      MissingContextValues: [],
    })),
  );
  return { EvaluationResults, IsTruncated: false };
}

function layersOf(arn: string, call: Call): { identity: Document[]; boundary: Document | null } {
  if (arn.endsWith(':user/sandbox-admin')) return { identity: [everything], boundary: null };
  const { users, roles, groups } = call.account.store.current(IAM_SLOT, call.account.region);
  const kind = arn.includes(':user/') ? users : roles;
  const principal = [...kind.values()].find((one) => one.arn === arn);
  if (principal === undefined) throw noSuchEntity(`The principal ${arn} cannot be found.`);
  const all = [principal, ...principal.groups.flatMap((name) => groups.get(name) ?? [])];
  const boundary = principal.boundary === undefined ? undefined : managed(principal.boundary, call);
  return {
    identity: all.flatMap((one) => documentsOf(one, call)),
    boundary: principal.boundary === undefined ? null : (boundary ?? { Statement: [] }),
  };
}

const everything: Document = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

function documentsOf({ inline, attached }: Principal, call: Call): Document[] {
  const own = [...inline.values()].map((text) => parsed(text));
  return [...own, ...attached.map((arn) => managed(arn, call)).filter((one) => one !== undefined)];
}

function managed(arn: string, call: Call): Document | undefined {
  const policy = call.account.store.current(IAM_SLOT, call.account.region).policies.get(arn);
  const version = policy?.versions.find(({ id }) => id === policy.defaultVersion);
  return version === undefined ? undefined : parsed(version.document);
}

function parsed(text: string): Document {
  const value: unknown = JSON.parse(text);
  return isRecord(value) ? { ...value } : {};
}
