import type { Failure, FailureKind } from '../../core/model/failure';
import type { NotebookInstance } from '../../core/slices/notebooks';
import { type ReadRequest, type Snapshot, snapshot } from '../../core/model/snapshot';

export const place = { account: '111122223333', region: 'us-east-1' };

/** A fault of one call. `after`: the call took effect, and only its answer was lost. */
export interface CallFault {
  readonly kind: FailureKind;
  readonly after?: boolean;
}

/** An account that has only notebook instances, and faults that tests choose. */
export interface World {
  /** The live state. */
  readonly notebooks: Map<string, NotebookInstance>;
  /** Calls that changed something, in order. */
  readonly changes: string[];
  /** Asked before every changing call. */
  fault: (call: string) => CallFault | undefined;
  /** Every read fails with this reason. */
  unreadable: string | undefined;
  /** The number of reads, from now on, that show the state before the latest change. */
  staleReads: number;
  /** Changes that are accepted but have no effect. */
  ignoresChanges: boolean;
  readonly change: (call: string, name: string, changes: Partial<NotebookInstance>) => void;
  readonly gather: (request: ReadRequest) => Promise<Snapshot>;
}

/** The error of a faulty call, classified by `classifyFault`. */
export class FaultError extends Error {
  readonly kind: FailureKind;
  constructor(call: string, kind: FailureKind) {
    super(`${call}: injected ${kind}`);
    this.kind = kind;
  }
}

export function classifyFault(call: string, error: unknown): Failure {
  const kind = error instanceof FaultError ? error.kind : 'unexpected';
  return { kind, call, code: `Injected-${kind}`, message: String(error), cause: error };
}

export function fakeNotebook(name: string, changes: Partial<NotebookInstance> = {}): NotebookInstance {
  return {
    NotebookInstanceName: name,
    NotebookInstanceArn: `arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/${name}`,
    NotebookInstanceStatus: 'InService',
    DirectInternetAccess: 'Enabled',
    ...changes,
  };
}

export function world(now: () => string, ...initial: readonly NotebookInstance[]): World {
  const notebooks = new Map(initial.map((one) => [one.NotebookInstanceName, one]));
  let before = new Map(notebooks);
  const self: World = {
    notebooks,
    changes: [],
    fault: () => undefined,
    unreadable: undefined,
    staleReads: 0,
    ignoresChanges: false,
    change: (call, name, changes) => {
      const fault = self.fault(call);
      if (fault !== undefined && fault.after !== true) throw new FaultError(call, fault.kind);
      const one = notebooks.get(name);
      if (one === undefined) throw new FaultError(call, 'gone');
      self.changes.push(`${call} ${name}`);
      before = new Map(notebooks);
      if (!self.ignoresChanges) notebooks.set(name, { ...one, ...changes });
      if (fault !== undefined) throw new FaultError(call, fault.kind);
    },
    gather: ({ notebooks: wanted = 'all' }) => {
      const at = now();
      if (self.unreadable !== undefined)
        return Promise.resolve(
          snapshot(place, { notebooks: { status: 'unreadable', at, because: self.unreadable } }, at),
        );
      const seen = self.staleReads > 0 ? before : notebooks;
      if (self.staleReads > 0) self.staleReads -= 1;
      const items = [...seen.values()].filter(
        ({ NotebookInstanceName }) =>
          wanted === 'all' || wanted.some(({ ref }) => ref.id === NotebookInstanceName),
      );
      return Promise.resolve(
        snapshot(place, { notebooks: { status: 'read', at, value: { items, unreadable: [] } } }, at),
      );
    },
  };
  return self;
}
