import { AwsError } from '../protocol/aws-error';

/** One call that AWS refuses, with its answer word for word and the source of it. */
export interface Refusal {
  /** Unique; begins with the service: `ec2-zone-not-offered`. */
  readonly id: string;
  /** The sandbox's name of the service, as in `sandbox.calls()`. */
  readonly service: string;
  readonly operation: string;
  /** The code on the wire: `InvalidParameter`, `ThrottlingException`. */
  readonly code: string;
  /** The HTTP status. */
  readonly status: number;
  /** The answer as the source quotes it. `{name}` stands for a part that varies. */
  readonly says: string;
  /** `owner/repository#number`, or the title of a page. `url` is its link. */
  readonly source: string;
  readonly url: string;
  /** The state of the account in which AWS gives this answer. */
  readonly when: string;
  /** `passes`: the same call succeeds later without a change. `lasts`: somebody has to change something first. */
  readonly then: 'passes' | 'lasts';
  /** The test in which the deployed function or the command gets this answer; a path from the repository's root. */
  readonly test: string;
}

/**
 * The answer of a refusal, with its variable parts filled in. `members`: what a modelled error has in addition to its
 * text.
 * @throws Error if a value is missing or does not belong to the answer: a mistake in the sandbox
 */
export function refused(
  refusal: Pick<Refusal, 'id' | 'code' | 'status' | 'says'>,
  values: Readonly<Record<string, string>> = {},
  members: AwsError['members'] = {},
): AwsError {
  const used = new Set<string>();
  const message = refusal.says.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${refusal.id} has no value for ${name}`);
    used.add(name);
    return value;
  });
  const unknown = Object.keys(values).find((name) => !used.has(name));
  if (unknown !== undefined) throw new Error(`${refusal.id} has no part for ${unknown}`);
  return new AwsError(refusal.code, message, refusal.status, members);
}

/** Whether a message is this refusal's answer, whatever its variable parts are. */
export function isAnswerOf({ says }: Pick<Refusal, 'says'>, message: string): boolean {
  const literal = says.split(/\{\w+\}/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${literal.join('[^]+?')}$`).test(message);
}
