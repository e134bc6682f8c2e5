/** JSON as plans, ledgers and reports carry it. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** A call that takes something back: performed by `undo`, in the reverse order of the steps. */
export interface InverseStep {
  readonly call: string;
  readonly input: Json;
  readonly why: string;
}

/**
 * One intended AWS call as data.
 *
 * Preconditions are checked by construction: the engine performs only the first step of a plan that it has just
 * computed from freshly read state. `precondition` says in words what that state was.
 */
export interface Step<Call extends string = string, Input = Json> {
  readonly call: Call;
  readonly input: Input;
  readonly why: string;
  readonly precondition: string;
  /** Takes the step back; empty when nothing needs taking back, absent when it cannot be. */
  readonly inverse?: readonly InverseStep[];
  /**
   * `none`: within the rule's mode. `required`: only after a person approved this very step, in every mode.
   * `data-loss`: approved explicitly and separately, because it destroys data.
   */
  readonly approval: 'none' | 'required' | 'data-loss';
}

/** The steps of a rule that makes `Calls`: one member a call, so that call and input fit each other. */
export type StepOf<Calls> = { [C in keyof Calls & string]: Step<C, Calls[C]> }[keyof Calls & string];

/** A step whose call and input types are erased; `input` is JSON. */
export type AnyStep = Step<string, unknown>;

/** What takes a subject from fail to pass, or why nothing automatic can. */
export type Plan<S> =
  | { readonly kind: 'steps'; readonly steps: readonly S[] }
  /** The resource is in transition: look again later. */
  | { readonly kind: 'wait'; readonly because: string }
  /** A person must act. `text` is what they need for it, for example the exact policy to apply elsewhere. */
  | { readonly kind: 'person'; readonly because: string; readonly text?: string };

/** A step that was begun in the present episode of drift, as the ledger remembers it. `at` is ISO 8601. */
export interface PastStep {
  readonly call: string;
  readonly at: string;
  /** See PerformedStep: until it is `verified` it belongs to a remediation that is under way. */
  readonly state: 'intended' | 'done' | 'verified' | 'failed' | 'undone';
}

/** Identifies a step by what it does, so that an approval is bound to it. Independent of key order. */
export function stepFingerprint(step: { readonly call: string; readonly input: unknown }): string {
  return `${step.call} ${canonicalJson(step.input)}`;
}

/** JSON with sorted keys; `undefined` members are left out as in JSON.stringify. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
      .join(',')}}`;
  return value === undefined ? 'null' : JSON.stringify(value);
}
