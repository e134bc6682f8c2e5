import type { FailureAction, StackSource, StackRecord } from '../services/cloudformation/state';

/** A stack to work on, and the caller to do it for. */
export interface StackWork {
  readonly stack: StackRecord;
  /** The access key of the caller, with which the calls for the stack are made. */
  readonly accessKeyId: string | undefined;
}

/**
 * Creates, updates and deletes the resources of stacks. Each method returns immediately; the result is written to the
 * stack.
 */
export interface StackWorker {
  /** Whether resources of this type can be created. */
  knows(type: string): boolean;
  /** Whether changing these properties replaces a resource. */
  isReplacedBy(type: string, properties: readonly string[]): boolean;
  create(work: StackWork, onFailure: FailureAction): void;
  /** `previous`: what the stack was created from, for the rollback. */
  update(work: StackWork, previous: StackSource): void;
  remove(work: StackWork, retained: readonly string[]): void;
  /** Resolves when no work is in progress. */
  idle(): Promise<void>;
}

/** Holds the worker for the account's stacks; undefined until the account can deploy. */
export interface Stacks {
  worker: StackWorker | undefined;
}
