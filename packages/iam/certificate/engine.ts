import type { Certificate } from '../certify/check';
import type { Answer, Engine, Lockout, PolicySet, Problem, Zone } from '../src';
import { certify, lineOf } from '.';

type ZoneName = 'outside' | 'inside' | 'viaService';

/** A value that is made when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

function zoneWith(zone: Zone, make: () => Certificate | null): Zone {
  if (zone.status !== 'unreachable') return zone;
  const certificate = once(make);
  return {
    status: 'unreachable',
    get proof() {
      const { steps } = zone.proof;
      return {
        steps,
        get certificate() {
          return certificate();
        },
      };
    },
    get because() {
      return zone.because;
    },
  };
}

function answerWith(problem: Problem, answer: Answer): Answer {
  const { action, resource } = answer;
  const zone = (name: ZoneName) =>
    once(() => zoneWith(answer[name], () => certify(lineOf(problem), { action, resource, zone: name })));
  const [outside, inside, viaService] = [zone('outside'), zone('inside'), zone('viaService')];
  return {
    action,
    resource,
    get outside() {
      return outside();
    },
    get inside() {
      return inside();
    },
    get viaService() {
      return viaService();
    },
  };
}

function lockoutWith(problem: Problem, before: PolicySet, lockout: Lockout): Lockout {
  if (lockout.status !== 'none') return lockout;
  const certificates = once(() => {
    const line = lineOf(problem, before);
    return problem.actions.flatMap((action) =>
      problem.resources.map((resource) => certify(line, { action, resource, zone: 'lockout' })),
    );
  });
  return {
    status: 'none',
    get certificates() {
      return certificates();
    },
  };
}

/**
 * The same engine, with certificates: each proof has a `certificate`, and each lockout `none` has `certificates`, one
 * for each action and resource. They are made, and checked, when they are read. Null: the search for one gave up,
 * which is rare.
 */
export function certifying(engine: Engine): Engine {
  return {
    decide: (problem) => engine.decide(problem).map((answer) => answerWith(problem, answer)),
    lockout: (problem, before) => lockoutWith(problem, before, engine.lockout(problem, before)),
    get work() {
      return engine.work;
    },
  };
}
