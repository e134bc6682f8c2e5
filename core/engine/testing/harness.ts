import { pass, type PassReport, type Scope } from '..';
import type { FindingRecord, Ledger } from '../../model/ledger';
import type { EngineEvent, Ports, Trigger } from '../../model/ports';
import type { ResourceRef } from '../../model/resource';
import { parseSettings } from '../../settings';
import type { NotebookInstance } from '../../slices/notebooks';
import { type FakeClock, fakeClock } from '../../../test/fakes/clock';
import {
  type Behaviour,
  fakeRule,
  fakeFindingId,
  oneStep,
  performOn,
  resourceOf,
  ruleId,
} from '../../../test/fakes/fake-rule';
import { memoryLedger } from '../../../test/fakes/memory-ledger';
import { type FakeChannel, fakeChannel, type FakeTickets, fakeTickets } from '../../../test/fakes/recorders';
import { classifyFault, fakeNotebook, type World, world } from '../../../test/fakes/world';

export const trigger: Trigger = {
  kind: 'event',
  description: 'a change by arn:aws:iam::111122223333:user/ann',
};

/** The engine over fakes, all of which tests can observe and break. */
export interface Harness {
  readonly ports: Ports;
  readonly world: World;
  readonly clock: FakeClock;
  /** Why all actions are off; `undefined` while they are on. */
  readonly switch: { off: string | undefined };
  readonly ledger: Ledger;
  readonly tickets: FakeTickets;
  readonly channel: FakeChannel;
  readonly followUps: { readonly ref: ResourceRef; readonly afterMs: number; readonly because: string }[];
  readonly events: EngineEvent[];
  /** Runs one pass, over the notebook `nb` by default. */
  readonly run: (scope?: Scope, ports?: Ports) => Promise<PassReport>;
  readonly record: (name?: string) => Promise<FindingRecord>;
  /** The audit trail as `event: detail`. */
  readonly trail: (name?: string) => Promise<readonly string[]>;
  /** The ports with other settings. */
  readonly withSettings: (settings: object) => Ports;
}

export interface HarnessOptions {
  readonly settings?: object;
  readonly behaviour?: Behaviour;
  readonly notebooks?: readonly NotebookInstance[];
}

export const inMode = (mode: string, more: object = {}): object => ({
  rules: { [ruleId]: { mode, ...more } },
});

export function harness({
  settings = inMode('remediate'),
  behaviour = oneStep,
  notebooks = [fakeNotebook('nb')],
}: HarnessOptions = {}): Harness {
  const clock = fakeClock();
  const account = world(clock.now, ...notebooks);
  const ledger = memoryLedger(clock.now);
  const tickets = fakeTickets();
  const channel = fakeChannel();
  const followUps: Harness['followUps'] = [];
  const events: EngineEvent[] = [];
  const switched: Harness['switch'] = { off: undefined };
  let passes = 0;
  const ports: Ports = {
    rules: [fakeRule(behaviour)],
    settings: parseSettings(settings, [{ meta: { id: ruleId } }]),
    perform: performOn(account),
    gather: account.gather,
    ledger,
    tickets,
    channels: [channel],
    followUp: (ref, afterMs, because) => {
      followUps.push({ ref: { type: ref.type, id: ref.id }, afterMs, because });
      return Promise.resolve();
    },
    stopped: () => Promise.resolve(switched.off),
    classify: classifyFault,
    now: clock.now,
    pause: (ms) => {
      clock.pass(ms);
      return Promise.resolve();
    },
    holder: 'worker',
    tell: (event) => events.push(event),
  };
  return {
    ports,
    world: account,
    clock,
    switch: switched,
    ledger,
    tickets,
    channel,
    followUps,
    events,
    run: (scope = [resourceOf('nb')], over = ports) => {
      passes += 1;
      return pass({ ...over, holder: `worker ${passes}` }, trigger, scope);
    },
    record: async (name = 'nb') => {
      const record = await ledger.load(fakeFindingId(name));
      if (record === undefined) throw new Error(`the ledger has no record of ${name}`);
      return record;
    },
    trail: async (name = 'nb') =>
      (await ledger.audit(fakeFindingId(name))).map(({ event, detail }) => `${event}: ${detail}`),
    withSettings: (changed) => ({ ...ports, settings: parseSettings(changed, [{ meta: { id: ruleId } }]) }),
  };
}
