import type { OpsItem, SSMClient } from '@aws-sdk/client-ssm';
import type { TicketRef } from '../../../core/model/ledger';
import type { ChannelOffError, GivenApproval, Tickets, TicketText } from '../../../core/model/ports';
import type { TicketSystem } from '../../../core/model/ticket-systems';
import { approvedStatus, content, data, dedup, dataText, ticketSource } from './items';
import { whyOff } from './why-off';

const channel: TicketSystem = 'opscenter';

/**
 * Tickets as OpsItems of Systems Manager OpsCenter, one per finding. OpsCenter refuses a second open item with the same
 * dedup string, so a repeated creation, or one without a response, cannot make two. Its quotas (10,000 a month, 500,000
 * in all) are shared with everything else in the account. Once one is reached, or creating is denied, this instance
 * does not try to create any more, so that a pass over many findings meets the refusal once. Existing items are still
 * updated.
 */
export function opsCenter(clients: { readonly ssm: () => Promise<SSMClient> }): Tickets {
  let off: ChannelOffError | undefined;

  async function create(ticket: TicketText): Promise<string> {
    const { CreateOpsItemCommand, OpsItemAlreadyExistsException } = await import('@aws-sdk/client-ssm');
    if (off !== undefined) throw off;
    const ssm = await clients.ssm();
    try {
      const { OpsItemId } = await ssm.send(
        new CreateOpsItemCommand({
          Source: ticketSource,
          Category: 'Security',
          ...content(ticket),
          OperationalData: { ...data(ticket), '/aws/dedup': dedup(ticket) },
        }),
      );
      if (OpsItemId === undefined) throw new Error('ssm:CreateOpsItem answered without an OpsItemId');
      return OpsItemId;
    } catch (error) {
      off = whyOff(error);
      if (off !== undefined) throw off;
      if (!(error instanceof OpsItemAlreadyExistsException) || error.OpsItemId === undefined) throw error;
      await update(error.OpsItemId, ticket);
      return error.OpsItemId;
    }
  }

  async function update(id: string, ticket: TicketText, status?: 'Open'): Promise<void> {
    const { UpdateOpsItemCommand } = await import('@aws-sdk/client-ssm');
    await (
      await clients.ssm()
    ).send(
      new UpdateOpsItemCommand({
        OpsItemId: id,
        ...content(ticket),
        OperationalData: data(ticket),
        ...(status === undefined ? {} : { Status: status }),
      }),
    );
  }

  /** The item; `undefined` if it does not exist or was deleted. */
  async function itemOf(id: string): Promise<OpsItem | undefined> {
    const { GetOpsItemCommand, OpsItemNotFoundException } = await import('@aws-sdk/client-ssm');
    try {
      const { OpsItem } = await (await clients.ssm()).send(new GetOpsItemCommand({ OpsItemId: id }));
      return OpsItem;
    } catch (error) {
      if (error instanceof OpsItemNotFoundException) return undefined;
      throw error;
    }
  }

  return {
    /**
     * Reopens an item that somebody resolved while the finding still fails: there is one ticket per finding, which
     * keeps its history. To silence it, a person grants an exemption. After a finding was over, a new episode gets a
     * new item.
     */
    raise: async (ticket, known) => {
      const open = { channel, open: true, digest: ticket.digest };
      const status = known?.open === true ? (await itemOf(known.id))?.Status : undefined;
      if (known === undefined || status === undefined) return { ...open, id: await create(ticket) };
      // An approval is for the plan that was shown when it was given. By now it was used, or it came too late.
      if (status === 'Resolved' || (ticket.asks && status === approvedStatus))
        await update(known.id, ticket, 'Open');
      else if (known.digest !== ticket.digest) await update(known.id, ticket);
      return { ...open, id: known.id };
    },
    close: async (known, word) => {
      const { UpdateOpsItemCommand, OpsItemNotFoundException } = await import('@aws-sdk/client-ssm');
      const closed: TicketRef = { ...known, open: false };
      try {
        await (
          await clients.ssm()
        ).send(
          new UpdateOpsItemCommand({
            OpsItemId: known.id,
            Status: 'Resolved',
            OperationalData: { 'palisade/resolution': dataText(word) },
          }),
        );
      } catch (error) {
        if (!(error instanceof OpsItemNotFoundException)) throw error;
      }
      return closed;
    },
    approval: async ({ id }) => {
      const item = await itemOf(id);
      if (item?.Status !== approvedStatus) return undefined;
      return approvalOf(id, item);
    },
    about: async (id) => (await itemOf(id))?.OperationalData?.['palisade/finding']?.Value,
    approved: async () => {
      const { paginateDescribeOpsItems } = await import('@aws-sdk/client-ssm');
      const pages = paginateDescribeOpsItems(
        { client: await clients.ssm() },
        {
          OpsItemFilters: [
            { Key: 'Source', Values: [ticketSource], Operator: 'Equal' },
            { Key: 'Status', Values: [approvedStatus], Operator: 'Equal' },
          ],
        },
      );
      const given = new Map<string, GivenApproval>();
      for await (const { OpsItemSummaries } of pages)
        for (const item of OpsItemSummaries ?? [])
          if (item.OpsItemId !== undefined) given.set(item.OpsItemId, approvalOf(item.OpsItemId, item));
      return given;
    },
  };
}

function approvalOf(
  id: string,
  { LastModifiedBy = 'somebody' }: { LastModifiedBy?: string | undefined },
): GivenApproval {
  return { by: `${LastModifiedBy}, who set ${id} in progress` };
}
