/** What cannot be done or read, and why, worded to follow "because". */
export interface Refused {
  readonly status: 'refused';
  readonly because: string;
}

export function refused(because: string): Refused {
  return { status: 'refused', because };
}

/** Whether an answer is a refusal instead of what was asked for. */
export function isRefused(answer: object): answer is Refused {
  return 'status' in answer && answer.status === 'refused';
}
