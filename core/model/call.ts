/**
 * Makes one AWS request, named in IAM notation (`ec2:ModifyVpcEndpoint`), and resolves to AWS's reply. Rejects with
 * the SDK client's own error.
 */
export type Send = (call: string, input: object) => Promise<unknown>;

/** Performs a rule's calls. Rejects with the SDK client's own error. */
export interface Performing {
  readonly perform: (step: Performed, send: Send) => Promise<unknown>;
}

/** Performs one step or inverse step of a rule. Rejects with the SDK client's own error. */
export type Perform = (rule: Performing, step: Performed) => Promise<unknown>;

/** The part of a step that is needed to perform it. `token` stays the same when the step is retried. */
export interface Performed {
  readonly call: string;
  readonly input: unknown;
  readonly token?: string;
}

/**
 * One permission, restricted as far as AWS allows (service authorization reference). ARNs may contain
 * `${AWS::Partition}`, `${AWS::Region}` and `${AWS::AccountId}`, which are replaced by those of the deployment.
 */
export interface Permission {
  /**
   * The Sid of its policy statement. Permissions with the same sid that differ only in the action share one
   * statement.
   */
  readonly sid: string;
  /** The action to allow, where it is not the call itself. */
  readonly action?: string;
  readonly on: readonly string[];
  readonly when?: Conditions;
}

/** The condition block of a policy statement: operator → key → values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Marks a call that no function may make: only an operator makes it, with their own permissions. */
export const operatorsOnly = 'operators only';

/** A call made by a rule's steps or inverse steps. Their permissions are kept apart because undo has its own role. */
export interface CallSpec<Input> {
  /** The permissions of a step that makes this call; absent if no step does. */
  readonly step?: readonly Permission[] | typeof operatorsOnly;
  /** The permissions of an inverse step that makes this call; absent if none does. */
  readonly inverse?: readonly Permission[];
  /**
   * Performs the call where it takes more than one request; otherwise the input is sent to AWS as it is. Safe to
   * repeat.
   * @param token the same for every retry of one step, for requests that AWS makes idempotent by a client token
   */
  readonly perform?: (input: Input, send: Send, token: string) => Promise<unknown>;
}

/** The calls of a rule, keyed by their names in IAM notation. */
export type CallSpecs<Calls> = { readonly [C in keyof Calls]: CallSpec<Calls[C]> };

/** Call specs with the input types erased. */
export type AnyCallSpecs = Readonly<Record<string, CallSpec<never>>>;

/** Something that declares calls: a rule. */
export interface Calling {
  readonly calls: AnyCallSpecs;
}

/** The calls that the steps of a rule's plans make. */
export function stepCalls({ calls }: Calling): readonly string[] {
  return Object.keys(calls).filter((call) => calls[call]?.step !== undefined);
}

/** The calls that a rule's inverse steps make; only undo makes them. */
export function inverseCalls({ calls }: Calling): readonly string[] {
  return Object.keys(calls).filter((call) => calls[call]?.inverse !== undefined);
}

/** The ARN of a resource in the deployment's account and Region, as a template: `regional('ec2', 'vpc/*')`. */
export function regional(service: string, resource: string): string {
  return `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`;
}

/** The ARN of an IAM resource in the deployment's account, as a template; IAM has no Region. */
export function inIam(resource: string): string {
  return `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:${resource}`;
}
