import { AwsError } from '../protocol/aws-error';

/** One thing that AWS refuses, in its words, with where it was seen. */
export interface Refusal {
  /** Unique; begins with the service: `ec2-zone-not-offered`. */
  readonly id: string;
  /** The account's name of the service, as in `sandbox.calls()`. */
  readonly service: string;
  readonly operation: string;
  /** The code on the wire: `InvalidParameter`, `ThrottlingException`. */
  readonly code: string;
  /** The HTTP status. */
  readonly status: number;
  /** The answer as the source quotes it; `{name}` stands for what differs from answer to answer. */
  readonly says: string;
  /** `owner/repository#number`, or the title of a page. Its link is `url`. */
  readonly source: string;
  readonly url: string;
  /** The state of the account in which AWS answers so. */
  readonly when: string;
  /** `passes`: the same call is taken later, without anybody's doing. `lasts`: somebody has to change something. */
  readonly then: 'passes' | 'lasts';
  /** The test in which the deployed function or the command meets it, from the root of the checkout. */
  readonly test: string;
}

/**
 * The answer that a refusal stands for, with its places filled in. `members`: what a modelled error has besides its text.
 * @throws Error where a value is missing or is none of the answer's: a mistake of the sandbox
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
  if (unknown !== undefined) throw new Error(`${refusal.id} says nothing of ${unknown}`);
  return new AwsError(refusal.code, message, refusal.status, members);
}

/** Whether a message is this refusal's answer, whatever stands in its places. */
export function isAnswerOf({ says }: Pick<Refusal, 'says'>, message: string): boolean {
  const literal = says.split(/\{\w+\}/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${literal.join('[^]+?')}$`).test(message);
}
