import type { TicketSystem } from '../../core/model/ticket-systems';
import { opsCenterSystem } from './opscenter';
import type { TicketSystemDescriptor } from './system';

/** Every ticket system, one line each. */
export const ticketSystems: Readonly<Record<TicketSystem, TicketSystemDescriptor>> = {
  opscenter: opsCenterSystem,
};
