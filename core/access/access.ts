import type { Counted } from './counted';

/** From where a notebook can be opened; `anywhere` where the perimeter is not known. */
export type From = 'from outside and inside' | 'only from outside' | 'only from inside' | 'from anywhere';

/** A principal that can open a notebook instance, or may be able to. */
export interface Opener {
  readonly kind: 'user' | 'role';
  readonly name: string;
  readonly arn: string;
  readonly from: From;
  /** The statements that allow it, in words: its own, or those of the last role in `roles`. Empty where not decided. */
  readonly allowedBy: readonly string[];
  /** The roles that it has to assume, one after the other; empty where it can open it itself. */
  readonly roles: readonly string[];
  /** What was not read or not decided and matters here; empty where it can for certain. */
  readonly missing: readonly string[];
  readonly counted: Counted;
}

/** Who can open one notebook instance. */
export interface Access {
  readonly openers: readonly Opener[];
  /** Those who count and can for certain. */
  readonly count: number;
  /** Together with those who perhaps can or perhaps count. */
  readonly atMost: number;
}
