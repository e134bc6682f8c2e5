/** What cannot be done or read, and why. The text reads on from "because". */
export interface Refused {
  readonly status: 'refused';
  readonly because: string;
}

/** A refusal for this reason. */
export function refused(because: string): Refused {
  return { status: 'refused', because };
}

/** Whether an answer is a refusal instead of the requested value. */
export function isRefused(answer: object): answer is Refused {
  return 'status' in answer && answer.status === 'refused';
}
