import type { ContextEntry, EvaluationResult, IAMClient } from '@aws-sdk/client-iam';
import { splitArn } from '@palisade/iam';
import { messageOf } from '../../../adapters/errors';
import type { Needed } from './needed';

/** A permission that a principal lacks. */
export interface MissingPermission extends Needed {
  /** Whether a policy of the organization denies it, and not one of the account. */
  readonly byOrganization: boolean;
}

/** The result of IAM's simulation. */
export type Simulation =
  | { readonly status: 'simulated'; readonly missing: readonly MissingPermission[] }
  | { readonly status: 'not-simulated'; readonly because: string };

/**
 * Asks IAM which of these permissions a principal lacks (SimulatePrincipalPolicy). A permission that depends on unknown
 * context (tags, MFA) does not count as missing, because the check must not stop anybody who can deploy.
 * @param caller the ARN from GetCallerIdentity
 */
export async function simulatePermissions(
  iam: IAMClient,
  caller: string,
  region: string,
  needed: readonly Needed[],
): Promise<Simulation> {
  try {
    const principal = await simulable(iam, caller);
    if (principal === undefined)
      return { status: 'not-simulated', because: `IAM simulates users and roles only, not ${caller}` };
    const missing: MissingPermission[] = [];
    for (const [resource, actions] of byResource(needed)) {
      for (const result of await results(iam, principal, region, resource, actions)) {
        if (!isMissing(result)) continue;
        const byOrganization = result.OrganizationsDecisionDetail?.AllowedByOrganizations === false;
        missing.push({ action: result.EvalActionName ?? '', resource, byOrganization });
      }
    }
    return { status: 'simulated', missing };
  } catch (error) {
    return { status: 'not-simulated', because: messageOf(error) };
  }
}

/** The ARN that IAM can simulate: the user's own, or that of a session's role, with its path. */
async function simulable(iam: IAMClient, caller: string): Promise<string | undefined> {
  const { service, resource = '' } = splitArn(caller) ?? {};
  if (service === 'iam' && resource.startsWith('user/')) return caller;
  const RoleName = /^assumed-role\/([^/]+)\//.exec(resource)?.[1];
  if (service !== 'sts' || RoleName === undefined) return undefined;
  const { GetRoleCommand } = await import('@aws-sdk/client-iam');
  return (await iam.send(new GetRoleCommand({ RoleName }))).Role?.Arn;
}

function byResource(needed: readonly Needed[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { action, resource } of needed) groups.set(resource, [...(groups.get(resource) ?? []), action]);
  return groups;
}

async function results(
  iam: IAMClient,
  PolicySourceArn: string,
  region: string,
  resource: string,
  ActionNames: readonly string[],
): Promise<readonly EvaluationResult[]> {
  const { paginateSimulatePrincipalPolicy } = await import('@aws-sdk/client-iam');
  const pages = paginateSimulatePrincipalPolicy(
    { client: iam },
    {
      PolicySourceArn,
      ActionNames: [...ActionNames],
      ResourceArns: [resource],
      ContextEntries: context(region),
    },
  );
  const found: EvaluationResult[] = [];
  for await (const { EvaluationResults = [] } of pages) found.push(...EvaluationResults);
  return found;
}

/** The context of CloudFormation's calls to IAM. */
const context = (region: string): ContextEntry[] => [
  entry('aws:RequestedRegion', 'string', region),
  entry('aws:CalledVia', 'stringList', 'cloudformation.amazonaws.com'),
  entry('aws:SecureTransport', 'boolean', 'true'),
  entry('iam:PassedToService', 'string', 'lambda.amazonaws.com'),
];

const entry = (name: string, type: ContextEntry['ContextKeyType'], value: string): ContextEntry => ({
  ContextKeyName: name,
  ContextKeyType: type,
  ContextKeyValues: [value],
});

function isMissing({
  EvalDecision,
  MissingContextValues = [],
  ResourceSpecificResults = [],
}: EvaluationResult): boolean {
  if (EvalDecision === 'allowed') return false;
  const unknown = [
    ...MissingContextValues,
    ...ResourceSpecificResults.flatMap(({ MissingContextValues: values }) => values ?? []),
  ];
  return unknown.length === 0;
}
