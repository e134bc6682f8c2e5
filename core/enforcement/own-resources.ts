import { parsedDocument } from '../guardrail/policy';
import { ownPath } from '../principals/protection';
import { partitionOf, type Place } from '../model/resource';
import type { AuthorizationDetails } from '../slices/principals';

/** What Palisade runs on in one account and Region, as ARNs or patterns of ARNs. */
export interface OwnResources {
  readonly functions: readonly string[];
  readonly roles: readonly string[];
  /** The parameters that hold the settings and with them the exemptions. */
  readonly settings: readonly string[];
  readonly ledger: readonly string[];
  readonly queues: readonly string[];
  readonly rules: readonly string[];
  readonly stacks: readonly string[];
  /** Where custom actions are sent from, by which people exempt, approve and undo. */
  readonly hub: readonly string[];
}

/** The functions of the template; a test compares them with infra/. */
export const ownFunctions = ['on-change', 'config-rule', 'sweep', 'on-action', 'on-deploy'] as const;

/**
 * Palisade's own resources, or `undefined` where it is not deployed. Its roles are in the data about principals, and
 * their policies name the table, the queues and the settings as CloudFormation called them; the table's name begins
 * with that of the stack, and so do those of functions and event rules.
 */
export function ownResources(
  { RoleDetailList }: Pick<AuthorizationDetails, 'RoleDetailList'>,
  { account, region }: Place,
): OwnResources | undefined {
  const arn = (service: string, name: string, place = `${region}:${account}`): string =>
    `arn:${partitionOf(region)}:${service}:${place}:${name}`;
  const roles = RoleDetailList.filter(({ Arn }) => Arn.includes(`:role${ownPath}palisade-${region}-`));
  if (roles.length === 0) return undefined;
  const named = new Set(
    roles.flatMap(({ RolePolicyList }) =>
      (RolePolicyList ?? []).flatMap(({ PolicyDocument }) => arnsIn(parsedDocument(PolicyDocument))),
    ),
  );
  const those = (pattern: RegExp, otherwise: string): readonly string[] => {
    const found = [...named].filter((one) => pattern.test(one)).sort();
    return found.length > 0 ? found : [otherwise];
  };
  const ledger = those(/:dynamodb:[^:]*:\d+:table\/[^/*]+$/, arn('dynamodb', 'table/palisade-*-Ledger-*'));
  const stack = /:table\/(.+)-Ledger-[^-]*$/.exec(ledger[0] ?? '')?.[1] ?? 'palisade-*';
  const functions = ownFunctions.map((name) => arn('lambda', `function:${stack}-${name}`));
  return {
    functions,
    roles: [arn('iam', `role${ownPath}palisade-${region}-*`, `:${account}`)],
    // Central settings are another account's; nobody here can change them.
    settings: those(
      new RegExp(`:ssm:[^:]*:${account}:parameter/[^*]+$`),
      arn('ssm', 'parameter/palisade/settings'),
    ),
    ledger,
    queues: those(/:sqs:[^:]*:\d+:[^*]+$/, arn('sqs', 'palisade-*')),
    rules: [arn('events', `rule/${stack}-*`)],
    stacks: [arn('cloudformation', `stack/${stack}/*`)],
    hub: [arn('securityhub', 'hub/default')],
  };
}

/** Every ARN that stands anywhere in a document. */
function arnsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.startsWith('arn:') ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(arnsIn) : [];
}
