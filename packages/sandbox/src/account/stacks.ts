import type { FailureAction, StackSource, StackRecord } from '../services/cloudformation/state';

/** What has to be done for a stack, and for whom. */
export interface StackWork {
  readonly stack: StackRecord;
  /** The access key of the caller: calls are made for them. */
  readonly accessKeyId: string | undefined;
}

/** Makes, changes and removes the resources of stacks. Each returns at once; what comes of it is in the stack. */
export interface StackWorker {
  /** Whether resources of this type can be made. */
  knows(type: string): boolean;
  /** Whether a change of these properties replaces a resource. */
  isReplacedBy(type: string, properties: readonly string[]): boolean;
  create(work: StackWork, onFailure: FailureAction): void;
  /** `previous`: what the stack was made from, for the way back. */
  update(work: StackWork, previous: StackSource): void;
  remove(work: StackWork, retained: readonly string[]): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** Where the account keeps who works on its stacks, from the moment on at which it can deploy. */
export interface Stacks {
  worker: StackWorker | undefined;
}
