import type { PolicySet, PolicySource } from '@palisade/iam';
import type { OrganizationPolicies } from '../slices/organization-policies';
import { withinReach } from './rcp-reach';
import { rcpServices } from './rcp-services';

type Levels = Pick<PolicySet, 'scps' | 'rcps'>;

const none: Levels = { scps: [], rcps: [] };

/**
 * What an organization adds to the policies of an account's principals, root first.
 *
 * - Its management account is bound by neither kind (Organizations user guide, "SCP effects on permissions" and
 *   "Resources and entities not restricted by RCPs"; read 30 November 2026).
 * - `RCPFullAWSAccess` is attached to every level and cannot be detached, so no level of resource control policies
 *   lacks an Allow, whatever was exported. They reach only some services (`rcpServices`).
 */
export function organizationLevels(organization: OrganizationPolicies | undefined, account: string): Levels {
  if (organization === undefined || organization.managementAccount === account) return none;
  return {
    scps: labelled(organization.scps, 'service control policy'),
    rcps: labelled(organization.rcps, 'resource control policy').flatMap((level) => {
      const reaching = level.flatMap(({ label, document }): readonly PolicySource[] => {
        const left = withinReach(document);
        return left === undefined ? [] : [{ label, document: left }];
      });
      // A level of the full access alone restricts nothing.
      return reaching.length === 0 ? [] : [[fullAccess, ...reaching]];
    }),
  };
}

/**
 * The policies without resource control policies where these reach none of the actions, so that no answer names one
 * that has no say in it.
 */
export function policiesAbout(actions: readonly string[], policies: PolicySet): PolicySet {
  const isReached = (action: string): boolean =>
    rcpServices.includes(action.slice(0, action.indexOf(':')).toLowerCase());
  return policies.rcps.length === 0 || actions.some(isReached) ? policies : { ...policies, rcps: [] };
}

/** AWS's own policy, which is part of every level. */
const fullAccess: PolicySource = {
  label: 'resource control policy RCPFullAWSAccess',
  document: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
  },
};

function labelled(levels: readonly (readonly unknown[])[], name: string): readonly PolicySource[][] {
  return levels.map((level, depth) =>
    level.map((document, index) => ({ label: `${name} ${index} of level ${depth}`, document })),
  );
}
