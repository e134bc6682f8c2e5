import { escapes } from './escape';
import type { Placed } from './bind';
import type { Solved } from './solver';
import type { ZoneName } from './origin';
import type { Fixed } from './principal';
import { refOf, type Selection, type StatementSlice } from './slice';
import type { Answer, ProofStep, Zone } from './types';
import { missingText, reachableBecause, unknownBecause, unreachableBecause } from './explain';

/** What one principal's answer shows beside the verdict, which it may share with others. */
export interface View {
  readonly action: string;
  readonly selection: Selection;
  readonly part: StatementSlice;
  readonly principal: Fixed;
}

/** Makes a thing when it is first read: most readers want the status only, and words cost more than verdicts. */
function lazy<T>(make: () => T): () => T {
  let made: { readonly thing: T } | null = null;
  return () => (made ??= { thing: make() }).thing;
}

function everyPlaced({ layers, denies }: StatementSlice): readonly Placed[] {
  return [...layers.flatMap(({ placed }) => placed), ...denies];
}

/** The statements of `view` for those of `from`, which are the same in the same order at other places. */
function placesIn({ part }: View, from: StatementSlice): (placed: Placed) => Placed {
  if (from === part) return (placed) => placed;
  const [old, now] = [everyPlaced(from), everyPlaced(part)];
  return (placed) => now[old.indexOf(placed)] ?? placed;
}

type Found<S extends Solved['status']> = Extract<Solved, { status: S }>;

function reachable(found: Found<'reachable'>, from: StatementSlice, view: View, zone: ZoneName): Zone {
  const { action, part, principal, selection } = view;
  const witness = lazy(() => ({ action, ...found.request() }));
  const allowedBy = lazy(() => {
    const moved = placesIn(view, from);
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
    const moved = placesIn(view, from);
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

/** The verdict about the statements of `from`, told about those of the view. */
export function toZone(found: Solved, from: StatementSlice, view: View, zone: ZoneName): Zone {
  if (found.status === 'reachable') return reachable(found, from, view, zone);
  if (found.status === 'unreachable') return unreachable(found, from, view);
  const moved = placesIn(view, from);
  const texts = found.missing.map(({ of, what }) =>
    missingText(of === null ? null : refOf(moved(of), view.selection), what),
  );
  return unknownZone([...new Set(texts)]);
}

export function unknownZone(missing: readonly string[]): Zone {
  return { status: 'unknown', missing, because: unknownBecause(missing) };
}

/** No statement of that layer allows anything. */
export function notAllowed(layer: string): Zone {
  const steps: ProofStep[] = [{ kind: 'not-allowed', part: 'every request', layer }];
  return { status: 'unreachable', proof: { steps }, because: unreachableBecause(steps) };
}

/** The same verdict for every kind of request. */
export function everywhere(action: string, resource: string, zone: Zone): Answer {
  return { action, resource, outside: zone, inside: zone, viaService: zone };
}

/** Most readers look at the outside only, so each region is decided when it is first read. */
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
