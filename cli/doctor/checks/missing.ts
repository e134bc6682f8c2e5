import { existingStack } from '../../../infra/preflight/existing-stack';
import { nothingMissing } from '../../../infra/preflight/next-steps';
import { switchOwner } from '../../../infra/preflight/other-deployment';
import { type Diagnosis, diagnosed, type Patient } from '../check';

/** The checks that look at what a deployment can do without, and makes good later. */
const madeGood: ReadonlySet<string> = new Set([
  'cloudtrail',
  'config',
  'security-hub',
  'custom-actions',
  'concurrency',
]);

/**
 * What the account lacked when it was deployed to (the stack's output), and whether it still does, by what the other
 * checks found. Nothing before a deployment.
 */
export function missingCheck(
  { clients, place, stack }: Patient,
  others: readonly Diagnosis[],
): Promise<readonly Diagnosis[]> {
  return diagnosed('missing', async () => {
    const name = stack ?? (await switchOwner(clients));
    const existing =
      name === undefined ? undefined : await existingStack(clients, { stack: name, region: place.region });
    const reported = existing?.outputs.get('Missing');
    if (reported === undefined) return [];
    if (reported === nothingMissing)
      return [
        { id: 'missing', condition: 'good', says: 'the account lacked nothing at the last deployment' },
      ];
    const still = others.filter(
      ({ id, condition }) => madeGood.has(id) && condition !== 'good' && isWanted(id, existing?.values),
    );
    if (still.length === 0)
      return [
        {
          id: 'missing',
          condition: 'good',
          says: `the account lacked at the last deployment: ${reported}. It is there by now; the hourly sweep makes what had to wait`,
        },
      ];
    return [
      {
        id: 'missing',
        condition: 'note',
        says: `the account lacked at the last deployment: ${reported}. Not all of it is there yet: ${[...new Set(still.map(({ id }) => id))].join(', ')}`,
        remedy:
          'Do what is said there. The hourly sweep makes what had to wait; nothing has to be deployed again.',
      },
    ];
  });
}

/** Nothing is missing that the deployment's options do not ask for. */
function isWanted(id: string, options: ReadonlyMap<string, string> | undefined): boolean {
  if (id === 'config') return options?.get('ConfigRules') !== 'none';
  return id !== 'concurrency' || options?.get('ReservedConcurrency') !== 'no';
}
