import { approve, exempt, pass, undo } from '..';
import type { Ports } from '../../model/ports';
import type { NotebookInstance } from '../../slices/notebooks';
import { fakeFindingId, ruleId } from '../../../test/fakes/fake-rule';
import { fakeNotebook } from '../../../test/fakes/world';
import { type Harness, trigger } from './harness';
import { day, hour, minute } from '../time';

/** The context of a happening: the harness, its ports under the settings of that time, and the name of the notebook. */
interface HappeningContext {
  readonly h: Harness;
  readonly ports: Ports;
  readonly name: string;
}

/** What can happen to one notebook, or to all of Palisade. */
export const happenings = {
  pass: ({ ports }: HappeningContext) => pass(ports, trigger, 'account'),
  drift: changed({ DirectInternetAccess: 'Enabled', NotebookInstanceStatus: 'InService' }),
  repair: changed({ DirectInternetAccess: 'Disabled' }),
  'cannot be judged': changed({ DirectInternetAccess: undefined }),
  stop: changed({ NotebookInstanceStatus: 'Stopped' }),
  stopping: changed({ NotebookInstanceStatus: 'Stopping' }),
  'transitions end': ({ h }: HappeningContext) => {
    endTransitions(h);
  },
  delete: ({ h, name }: HappeningContext) => h.world.notebooks.delete(name),
  approve: ({ ports, name }: HappeningContext) => approve(ports, fakeFindingId(name), 'ann'),
  'approve in ticket': ({ h, name }: HappeningContext) => {
    approveInTicket(h, fakeFindingId(name));
  },
  exempt: ({ ports, name }: HappeningContext) => exempt(ports, fakeFindingId(name), 'ann', 'a demo'),
  undo: ({ ports, name }: HappeningContext) => undo(ports, fakeFindingId(name), 'ann'),
  'undo, interrupted': async ({ h, ports, name }: HappeningContext) => {
    h.world.fault = () => ({ kind: 'throttled' });
    await undo(ports, fakeFindingId(name), 'ann');
    h.world.fault = () => undefined;
  },
  damage,
  throttle: ({ h }: HappeningContext) => {
    h.world.fault = () => ({ kind: 'throttled' });
  },
  'ignore changes': ({ h }: HappeningContext) => {
    h.world.ignoresChanges = !h.world.ignoresChanges;
  },
  'lose tickets': ({ h }: HappeningContext) => {
    h.tickets.down = h.tickets.down === undefined ? new Error('down') : undefined;
  },
  'lose channel': ({ h }: HappeningContext) => {
    h.channel.down = h.channel.down === undefined ? new Error('down') : undefined;
  },
  minute: later(minute),
  hour: later(hour),
  day: later(day),
  month: later(31 * day),
  switch: ({ h }: HappeningContext) => {
    h.switch.off = h.switch.off === undefined ? 'all actions are off' : undefined;
  },
  reserve: ({ h, name }: HappeningContext) =>
    h.ledger.reserve(ruleId, fakeFindingId(name), h.clock.now(), 20),
};

export type HappeningKind = keyof typeof happenings;

/** The kinds of happening, with the frequent ones repeated. */
export const happeningKinds: readonly HappeningKind[] = [
  'pass',
  'pass',
  'drift',
  'transitions end',
  // Object.keys forgets the type of the keys.
  ...(Object.keys(happenings) as HappeningKind[]),
];

/** Ends AWS's transitions. */
export function endTransitions({ world: { notebooks } }: Harness): void {
  for (const [name, one] of notebooks)
    if (one.NotebookInstanceStatus === 'Stopping')
      notebooks.set(name, { ...one, NotebookInstanceStatus: 'Stopped' });
}

/** Approves the plan in the tickets about a finding, as a person would. */
export function approveInTicket({ tickets: { all } }: Harness, id: string): void {
  for (const ticket of all.values())
    if (ticket.finding === id) all.set(ticket.id, { ...ticket, approvedBy: 'ann' });
}

/** Marks the record of a finding as unreadable. */
async function damage({ h: { ledger }, name }: HappeningContext): Promise<void> {
  const opened = await ledger.open(fakeFindingId(name), 'nobody');
  if (opened === 'leased') return;
  if (opened.record !== undefined)
    await ledger.save(opened.lease, { ...opened.record, damaged: 'its fields could not be read' });
  await ledger.release(opened.lease);
}

function changed(changes: Partial<NotebookInstance>) {
  return ({ h, name }: HappeningContext): void => {
    h.world.notebooks.set(name, { ...(h.world.notebooks.get(name) ?? fakeNotebook(name)), ...changes });
  };
}

function later(ms: number) {
  return ({ h }: HappeningContext): void => {
    h.clock.pass(ms);
  };
}
