import { regional } from '../../../core/model/call';
import type { TicketSystemDescriptor } from '../system';
import { approvals } from './approvals';
import { openItems } from './open-items';
import { opsCenter } from './tickets';

/** Systems Manager OpsCenter. */
export const opsCenterSystem: TicketSystemDescriptor = {
  title: 'OpsCenter',
  open: opsCenter,
  grants: {
    tickets: [
      { sid: 'Tickets', calls: ['ssm:GetOpsItem', 'ssm:UpdateOpsItem'], on: regional('ssm', 'opsitem/*') },
      // CreateOpsItem has no resource types (service authorization reference), so allowing it only on opsitem/* may
      // deny it.
      { sid: 'NewTickets', calls: ['ssm:CreateOpsItem'], on: '*' },
    ],
    // DescribeOpsItems has no resource-level permissions.
    approved: [{ sid: 'ApprovedTickets', calls: ['ssm:DescribeOpsItems'], on: '*' }],
  },
  approvals,
  probe: async ({ ssm }) => {
    const { DescribeOpsItemsCommand } = await import('@aws-sdk/client-ssm');
    await (await ssm()).send(new DescribeOpsItemsCommand({ MaxResults: 1 }));
  },
  left: async (clients) =>
    (await openItems(clients)).map(({ OpsItemId: id = '', Title }) => ({
      id,
      what: `OpsItem ${id}: ${Title ?? ''}`,
      closing: { call: 'ssm:UpdateOpsItem', input: { OpsItemId: id, Status: 'Resolved' } },
    })),
};
