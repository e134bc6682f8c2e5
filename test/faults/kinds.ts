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
 * The scope of a fault.
 *
 * `attempt`: the first attempt of one call, so that the SDK's own retry meets it. `call`: one call with all its
 * attempts. `lasting`: every call of this name from then on, until the fault is repaired. `moment`: an event that
 * happens once, just before the call. `late`: the same, after the worker was delayed for longer than its lease.
 */
export type FaultReach = 'attempt' | 'call' | 'lasting' | 'moment' | 'late';

export interface Injection {
  readonly kind: FaultKind;
  readonly shape: FaultReach;
  /** The call's index in the undisturbed run, its name, and the number of earlier calls of that name. */
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
 * The faults to inject at a call. If the SDK repeats an attempt that had no effect, the code above it sees no
 * difference, so this fault is injected once per name of call, and so are outages.
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

/** A fault that is injected when its call is made. */
export interface ArmedFault {
  readonly intercept: Interceptor;
  /** The name of the call at which it was injected. */
  readonly met: () => string | undefined;
  readonly heal: () => void;
}

/**
 * The call is identified by its name and the number of earlier calls of that name, because concurrent calls may come
 * in another order.
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

/** The error of the SDK's HTTP handler after a timeout. */
function timeOut(): Error {
  return Object.assign(new Error('socket hang up: no answer in time'), { name: 'TimeoutError' });
}

/** Sends the request, and loses its answer. */
async function answered(answer: Promise<unknown>): Promise<void> {
  await answer.catch(() => undefined);
}

/**
 * How long a lasting fault lasts (ms): an administrator needs two hours to see and repair it. Once for each read, a
 * denied permission lasts longer, until a person has to be notified: a day after the first sweep. Here a sweep comes
 * when a finding is due, and an unknown one is due after a day.
 */
export function lastsMs({ kind, call, before }: Injection): number {
  return kind === 'access denied' && before === 0 && isReadOfResources(call) ? 51 * hour : 2 * hour;
}

/** Reads of the resources that rules judge, not of Palisade's own. */
export function isReadOfResources(call: string): boolean {
  return isRead(call) && /^(ec2|iam|sagemaker|route53|route53profiles|route53resolver):/.test(call);
}
