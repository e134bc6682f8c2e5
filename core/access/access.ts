import type { Counted } from './counted';

/** From where a notebook can be opened; `from anywhere` if the perimeter is not known. */
export type From = 'from outside and inside' | 'only from outside' | 'only from inside' | 'from anywhere';

/** A principal that can open a notebook instance, or may be able to. */
export interface Opener {
  readonly kind: 'user' | 'role';
  readonly name: string;
  readonly arn: string;
  readonly from: From;
  /**
   * The statements that allow it, in words: the principal's own, or those of the last role in `roles`. Empty if
   * undecided.
   */
  readonly allowedBy: readonly string[];
  /** The roles that it has to assume, one after the other; empty if it can open the notebook itself. */
  readonly roles: readonly string[];
  /** What matters here but was not read or decided; empty if it can certainly open the notebook. */
  readonly missing: readonly string[];
  readonly counted: Counted;
}

/** Who can open one notebook instance. */
export interface Access {
  readonly openers: readonly Opener[];
  /** How many openers can certainly open it and certainly count. */
  readonly count: number;
  /** How many openers may be able to open it and may count, including the certain ones. */
  readonly atMost: number;
}
