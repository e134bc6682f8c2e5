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
import { type Harness, harness, inMode, minute, trigger } from './testing/harness';

/** A process that is killed at its n-th call to the outside, before or after the call took effect. */
interface Death {
  readonly at: number;
  readonly after: boolean;
}

/** Ports that stop answering at the moment of death: nothing runs after it, no `finally` either. */
function mortal(ports: Ports, death: Death): { ports: Ports; dead: Promise<'dead'>; calls: () => number } {
  let calls = 0;
  let die: () => void = () => undefined;
  const dead = new Promise<'dead'>((resolve) => {
    die = () => {
      resolve('dead');
    };
  });
  function guard<A extends unknown[], R>(work: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
    return async (...args) => {
      calls += 1;
      const isLast = calls === death.at;
      const never = new Promise<R>(() => undefined);
      if (calls > death.at || (isLast && !death.after)) {
        if (isLast) die();
        return never;
      }
      // An error is an answer too.
      const answer = work(...args);
      if (!isLast) return answer;
      await answer.catch(() => undefined);
      die();
      return never;
    };
  }
  const { ledger, tickets, channels, rules } = ports;
  return {
    dead,
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
  /** Tickets in the end, whether open or not. */
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

/** Deliveries after the crash, as SQS makes them: the same event again until the pass has no error. */
async function recover(h: Harness): Promise<void> {
  for (let delivery = 0; delivery < 6; delivery += 1) {
    h.clock.pass(3 * minute);
    const asked = h.followUps.length;
    const { errors } = await h.run();
    if (errors.length === 0 && h.followUps.length === asked) return;
  }
  throw new Error('it did not come to rest');
}

async function callsOf({ make }: Scenario): Promise<number> {
  const h = make();
  const counted = mortal(h.ports, { at: Infinity, after: false });
  await pass({ ...counted.ports, holder: 'first' }, trigger, [resourceOf('nb')]);
  return counted.calls();
}

describe.each(Object.entries(scenarios))('%s', (_, scenario) => {
  it.each([false, true])('ends right after a crash at any call (after its effect: %s)', async (after) => {
    const total = await callsOf(scenario);
    expect(total).toBeGreaterThan(5);
    for (let at = 1; at <= total; at += 1) {
      const h = scenario.make();
      const { ports, dead } = mortal(h.ports, { at, after });
      const crashed = await Promise.race([
        dead,
        pass({ ...ports, holder: 'first' }, trigger, [resourceOf('nb')]),
      ]);
      expect(crashed).toBe('dead');
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
      // What changed AWS was announced before it was done.
      expect(events.filter((event) => event === 'intent').length).toBeGreaterThanOrEqual(scenario.changes);
    }
  });
});
