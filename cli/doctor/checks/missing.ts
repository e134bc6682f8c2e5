import { existingStack } from '../../../infra/preflight/existing-stack';
import { nothingMissing } from '../../../infra/preflight/next-steps';
import { switchOwner } from '../../../infra/preflight/other-deployment';
import { type Diagnosis, diagnosed, type Patient } from '../check';

/** The checks of what a deployment can do without: whatever was missing then is set up later. */
const setUpLater: ReadonlySet<string> = new Set([
  'cloudtrail',
  'config',
  'security-hub',
  'custom-actions',
  'concurrency',
]);

/**
 * What the account lacked when Palisade was deployed (an output of the stack), and whether it still does according to
 * the other checks. No diagnosis before a deployment.
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
      ({ id, condition }) => setUpLater.has(id) && condition !== 'good' && isWanted(id, existing?.values),
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

/** Whether the deployment's options ask for it: otherwise it is not missing. */
function isWanted(id: string, options: ReadonlyMap<string, string> | undefined): boolean {
  if (id === 'config') return options?.get('ConfigRules') !== 'none';
  return id !== 'concurrency' || options?.get('ReservedConcurrency') !== 'no';
}
