import { customActions } from '../../../adapters/custom-actions';
import { presentActions } from '../../../adapters/custom-actions/in-hub';
import { type Check, type Diagnosis, diagnosed } from '../check';

/** Findings are published to Security Hub, and people answer there with custom actions. */
export const hubCheck: Check = ({ clients, stack }) =>
  diagnosed('security-hub', async () => {
    const { DescribeHubCommand } = await import('@aws-sdk/client-securityhub');
    const client = await clients.securityhub();
    try {
      await client.send(new DescribeHubCommand({}));
    } catch (error) {
      // When it is off, AWS answers that the account is not subscribed.
      if (!(error instanceof Error) || error.name !== 'InvalidAccessException') throw error;
      return [
        {
          id: 'security-hub',
          condition: 'note',
          says: 'Security Hub CSPM is off in this Region: findings are in the ledger and in tickets only; a deployment works without it, and makes its custom actions once it is on',
          remedy: 'aws securityhub enable-security-hub --no-enable-default-standards',
        },
      ];
    }
    const on: Diagnosis = { id: 'security-hub', condition: 'good', says: 'Security Hub CSPM is on' };
    if (stack === undefined) return [on];
    const present = await presentActions(clients);
    const missing = customActions.filter(({ Id }) => !present.has(Id));
    if (missing.length === 0)
      return [on, { id: 'custom-actions', condition: 'good', says: 'all custom actions are there' }];
    return [
      on,
      {
        id: 'custom-actions',
        condition: 'note',
        says: `the custom actions ${missing.map(({ Id }) => Id).join(', ')} are missing`,
        remedy: 'The hourly sweep makes them; look again after the next one.',
      },
    ];
  });
