import fc from 'fast-check';
import type { Scope } from '..';
import type { Perform } from '../../model/call';
import type { Ports } from '../../model/ports';
import {
  type Behaviour,
  fakeFindingId,
  oneStep,
  person,
  resourceOf,
  ruleId,
  stopSetStart,
  stopThenAsk,
} from '../../../test/fakes/fake-rule';
import { fakeNotebook } from '../../../test/fakes/world';
import {
  approveInTicket,
  endTransitions,
  happenings,
  type HappeningKind,
  happeningKinds,
} from './happenings';
import { type Harness, harness } from './harness';
import { minute } from '../time';

/** Something that happened to one notebook, or to all of Palisade, before the pass that the dry run predicts. */
interface Happening {
  readonly kind: HappeningKind;
  readonly name: string;
}

/** An account, its history in the ledger, and the settings in force. */
export interface GivenWorld {
  readonly behaviour: Behaviour;
  readonly settings: object;
  readonly former: object;
  readonly happenings: readonly Happening[];
  /** AWS's transitions take no time. */
  readonly isQuick: boolean;
  readonly isUnreadable: boolean;
  readonly isOff: boolean;
  /** The notebooks whose tickets are approved after everything else. */
  readonly approved: readonly string[];
  readonly over: 'account' | readonly string[];
}

const names = ['a', 'b', 'c', 'd'];
const mode = fc.constantFrom(
  'observe',
  'ticket',
  'approve',
  'approve',
  ...Array<string>(4).fill('remediate'),
);

const mostlyFalse = fc.nat({ max: 7 }).map((number) => number === 7);

const settings = fc
  .record({
    mode,
    other: fc.option(fc.record({ match: fc.constantFrom(...names), mode })),
    grace: fc.constantFrom('0m', '0m', '4h'),
    dryRun: mostlyFalse,
    actionsPerHour: fc.constantFrom(0, 1, 2, 3, 20, 20, 20, 20),
    sharePercent: fc.constantFrom(50, 100, 100),
    times: fc.constantFrom(1, 3),
    exempt: fc.option(fc.constantFrom(...names), { freq: 5 }),
    approvedBy: fc.constantFrom('InProgress', 'InProgress', 'none'),
  })
  .map((one) => ({
    rules: {
      [ruleId]: {
        mode: one.mode,
        grace: one.grace,
        dryRun: one.dryRun,
        ...(one.other === null ? {} : { resources: [one.other] }),
      },
    },
    limits: {
      actionsPerHour: one.actionsPerHour,
      sharePercent: one.sharePercent,
      flapping: { times: one.times, within: '7d' },
    },
    tickets: { channel: 'opscenter', approvedBy: one.approvedBy },
    exemptions:
      one.exempt === null
        ? []
        : [{ rule: ruleId, resource: one.exempt, until: '2026-12-01', owner: 'o', reason: 'r' }],
  }));

export const givenWorlds: fc.Arbitrary<GivenWorld> = fc.record({
  behaviour: fc.constantFrom(oneStep, stopThenAsk, stopSetStart, person),
  former: settings,
  settings,
  happenings: fc.array(
    fc.record({ kind: fc.constantFrom(...happeningKinds), name: fc.constantFrom(...names) }),
    {
      maxLength: 25,
    },
  ),
  isQuick: fc.boolean(),
  isUnreadable: mostlyFalse,
  isOff: mostlyFalse,
  approved: fc.oneof(fc.constant([]), fc.subarray(names)),
  over: fc.oneof(fc.constant('account' as const), fc.subarray(names, { minLength: 1 })),
});

/** A call that reached AWS. */
export interface MadeCall {
  readonly call: string;
  readonly input: unknown;
}

export interface PreparedWorld {
  readonly h: Harness;
  readonly ports: Ports;
  readonly scope: Scope;
  /** The calls made after the preparation. */
  readonly made: readonly MadeCall[];
  /** Findings whose tickets were opened or updated after the preparation. */
  readonly raised: ReadonlySet<string>;
  /** Findings whose tickets were closed after the preparation. */
  readonly closed: ReadonlySet<string>;
  /** Ends AWS's transitions and moves the clock on a little. */
  readonly wait: () => void;
}

/** Builds the world and makes everything happen in it; after that no call and no port fails any more. */
export async function prepareWorld(one: GivenWorld): Promise<PreparedWorld> {
  const h = harness({ behaviour: one.behaviour, notebooks: names.map((name) => fakeNotebook(name)) });
  const made: MadeCall[] = [];
  const raised = new Set<string>();
  const closed = new Set<string>();
  const perform: Perform = async (rule, { call, input }) => {
    await h.ports.perform(rule, { call, input });
    made.push({ call, input });
    if (one.isQuick) endTransitions(h);
  };
  const under = (chosen: object): Ports => ({
    ...h.withSettings(chosen),
    perform,
    tickets: {
      ...h.tickets,
      raise: (text, known) => {
        raised.add(text.finding.id);
        return h.tickets.raise(text, known);
      },
      close: (known, word) => {
        closed.add(h.tickets.all.get(known.id)?.finding ?? '');
        return h.tickets.close(known, word);
      },
      approval: (known) => h.tickets.approval(known),
    },
    // Only the happenings move the clock.
    pause: () => Promise.resolve(),
  });
  for (const { kind, name } of one.happenings) await happenings[kind]({ h, ports: under(one.former), name });
  for (const name of one.approved) approveInTicket(h, fakeFindingId(name));
  h.switch.off = one.isOff ? 'all actions are off' : undefined;
  h.tickets.down = undefined;
  h.channel.down = undefined;
  h.world.fault = () => undefined;
  h.world.ignoresChanges = false;
  h.world.unreadable = one.isUnreadable ? 'denied' : undefined;
  made.length = 0;
  raised.clear();
  closed.clear();
  return {
    h,
    made,
    raised,
    closed,
    ports: under(one.settings),
    scope: one.over === 'account' ? 'account' : one.over.map(resourceOf),
    wait: () => {
      endTransitions(h);
      h.clock.pass(minute);
    },
  };
}

/** The name of the notebook that a finding is about; absent for one about the account. */
export function notebookNameOf(finding: string): string | undefined {
  return names.find((name) => fakeFindingId(name) === finding);
}
