import { hasEnded } from '../../core/endpoints/changeable';
import { policySupport } from '../../core/endpoints/policy-support';
import { isFullAccess } from '../../core/endpoints/policy-text';
import { endpointQuestion } from '../../core/endpoints/question';
import { endpointOpenness } from '@palisade/iam';
import type { Verdict } from '../../core/model/rule';
import type { Settings } from '../../core/settings';
import type { VpcEndpoint } from '../../core/slices/endpoints';
import type { Snapshot } from '../../core/model/snapshot';

/** A request that the policy lets through although its caller or its resource belongs to another account. */
export type Evidence = {
  readonly service: string;
  readonly vpcId: string;
  /** What belongs to another account: the caller, or the resource that one's own caller reaches. */
  readonly foreign: 'principal' | 'resource';
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** The whole context of the request, as condition keys. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly statement: string;
  /** Whether the policy is AWS's default, which allows everything. */
  readonly fullAccess: boolean;
};

/**
 * Passes when the endpoint policy is proved to let through only one's own principals, and only to one's own resources
 * and to those that AWS offers to everybody, for every action of the service.
 */
export function evaluate(endpoint: VpcEndpoint, snapshot: Snapshot, settings: Settings): Verdict<Evidence> {
  if (hasEnded(endpoint))
    return { status: 'not-applicable', because: `the endpoint is ${endpoint.State.toLowerCase()}` };
  const support = policySupport(endpoint.ServiceName, snapshot);
  if (support.status === 'no')
    return { status: 'not-applicable', because: `${endpoint.ServiceName} takes no endpoint policy` };
  if (support.status === 'unknown') return { status: 'unknown', missing: [support.because] };
  const { PolicyDocument } = endpoint;
  if (PolicyDocument === undefined)
    return {
      status: 'unknown',
      missing: [`endpoints: the policy of ${endpoint.VpcEndpointId} was not read`],
    };

  const found = endpointOpenness(PolicyDocument, endpointQuestion(endpoint, snapshot.place, settings));
  if (found.status === 'closed') return { status: 'pass' };
  if (found.status === 'unknown')
    return { status: 'unknown', missing: found.missing.map((what) => `the endpoint policy: ${what}`) };
  const { action, resource, context } = found.witness;
  const evidence: Evidence = {
    service: endpoint.ServiceName,
    vpcId: endpoint.VpcId,
    foreign: found.foreign,
    principal: String(context['aws:PrincipalArn']),
    action,
    resource,
    context,
    statement: found.allowedBy,
    fullAccess: isFullAccess(PolicyDocument),
  };
  return { status: 'fail', message: inWords(evidence), evidence };
}

function inWords({ foreign, principal, action, resource, context, statement, fullAccess }: Evidence): string {
  const whose =
    foreign === 'principal'
      ? 'lets principals of other accounts through'
      : 'lets your principals through to resources of other accounts';
  const organizations = ['aws:PrincipalOrgID', 'aws:ResourceOrgID']
    .flatMap((key) => context[key] ?? [])
    .filter((id) => id.startsWith('o-'));
  const hint =
    organizations.length === 0
      ? ''
      : ` If ${[...new Set(organizations)].join(' or ')} is your organization, name it in perimeter.organization.`;
  const why = fullAccess ? ', which is the full access that AWS gives where no policy is written' : '';
  return `the endpoint policy ${whose}: ${principal} may call ${action} on ${resource}, for example, by ${statement}${why}.${hint}`;
}
