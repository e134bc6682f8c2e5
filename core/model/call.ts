/**
 * Makes one AWS request by its name in IAM notation, for example `ec2:ModifyVpcEndpoint`, and answers with AWS's reply.
 * Rejects with the client's own error.
 */
export type Send = (call: string, input: object) => Promise<unknown>;

/** Who performs a rule's calls. Rejects with the client's own error. */
export interface Performing {
  readonly perform: (step: Performed, send: Send) => Promise<unknown>;
}

/** Performs one step of a rule, or one inverse step. Rejects with the client's own error. */
export type Perform = (rule: Performing, step: Performed) => Promise<unknown>;

/** What of a step is performed. `token`: the same for every try of one step. */
export interface Performed {
  readonly call: string;
  readonly input: unknown;
  readonly token?: string;
}

/**
 * One permission, limited as far as AWS allows (service authorization reference). ARNs may hold `${AWS::Partition}`,
 * `${AWS::Region}` and `${AWS::AccountId}`, which stand for those of the deployment.
 */
export interface Permission {
  /** The name of its statement. Those of one name that differ in nothing but the action become one statement. */
  readonly sid: string;
  /** Where it is not the call itself that is allowed. */
  readonly action?: string;
  readonly on: readonly string[];
  readonly when?: Conditions;
}

export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** For what no function may do: only an operator does it, with their own permissions. */
export const operatorsOnly = 'operators only';

/** A call that a rule's steps make, or that takes one back. What it needs differs: an undo has a role of its own. */
export interface CallSpec<Input> {
  /** What a step needs that makes this call; absent where no step makes it. */
  readonly step?: readonly Permission[] | typeof operatorsOnly;
  /** What an inverse step needs that makes this call; absent where none makes it. */
  readonly inverse?: readonly Permission[];
  /**
   * Where it is more than one request; otherwise the input goes to AWS as it is. Safe to repeat.
   * @param token the same for every try of one step, for requests that AWS makes idempotent by a client token
   */
  readonly perform?: (input: Input, send: Send, token: string) => Promise<unknown>;
}

/** The calls of a rule, by their names in IAM notation. */
export type CallSpecs<Calls> = { readonly [C in keyof Calls]: CallSpec<Calls[C]> };

/** Call specs whose types of input are erased. */
export type AnyCallSpecs = Readonly<Record<string, CallSpec<never>>>;

/** Who declares calls: a rule. */
export interface Calling {
  readonly calls: AnyCallSpecs;
}

/** The calls that the steps of a rule's plans make. */
export function stepCalls({ calls }: Calling): readonly string[] {
  return Object.keys(calls).filter((call) => calls[call]?.step !== undefined);
}

/** The calls that its inverse steps make: an undo alone makes them. */
export function inverseCalls({ calls }: Calling): readonly string[] {
  return Object.keys(calls).filter((call) => calls[call]?.inverse !== undefined);
}

/** The ARN of resources of the deployment's account and Region: `regional('ec2', 'vpc/*')`. */
export function regional(service: string, resource: string): string {
  return `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`;
}

/** The same in IAM, which is global. */
export function inIam(resource: string): string {
  return `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:${resource}`;
}
