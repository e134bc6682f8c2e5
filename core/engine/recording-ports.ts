import type { Performed } from '../model/call';
import type { Ledger } from '../model/ledger';
import type { AnyStep } from '../model/plan';
import type { Ports, Tickets } from '../model/ports';
import type { Rule } from '../model/rule';
import type { Snapshot } from '../model/snapshot';
import { overlayLedger } from './overlay-ledger';
import { withoutTaken } from './steps-left';

/** Ports with which the engine runs without changing anything, and a record of what it did through them. */
export interface Recording {
  readonly ports: Ports;
  /** The calls that would have been made, in order. */
  readonly performed: readonly Performed[];
  /** The steps that would have been taken for a finding, in order. */
  readonly taken: (finding: string) => readonly AnyStep[];
  /** The decision that led to these steps. */
  readonly decided: (finding: string) => string | undefined;
  /** Ids of the findings whose ticket would have been opened or updated. */
  readonly raised: ReadonlySet<string>;
  /** Ids of the tickets that would have been closed. */
  readonly closed: ReadonlySet<string>;
}

/**
 * The ports of a dry run. AWS is really read, but only once, since nothing changes it. A step that was taken counts
 * as done. Tickets, records and budgets are kept in memory, nothing is published, and pauses return immediately.
 */
export function recordingPorts(real: Ports): Recording {
  const performed: Performed[] = [];
  const steps = new Map<string, readonly AnyStep[]>();
  const raised = new Set<string>();
  const closed = new Set<string>();
  const taken = (finding: string): readonly AnyStep[] => steps.get(finding) ?? [];
  const decided = new Map<string, string | undefined>();
  const overlay = overlayLedger(real.ledger);
  const ledger: Ledger = {
    ...overlay,
    save: (lease, record, audit, then) => {
      if (audit?.event === 'intent') decided.set(lease.id, audit.decided);
      return overlay.save(lease, record, audit, then);
    },
  };
  let snapshot: Promise<Snapshot> | undefined;
  let stopped: Promise<string | undefined> | undefined;
  const rules: readonly Rule[] = real.rules.map((rule) => withoutTaken(rule, (id) => taken(id).length));
  const ports: Ports = {
    ...real,
    rules,
    ledger,
    // The first request covers the whole scope; later ones are about one resource in it.
    gather: (request) => (snapshot ??= real.gather(request)),
    stopped: () => (stopped ??= real.stopped()),
    perform: (_, step) => {
      performed.push(step);
      return Promise.resolve();
    },
    tickets: recordingTickets(real.tickets, raised, closed),
    channels: [],
    followUp: () => Promise.resolve(),
    pause: () => Promise.resolve(),
    tell: (event) => {
      if (event.type !== 'performed') return;
      const { id } = event.finding;
      steps.set(id, [...taken(id), event.step]);
    },
  };
  return {
    ports,
    performed,
    taken,
    decided: (finding) => decided.get(finding),
    raised,
    closed,
  };
}

/**
 * Reads approvals from the real ticket system, all in one call, which every function is permitted to make. Writes are
 * only recorded.
 */
function recordingTickets(real: Tickets, raised: Set<string>, closed: Set<string>): Tickets {
  let approved: ReturnType<Tickets['approved']> | undefined;
  const allApproved = () => (approved ??= real.approved());
  return {
    raise: ({ finding, digest }, known) => {
      raised.add(finding.id);
      return Promise.resolve({ channel: 'dry run', id: finding.id, ...known, open: true, digest });
    },
    close: (known) => {
      closed.add(known.id);
      return Promise.resolve({ ...known, open: false });
    },
    approval: async ({ id }) => (await allApproved()).get(id),
    about: (ticketId) => real.about(ticketId),
    approved: allApproved,
  };
}
