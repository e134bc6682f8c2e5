import type { PreflightProblem } from '../problem';
import type { MissingPermission, Simulation } from './simulate';

/** Disables the check, for credentials that can do more than IAM's simulation says. */
export const skipVariable = 'PALISADE_CHECK_PERMISSIONS';

/**
 * The problem if a simulation found that permissions are missing that every deployment needs; otherwise `undefined`.
 */
export function lackingPermissions(caller: string, simulation: Simulation): PreflightProblem | undefined {
  const missing = missingOf(simulation).filter(({ action }) => !isForRemoval(action));
  if (missing.length === 0) return undefined;
  return {
    says: `${caller} lacks permissions that a deployment uses:\n${byService(missing)}`,
    remedy: `Allow them, or deploy with other credentials.${organization(missing)} This is the result of IAM's simulation; if it is wrong, set ${skipVariable}=no.`,
  };
}

/**
 * The problem if permissions are missing that are only needed to remove something; otherwise `undefined`. Policies of
 * organizations often deny these, and a successful deployment does not need them.
 */
export function lackingForRemoval(caller: string, simulation: Simulation): PreflightProblem | undefined {
  const missing = missingOf(simulation).filter(({ action }) => isForRemoval(action));
  if (missing.length === 0) return undefined;
  return {
    says: `${caller} lacks permissions that are only used to remove something:\n${byService(missing)}`,
    remedy: `Without them a removal, or the rollback of a failed deployment, stops half-way.${organization(missing)}`,
  };
}

/** By the name of the call. s3:DeleteObject is different: every deployment deletes old packages in the bucket. */
function isForRemoval(action: string): boolean {
  return action !== 's3:DeleteObject' && /^[a-z0-9-]+:(Delete|Remove|Detach)/.test(action);
}

function missingOf(simulation: Simulation): readonly MissingPermission[] {
  return simulation.status === 'simulated' ? simulation.missing : [];
}

function byService(missing: readonly MissingPermission[]): string {
  const services = new Map<string, Set<string>>();
  for (const { action } of missing) {
    const [service = '', call = ''] = action.split(':');
    services.set(service, (services.get(service) ?? new Set()).add(call));
  }
  return [...services]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([service, calls]) => `  ${service}: ${[...calls].sort().join(', ')}`)
    .join('\n');
}

function organization(missing: readonly MissingPermission[]): string {
  return missing.some(({ byOrganization }) => byOrganization)
    ? ' At least one of them is denied by a policy of the organization.'
    : '';
}
