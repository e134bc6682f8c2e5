import { lackingForRemoval, lackingPermissions } from '../../../infra/preflight/permissions/lacking';
import { neededPermissions } from '../../../infra/preflight/permissions/needed';
import { simulatePermissions } from '../../../infra/preflight/permissions/simulate';
import { partitionOf } from '../../../core/model/resource';
import { type Check, diagnosed } from '../check';
import { defaultStack } from './stack';

/**
 * Whether these credentials could deploy: the same check that `npx serverless deploy` makes before it changes anything.
 */
export const deployerCheck: Check = ({ clients, place, stack }) =>
  diagnosed('deployer', async () => {
    const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
    const { Arn = '' } = await (await clients.sts()).send(new GetCallerIdentityCommand({}));
    const scope = { ...place, partition: partitionOf(place), stack: stack ?? defaultStack };
    const simulation = await simulatePermissions(
      await clients.iam(),
      Arn,
      place.region,
      neededPermissions(scope),
    );
    if (simulation.status === 'not-simulated')
      return [
        {
          id: 'deployer',
          condition: 'note',
          says: `whether these credentials could deploy was not found out: ${simulation.because}`,
          remedy: 'Allow them iam:SimulatePrincipalPolicy and iam:GetRole, or deploy and see.',
        },
      ];
    const lacking = lackingPermissions(Arn, simulation);
    const problems = [lacking, lackingForRemoval(Arn, simulation)].filter((one) => one !== undefined);
    if (problems.length > 0)
      return problems.map(({ says, remedy }) => ({ id: 'deployer', condition: 'note', says, remedy }));
    return [
      { id: 'deployer', condition: 'good', says: 'these credentials may do all that a deployment does' },
    ];
  });
