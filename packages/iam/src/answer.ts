import { escapes } from './escape';
import type { Placed } from './bind';
import type { Solved } from './solver';
import type { ZoneName } from './origin';
import type { Fixed } from './principal';
import { refOf, type Selection, type StatementSlice } from './slice';
import type { Answer, ProofStep, Zone } from './types';
import { missingText, reachableBecause, unknownBecause, unreachableBecause } from './explain';

/** What one principal's answer shows in addition to the verdict, which several principals may share. */
export interface View {
  readonly action: string;
  readonly selection: Selection;
  readonly part: StatementSlice;
  readonly principal: Fixed;
}

/** Makes a value when it is first read: most readers only want the status, and texts cost more than verdicts. */
function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

function everyPlaced({ layers, denies }: StatementSlice): readonly Placed[] {
  return [...layers.flatMap(({ placed }) => placed), ...denies];
}

/** Maps the statements of `from` to those of `view`: the same statements in the same order, from other positions. */
function counterpartIn({ part }: View, from: StatementSlice): (placed: Placed) => Placed {
  if (from === part) return (placed) => placed;
  const [old, now] = [everyPlaced(from), everyPlaced(part)];
  return (placed) => now[old.indexOf(placed)] ?? placed;
}

type Found<S extends Solved['status']> = Extract<Solved, { status: S }>;

function reachable(found: Found<'reachable'>, from: StatementSlice, view: View, zone: ZoneName): Zone {
  const { action, part, principal, selection } = view;
  const witness = lazy(() => ({ action, ...found.request() }));
  const allowedBy = lazy(() => {
    const moved = counterpartIn(view, from);
    return found.chosen.map((placed) => refOf(moved(placed), selection));
  });
  const escaped = lazy(() =>
    escapes(part.denies, witness(), principal).map(({ placed, because }) => ({
      statement: refOf(placed, selection),
      because,
    })),
  );
  return {
    status: 'reachable',
    get witness() {
      return witness();
    },
    get allowedBy() {
      return allowedBy();
    },
    get escaped() {
      return escaped();
    },
    get because() {
      return reachableBecause(witness(), zone, allowedBy());
    },
  };
}

function unreachable(found: Found<'unreachable'>, from: StatementSlice, view: View): Zone {
  const steps = () => {
    const moved = counterpartIn(view, from);
    return found
      .steps()
      .map((step): ProofStep =>
        step.kind === 'denied' ? { ...step, by: refOf(moved(step.by), view.selection) } : step,
      );
  };
  return {
    status: 'unreachable',
    get proof() {
      return { steps: steps() };
    },
    get because() {
      return unreachableBecause(steps());
    },
  };
}

/** The verdict about the statements of `from`, expressed in those of the view. */
export function toZone(found: Solved, from: StatementSlice, view: View, zone: ZoneName): Zone {
  if (found.status === 'reachable') return reachable(found, from, view, zone);
  if (found.status === 'unreachable') return unreachable(found, from, view);
  const moved = counterpartIn(view, from);
  const texts = found.missing.map(({ of, what }) =>
    missingText(of === null ? null : refOf(moved(of), view.selection), what),
  );
  return unknownZone([...new Set(texts)]);
}

export function unknownZone(missing: readonly string[]): Zone {
  return { status: 'unknown', missing, because: unknownBecause(missing) };
}

/** The zone when no statement of the layer allows anything. */
export function notAllowed(layer: string): Zone {
  const steps: ProofStep[] = [{ kind: 'not-allowed', part: 'every request', layer }];
  return { status: 'unreachable', proof: { steps }, because: unreachableBecause(steps) };
}

/** The same verdict for all zones. */
export function everywhere(action: string, resource: string, zone: Zone): Answer {
  return { action, resource, outside: zone, inside: zone, viaService: zone };
}

/** Decides each zone when it is first read: most readers only look at `outside`. */
export function lazyAnswer(action: string, resource: string, decide: (zone: ZoneName) => Zone): Answer {
  let outside: Zone | null = null;
  let inside: Zone | null = null;
  let viaService: Zone | null = null;
  return {
    action,
    resource,
    get outside() {
      return (outside ??= decide('outside'));
    },
    get inside() {
      return (inside ??= decide('inside'));
    },
    get viaService() {
      return (viaService ??= decide('viaService'));
    },
  };
}
