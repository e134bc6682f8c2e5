import type { Problem } from '../problem';
import type { Simulation } from './simulate';

/** Turns the question off, for credentials that can do more than IAM's simulation says. */
export const skipVariable = 'PALISADE_CHECK_PERMISSIONS';

/** What a simulation found to be missing, by service; `undefined` where nothing is. */
export function lackingPermissions(caller: string, simulation: Simulation): Problem | undefined {
  if (simulation.status !== 'simulated' || simulation.missing.length === 0) return undefined;
  const services = new Map<string, Set<string>>();
  for (const { action } of simulation.missing) {
    const [service = '', call = ''] = action.split(':');
    services.set(service, (services.get(service) ?? new Set()).add(call));
  }
  const lines = [...services]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([service, calls]) => `  ${service}: ${[...calls].sort().join(', ')}`);
  const scp = simulation.byOrganization
    ? ' At least one of them is denied by a policy of the organization.'
    : '';
  return {
    says: `${caller} lacks permissions that a deployment uses:\n${lines.join('\n')}`,
    remedy: `Allow them, or deploy with other credentials.${scp} IAM's simulation says so; where it is wrong, set ${skipVariable}=no.`,
  };
}
