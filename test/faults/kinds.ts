import type { Interceptor } from './calls';
import { Killed } from './workers';
import { type FaultWorld } from './world';
import { hour, minute } from '../../core/engine/time';

/** What can go wrong at a call. */
export const faultKinds = [
  'throttled',
  '5xx',
  'connection reset',
  'time-out before',
  'time-out after',
  'access denied',
  'resource gone',
  'killed before',
  'killed after',
  'delivered twice',
  'two workers',
  'out of order',
  'stale reads',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/**
 * How far a fault reaches.
 *
 * `attempt`: the first attempt of one call, so that the SDK's own retry meets it. `call`: one call with all its
 * attempts. `lasting`: every call of this name from then on, until it is healed. `moment`: something that happens
 * once, just before the call. `late`: the same, after the worker was held up for longer than its lease.
 */
export type FaultReach = 'attempt' | 'call' | 'lasting' | 'moment' | 'late';

export interface Injection {
  readonly kind: FaultKind;
  readonly shape: FaultReach;
  /** The call's index in the undisturbed run, its name there, and how many of that name were before it. */
  readonly at: number;
  readonly call: string;
  readonly before: number;
}

const shapes: Readonly<Record<FaultKind, readonly FaultReach[]>> = {
  throttled: ['attempt', 'call', 'lasting'],
  '5xx': ['attempt', 'call', 'lasting'],
  'connection reset': ['attempt', 'call'],
  'time-out before': ['attempt', 'call'],
  'time-out after': ['attempt', 'call'],
  'access denied': ['lasting'],
  'resource gone': ['moment'],
  'killed before': ['moment'],
  'killed after': ['moment'],
  'delivered twice': ['moment'],
  'two workers': ['moment', 'late'],
  'out of order': ['moment'],
  'stale reads': ['moment'],
};

const isRead = (call: string): boolean => /:(Get|List|Describe|Query|BatchGet)/.test(call);

/**
 * The faults to inject at a call. Where the SDK repeats an attempt that had no effect, nobody above it can tell: that
 * is tried once a name of call, as are outages.
 * @param calls the names of all calls of the undisturbed run
 */
export function injectionsAt(at: number, calls: readonly string[]): readonly Injection[] {
  const call = calls[at] ?? '';
  const before = calls.slice(0, at).filter((name) => name === call).length;
  const isFirst = before === 0;
  return faultKinds.flatMap((kind) =>
    shapes[kind]
      .filter((shape) => {
        if (shape === 'attempt') return isFirst || (kind === 'time-out after' && !isRead(call));
        if (shape === 'lasting') return kind === 'access denied' || isFirst;
        if (shape === 'late') return isFirst || !isRead(call);
        return true;
      })
      .map((shape) => ({ kind, shape, at, call, before })),
  );
}

/** A fault that waits for its call. */
export interface ArmedFault {
  readonly intercept: Interceptor;
  /** The name of the call that it met. */
  readonly met: () => string | undefined;
  readonly heal: () => void;
}

/**
 * Its call is known by its name and by how many of that name were before: calls that are made at the same time may
 * come in another order.
 */
export function faultIn(world: FaultWorld, { kind, shape, call: name, before }: Injection): ArmedFault {
  let met: string | undefined;
  let isHealed = false;
  return {
    met: () => met,
    heal: () => {
      isHealed = true;
    },
    intercept: async (call, attempt, send) => {
      if (call.name !== name || isHealed) return send();
      const earlier = world.calls.slice(0, call.index).filter((one) => one.name === name).length;
      const isIt =
        shape === 'lasting' ? earlier >= before : earlier === before && (shape === 'call' || attempt === 1);
      if (!isIt) return send();
      met ??= call.name;
      switch (kind) {
        case 'throttled':
          return send('throttle');
        case '5xx':
          return send('5xx');
        case 'connection reset':
          return send('reset');
        case 'access denied':
          return send('denied');
        case 'time-out before':
          throw timeOut();
        case 'time-out after':
          await answered(send());
          throw timeOut();
        case 'killed before':
          throw new Killed();
        case 'killed after':
          await answered(send());
          throw new Killed();
        case 'resource gone':
          world.removeSubject();
          break;
        case 'delivered twice':
          world.repeat();
          break;
        case 'two workers':
          // A lease lasts five minutes.
          if (shape === 'late') await world.sandbox.clock.advance(6 * minute);
          await world.second();
          break;
        case 'out of order':
          world.isNewestFirst = true;
          world.repeatFirst();
          break;
        case 'stale reads':
          world.staleFor(minute);
      }
      return send();
    },
  };
}

/** As the SDK's HTTP handler rejects when no answer comes in time. */
function timeOut(): Error {
  return Object.assign(new Error('socket hang up: no answer in time'), { name: 'TimeoutError' });
}

/** Whatever the answer is, nobody hears it. */
async function answered(answer: Promise<unknown>): Promise<void> {
  await answer.catch(() => undefined);
}

/**
 * How long a lasting fault lasts (ms): a person or an administrator needs two hours to see and heal it. What may not be
 * read is left longer once for each call, until a person has to be told of it: that is a day after the first sweep, and
 * here a sweep comes when a finding is due, which an unknown one is after a day.
 */
export function lastsMs({ kind, call, before }: Injection): number {
  return kind === 'access denied' && before === 0 && isReadOfResources(call) ? 51 * hour : 2 * hour;
}

/** Reads of what rules judge, not of what Palisade keeps for itself. */
export function isReadOfResources(call: string): boolean {
  return isRead(call) && /^(ec2|iam|sagemaker|route53):/.test(call);
}
