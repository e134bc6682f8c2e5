/** The ticket systems that settings may choose (`tickets.channel`); adapters/tickets has the descriptor of each. */
export const ticketSystemNames = ['opscenter'] as const;

export type TicketSystem = (typeof ticketSystemNames)[number];

/** What a person does in each, to approve the plan that a ticket shows. */
export const approvingIn: Readonly<Record<TicketSystem, string>> = {
  opscenter: 'set the status of this ticket to In progress',
};
