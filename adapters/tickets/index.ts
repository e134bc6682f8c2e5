import type { TicketSystem } from '../../core/model/ticket-systems';
import { opsCenterSystem } from './opscenter';
import type { TicketSystemDescriptor } from './system';

/** All ticket systems, one line each. */
export const ticketSystems: Readonly<Record<TicketSystem, TicketSystemDescriptor>> = {
  opscenter: opsCenterSystem,
};
