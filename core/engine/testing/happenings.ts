import { approve, exempt, pass, undo } from '..';
import type { Ports } from '../../model/ports';
import type { NotebookInstance } from '../../slices/notebooks';
import { fakeFindingId, ruleId } from '../../../test/fakes/fake-rule';
import { fakeNotebook } from '../../../test/fakes/world';
import { day, type Harness, hour, minute, trigger } from './harness';

/** Where something happens: the harness, its ports under the settings of that time, and the notebook concerned. */
interface Site {
  readonly h: Harness;
  readonly ports: Ports;
  readonly name: string;
}

/** What can happen to one notebook, or to all of Palisade. */
export const happenings = {
  pass: ({ ports }: Site) => pass(ports, trigger, 'account'),
  drift: changed({ DirectInternetAccess: 'Enabled', NotebookInstanceStatus: 'InService' }),
  repair: changed({ DirectInternetAccess: 'Disabled' }),
  'cannot be judged': changed({ DirectInternetAccess: undefined }),
  stop: changed({ NotebookInstanceStatus: 'Stopped' }),
  stopping: changed({ NotebookInstanceStatus: 'Stopping' }),
  'transitions end': ({ h }: Site) => {
    endTransitions(h);
  },
  delete: ({ h, name }: Site) => h.world.notebooks.delete(name),
  approve: ({ ports, name }: Site) => approve(ports, fakeFindingId(name), 'ann'),
  'approve in ticket': ({ h, name }: Site) => {
    approveInTicket(h, fakeFindingId(name));
  },
  exempt: ({ ports, name }: Site) => exempt(ports, fakeFindingId(name), 'ann', 'a demo'),
  undo: ({ ports, name }: Site) => undo(ports, fakeFindingId(name), 'ann'),
  'undo, interrupted': async ({ h, ports, name }: Site) => {
    h.world.fault = () => ({ kind: 'throttled' });
    await undo(ports, fakeFindingId(name), 'ann');
    h.world.fault = () => undefined;
  },
  damage,
  throttle: ({ h }: Site) => {
    h.world.fault = () => ({ kind: 'throttled' });
  },
  'ignore changes': ({ h }: Site) => {
    h.world.ignoresChanges = !h.world.ignoresChanges;
  },
  'lose tickets': ({ h }: Site) => {
    h.tickets.down = h.tickets.down === undefined ? new Error('down') : undefined;
  },
  'lose channel': ({ h }: Site) => {
    h.channel.down = h.channel.down === undefined ? new Error('down') : undefined;
  },
  minute: later(minute),
  hour: later(hour),
  day: later(day),
  month: later(31 * day),
  switch: ({ h }: Site) => {
    h.switch.off = h.switch.off === undefined ? 'all actions are off' : undefined;
  },
  reserve: ({ h, name }: Site) => h.ledger.reserve(ruleId, fakeFindingId(name), h.clock.now(), 20),
};

export type HappeningKind = keyof typeof happenings;

/** What happens, as often as it should. */
export const happeningKinds: readonly HappeningKind[] = [
  'pass',
  'pass',
  'drift',
  'transitions end',
  // Object.keys forgets the type of the keys.
  ...(Object.keys(happenings) as HappeningKind[]),
];

/** AWS's transitions are over. */
export function endTransitions({ world: { notebooks } }: Harness): void {
  for (const [name, one] of notebooks)
    if (one.NotebookInstanceStatus === 'Stopping')
      notebooks.set(name, { ...one, NotebookInstanceStatus: 'Stopped' });
}

/** Somebody approves what the tickets about a finding show. */
export function approveInTicket({ tickets: { all } }: Harness, id: string): void {
  for (const ticket of all.values())
    if (ticket.finding === id) all.set(ticket.id, { ...ticket, approvedBy: 'ann' });
}

/** As if what the ledger holds could not be read. */
async function damage({ h: { ledger }, name }: Site): Promise<void> {
  const opened = await ledger.open(fakeFindingId(name), 'nobody');
  if (opened === 'leased') return;
  if (opened.record !== undefined)
    await ledger.save(opened.lease, { ...opened.record, damaged: 'its fields could not be read' });
  await ledger.release(opened.lease);
}

function changed(changes: Partial<NotebookInstance>) {
  return ({ h, name }: Site): void => {
    h.world.notebooks.set(name, { ...(h.world.notebooks.get(name) ?? fakeNotebook(name)), ...changes });
  };
}

function later(ms: number) {
  return ({ h }: Site): void => {
    h.clock.pass(ms);
  };
}
