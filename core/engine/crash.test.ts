import { describe, expect, it } from '@jest/globals';
import { pass } from '.';
import type { Ports } from '../model/ports';
import type { Outcome } from '../model/ledger';
import type { Rule } from '../model/rule';
import {
  type Behaviour,
  fakeFindingId,
  oneStep,
  person,
  resourceOf,
  setAccess,
  stopStep,
} from '../../test/fakes/fake-rule';
import { type Harness, harness, inMode, trigger } from './testing/harness';
import { minute } from './time';

/** A process that crashes at its n-th call to the outside, before or after the call took effect. */
interface CrashPoint {
  readonly at: number;
  readonly after: boolean;
}

/** Ports that stop answering at the crash: nothing runs after it, not even a `finally`. */
function crashing(
  ports: Ports,
  crash: CrashPoint,
): { ports: Ports; crashed: Promise<'crashed'>; calls: () => number } {
  let calls = 0;
  let stop: () => void = () => undefined;
  const crashed = new Promise<'crashed'>((resolve) => {
    stop = () => {
      resolve('crashed');
    };
  });
  function guard<A extends unknown[], R>(work: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
    return async (...args) => {
      calls += 1;
      const isLast = calls === crash.at;
      const never = new Promise<R>(() => undefined);
      if (calls > crash.at || (isLast && !crash.after)) {
        if (isLast) stop();
        return never;
      }
      // An error is an answer too.
      const answer = work(...args);
      if (!isLast) return answer;
      await answer.catch(() => undefined);
      stop();
      return never;
    };
  }
  const { ledger, tickets, channels, rules } = ports;
  return {
    crashed,
    calls: () => calls,
    ports: {
      ...ports,
      gather: guard(ports.gather),
      followUp: guard(ports.followUp),
      ledger: {
        load: guard(ledger.load),
        open: guard(ledger.open),
        save: guard(ledger.save),
        published: guard(ledger.published),
        release: guard(ledger.release),
        list: guard(ledger.list),
        audit: guard(ledger.audit),
        reserve: guard(ledger.reserve),
        reserved: guard(ledger.reserved),
        population: guard(ledger.population),
        setPopulation: guard(ledger.setPopulation),
      },
      tickets: {
        raise: guard(tickets.raise),
        close: guard(tickets.close),
        approval: guard(tickets.approval),
        about: guard(tickets.about),
        approved: guard(tickets.approved),
      },
      stopped: guard(ports.stopped),
      channels: channels.map((channel) => ({ publish: guard(channel.publish) })),
      rules: rules.map((rule): Rule => ({ ...rule, perform: guard(rule.perform) })),
    },
  };
}

const twoSteps: Behaviour = {
  contains: false,
  plan: (one) => ({
    kind: 'steps',
    steps: one.NotebookInstanceStatus === 'InService' ? [stopStep(one), setAccess(one)] : [setAccess(one)],
  }),
};

interface Scenario {
  readonly make: () => Harness;
  readonly ends: Outcome;
  /** The number of tickets at the end, open or closed. */
  readonly tickets: number;
  readonly changes: number;
}

const scenarios: Readonly<Record<string, Scenario>> = {
  'one step': { make: () => harness({ behaviour: oneStep }), ends: 'fixed', tickets: 0, changes: 1 },
  'two steps': { make: () => harness({ behaviour: twoSteps }), ends: 'fixed', tickets: 0, changes: 2 },
  'a ticket': {
    make: () => harness({ settings: inMode('ticket') }),
    ends: 'ticketed',
    tickets: 1,
    changes: 0,
  },
  'a person': { make: () => harness({ behaviour: person }), ends: 'ticketed', tickets: 1, changes: 0 },
  'a denied call': {
    make: () => {
      const h = harness();
      h.world.fault = () => ({ kind: 'denied' });
      return h;
    },
    ends: 'failed',
    tickets: 1,
    changes: 0,
  },
  'a call whose answer is lost': {
    make: () => {
      const h = harness();
      let times = 0;
      h.world.fault = () => (++times === 1 ? { kind: 'transient', after: true } : undefined);
      return h;
    },
    ends: 'fixed',
    tickets: 0,
    changes: 1,
  },
};

/** Deliveries after the crash, as SQS makes them: the same event again until a pass has no error. */
async function recover(h: Harness): Promise<void> {
  for (let delivery = 0; delivery < 6; delivery += 1) {
    h.clock.pass(3 * minute);
    const asked = h.followUps.length;
    const { errors } = await h.run();
    if (errors.length === 0 && h.followUps.length === asked) return;
  }
  throw new Error('the finding was not settled');
}

async function callsOf({ make }: Scenario): Promise<number> {
  const h = make();
  const counted = crashing(h.ports, { at: Infinity, after: false });
  await pass({ ...counted.ports, holder: 'first' }, trigger, [resourceOf('nb')]);
  return counted.calls();
}

describe.each(Object.entries(scenarios))('%s', (_, scenario) => {
  it.each([false, true])('ends correctly after a crash at any call (after its effect: %s)', async (after) => {
    const total = await callsOf(scenario);
    expect(total).toBeGreaterThan(5);
    for (let at = 1; at <= total; at += 1) {
      const h = scenario.make();
      const { ports, crashed } = crashing(h.ports, { at, after });
      const ended = await Promise.race([
        crashed,
        pass({ ...ports, holder: 'first' }, trigger, [resourceOf('nb')]),
      ]);
      expect(ended).toBe('crashed');
      await recover(h);
      const record = await h.record();
      const seen = {
        at,
        outcome: record.outcome,
        tickets: h.tickets.all.size,
        changes: h.world.changes.length,
        published: h.channel.latest().get(fakeFindingId('nb'))?.record.outcome,
        unpublished: record.unpublished,
        open: [...h.tickets.all.values()].filter(({ lastWord }) => lastWord === undefined).length,
        remembered: record.ticket?.open === true ? 1 : 0,
      };
      expect(seen).toEqual({
        at,
        outcome: scenario.ends,
        tickets: scenario.tickets,
        changes: scenario.changes,
        published: scenario.ends,
        unpublished: undefined,
        open: scenario.tickets,
        remembered: scenario.tickets,
      });
      const events = (await h.ledger.audit(fakeFindingId('nb'))).map(({ event }) => event);
      expect(events.at(-1)).toBe(scenario.ends);
      // Every change in AWS was recorded as an intent before it was made.
      expect(events.filter((event) => event === 'intent').length).toBeGreaterThanOrEqual(scenario.changes);
    }
  });
});
