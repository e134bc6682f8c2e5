import { parsedDocument } from '../guardrail/policy';
import { ownPath } from '../principals/protection';
import { partitionOf, type Place } from '../model/resource';
import type { AuthorizationDetails } from '../slices/principals';
import { valuesIn } from '../model/json';

/** The resources that Palisade runs on in one account and Region, as ARNs or patterns of ARNs. */
export interface OwnResources {
  readonly functions: readonly string[];
  readonly roles: readonly string[];
  /** The parameters that store the settings, and with them the exemptions. */
  readonly settings: readonly string[];
  readonly ledger: readonly string[];
  readonly queues: readonly string[];
  readonly rules: readonly string[];
  readonly stacks: readonly string[];
  /** The Security Hub from which people send the custom actions that exempt, approve and undo. */
  readonly hub: readonly string[];
}

/** The functions of the template; a test compares them with infra/. */
export const ownFunctions = ['on-change', 'config-rule', 'sweep', 'on-action', 'on-deploy'] as const;

/**
 * Palisade's own resources, or `undefined` if it is not deployed here. They are derived from its roles, which are in
 * the data about principals: the policies of the roles name the table, the queues and the settings parameters as
 * CloudFormation called them. The name of the table begins with the name of the stack, and so do those of functions
 * and event rules.
 */
export function ownResources(
  { RoleDetailList }: Pick<AuthorizationDetails, 'RoleDetailList'>,
  place: Place,
): OwnResources | undefined {
  const { account, region } = place;
  const arn = (service: string, name: string, scope = `${region}:${account}`): string =>
    `arn:${partitionOf(place)}:${service}:${scope}:${name}`;
  const roles = RoleDetailList.filter(({ Arn }) => Arn.includes(`:role${ownPath}palisade-${region}-`));
  if (roles.length === 0) return undefined;
  const named = new Set(
    roles.flatMap(({ RolePolicyList }) =>
      (RolePolicyList ?? []).flatMap(({ PolicyDocument }) => arnsIn(parsedDocument(PolicyDocument))),
    ),
  );
  const matching = (pattern: RegExp, otherwise: string): readonly string[] => {
    const found = [...named].filter((text) => pattern.test(text)).sort();
    return found.length > 0 ? found : [otherwise];
  };
  const ledger = matching(/:dynamodb:[^:]*:\d+:table\/[^/*]+$/, arn('dynamodb', 'table/palisade-*-Ledger-*'));
  const stack = /:table\/(.+)-Ledger-[^-]*$/.exec(ledger[0] ?? '')?.[1] ?? 'palisade-*';
  const functions = ownFunctions.map((name) => arn('lambda', `function:${stack}-${name}`));
  return {
    functions,
    roles: [arn('iam', `role${ownPath}palisade-${region}-*`, `:${account}`)],
    // Central settings belong to another account, so nobody in this one can change them.
    settings: matching(
      new RegExp(`:ssm:[^:]*:${account}:parameter/[^*]+$`),
      arn('ssm', 'parameter/palisade/settings'),
    ),
    ledger,
    queues: matching(/:sqs:[^:]*:\d+:[^*]+$/, arn('sqs', 'palisade-*')),
    rules: [arn('events', `rule/${stack}-*`)],
    stacks: [arn('cloudformation', `stack/${stack}/*`)],
    hub: [arn('securityhub', 'hub/default')],
  };
}

/** All ARNs anywhere in a document. */
function arnsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.startsWith('arn:') ? [value] : [];
  return valuesIn(value).flatMap(arnsIn);
}
