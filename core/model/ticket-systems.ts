/** The ticket systems that settings may choose (`tickets.channel`); their descriptors are in adapters/tickets. */
export const ticketSystemNames = ['opscenter'] as const;

export type TicketSystem = (typeof ticketSystemNames)[number];

/** What a person does in each system to approve the plan in a ticket. */
export const approvingIn: Readonly<Record<TicketSystem, string>> = {
  opscenter: 'set the status of this ticket to In progress',
};
