import { isRecord } from './json';

/** JSON as plans, ledgers and reports contain it. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** A call that reverses a step; undo performs them in the reverse order of the steps. */
export interface InverseStep {
  readonly call: string;
  readonly input: Json;
  readonly why: string;
}

/**
 * One intended AWS call as data.
 *
 * Preconditions hold by construction: the engine performs only the first step of a plan that it has just computed
 * from freshly read state. `precondition` describes that state in words.
 */
export interface Step<Call extends string = string, Input = Json> {
  readonly call: Call;
  readonly input: Input;
  readonly why: string;
  readonly precondition: string;
  /** Reverses the step; empty if there is nothing to reverse, absent if the step cannot be reversed. */
  readonly inverse?: readonly InverseStep[];
  /**
   * `none`: allowed by the rule's mode. `required`: only after a person approved this very step, in every mode.
   * `data-loss`: approved explicitly and separately, because it destroys data.
   */
  readonly approval: 'none' | 'required' | 'data-loss';
}

/** The steps of a rule that makes `Calls`: one union member per call, so that a call and its input match. */
export type StepOf<Calls> = { [C in keyof Calls & string]: Step<C, Calls[C]> }[keyof Calls & string];

/** A step with its call and input types erased; `input` is JSON. */
export type AnyStep = Step<string, unknown>;

/** How to take a subject from `fail` to `pass`, or why nothing automatic can. */
export type Plan<S> =
  | { readonly kind: 'steps'; readonly steps: readonly S[] }
  /** The resource is in transition: read it again later. */
  | { readonly kind: 'wait'; readonly because: string }
  /** A person must act. `text` is what they need for it, for example the exact policy to apply elsewhere. */
  | { readonly kind: 'person'; readonly because: string; readonly text?: string };

/** A step that was begun in the current episode of drift, as stored in the ledger. `at` is ISO 8601. */
export interface PastStep {
  readonly call: string;
  readonly at: string;
  /** See PerformedStep: until a step is `verified`, the remediation it belongs to is in progress. */
  readonly state: 'intended' | 'done' | 'verified' | 'failed' | 'undone';
}

/** Identifies a step by its effect, so that an approval is bound to it. Independent of key order. */
export function stepFingerprint(step: { readonly call: string; readonly input: unknown }): string {
  return `${step.call} ${canonicalJson(step.input)}`;
}

/** JSON with sorted keys; members that are `undefined` are left out, as in JSON.stringify. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (isRecord(value))
    return `{${Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
      .join(',')}}`;
  return value === undefined ? 'null' : JSON.stringify(value);
}
