import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { classify } from '../../adapters/aws/classify';
import { type AwsClients, createClients } from '../../adapters/aws/clients';
import { performer } from '../../adapters/aws/send';
import type { Send } from '../../core/model/call';
import { createGather } from '../../adapters/aws/gather';
import { type Operated, pass, type PassReport, undo } from '../../core/engine';
import type { FindingRecord, Ledger } from '../../core/model/ledger';
import type { Ports, Trigger } from '../../core/model/ports';
import { findingId, type ResourceRef } from '../../core/model/resource';
import { parseSettings } from '../../core/settings';
import { rules } from '../../rules/registry';
import { type Sandbox, startSandbox } from '@palisade/sandbox';
import { memoryLedger } from '../fakes/memory-ledger';
import { fakeChannel, type FakeTickets, fakeTickets } from '../fakes/recorders';
import { minute } from '../../core/engine/time';

const place = { account: '111122223333', region: 'us-east-1' };
const trigger: Trigger = { kind: 'event', description: 'a change by arn:aws:iam::111122223333:user/ann' };

interface Parts {
  sandbox: Sandbox;
  clients: AwsClients;
  ledger: Ledger;
  tickets: FakeTickets;
  ports: Ports;
}

/** One rule in the real engine, with the real gatherers and performer, in a new sandbox account. */
interface OnSandbox extends Parts {
  /** One pass over a resource. */
  readonly run: (ref: ResourceRef, ports?: Ports) => Promise<PassReport>;
  /** Alternates passes and the account's time until the finding is settled. */
  readonly settle: (ref: ResourceRef) => Promise<FindingRecord>;
  readonly undo: (ref: ResourceRef) => Promise<Operated>;
  readonly record: (ref: ResourceRef) => Promise<FindingRecord>;
  /** Names of the changing calls since this was last called. */
  readonly changes: () => readonly string[];
  /** Advances the account's time by this much (ms). */
  readonly wait: (ms?: number) => Promise<void>;
}

/** Creates an account, and one rule in a mode, for each test of a file. Only tests and pauses advance the time. */
export function onSandbox(ruleId: string, settings: object = {}): OnSandbox {
  let environment: NodeJS.ProcessEnv;
  let passes = 0;
  const idOf = (ref: ResourceRef): string => findingId(ruleId, ref, place);
  // Filled before each test.
  const self = {} as Parts;
  const actions: Omit<OnSandbox, keyof Parts> = {
    run: (ref, ports = self.ports) => {
      passes += 1;
      return pass({ ...ports, holder: `worker ${passes}` }, trigger, [ref]);
    },
    settle: async (ref) => {
      for (let turn = 0; turn < 20; turn += 1) {
        const { errors } = await actions.run(ref);
        if (errors.length > 0) throw errors[0]?.error;
        const record = await actions.record(ref);
        if (record.outcome !== 'acting') return record;
        await actions.wait(minute);
      }
      throw new Error('the finding is not settled');
    },
    undo: (ref) => undo(self.ports, idOf(ref), 'ann'),
    record: async (ref) => {
      const record = await self.ledger.load(idOf(ref));
      if (record === undefined) throw new Error(`there is no record of ${ref.id}`);
      return record;
    },
    changes: () => {
      const made = self.sandbox.calls().map(({ operation }) => operation);
      self.sandbox.resetCalls();
      return made.filter((name) => !/^(Get|List|Describe)/.test(name));
    },
    wait: (ms = 5 * minute) => self.sandbox.clock.advance(ms),
  };

  beforeAll(() => {
    environment = process.env;
  });
  beforeEach(async () => {
    self.sandbox = await startSandbox({ clock: 'manual', startTime: Date.UTC(2026, 10, 22) });
    process.env = {
      ...environment,
      AWS_ACCESS_KEY_ID: 'AKIATEST',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_MAX_ATTEMPTS: '1',
      AWS_ENDPOINT_URL: self.sandbox.url,
      AWS_REGION: place.region,
    };
    const now = (): string => new Date(self.sandbox.clock.now()).toISOString();
    self.clients = createClients();
    self.ledger = memoryLedger(now);
    self.tickets = fakeTickets();
    self.ports = {
      rules: rules.filter(({ meta }) => meta.id === ruleId),
      settings: parseSettings({ rules: { [ruleId]: { mode: 'remediate' } }, ...settings }, rules),
      perform: performer(self.clients),
      gather: createGather({ clients: self.clients, place, now }),
      ledger: self.ledger,
      tickets: self.tickets,
      channels: [fakeChannel()],
      followUp: () => Promise.resolve(),
      classify,
      now,
      pause: (ms) => self.sandbox.clock.advance(ms),
      holder: 'worker',
      stopped: () => Promise.resolve(undefined),
      tell: () => undefined,
    };
  });
  afterEach(async () => {
    await self.sandbox.stop();
  });
  afterAll(() => {
    process.env = environment;
  });
  return Object.assign(self, actions);
}

/** The same ports in a process that is killed at its n-th change, before or after the change took effect. */
export function dyingAt(
  ports: Ports,
  at: number,
  after: boolean,
): { readonly ports: Ports; readonly dead: Promise<'dead'> } {
  let count = 0;
  let die: () => void = () => undefined;
  const dead = new Promise<'dead'>((resolve) => {
    die = () => {
      resolve('dead');
    };
  });
  const mortal = ports.rules.map((rule) => ({
    ...rule,
    perform: async (step: Parameters<typeof rule.perform>[0], send: Send) => {
      count += 1;
      if (count !== at) return rule.perform(step, send);
      if (after) await rule.perform(step, send);
      die();
      return new Promise(() => undefined);
    },
  }));
  return { dead, ports: { ...ports, rules: mortal } };
}
