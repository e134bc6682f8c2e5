/** A problem that prevents a deployment: what is wrong, and what to do about it (a sentence or a command). */
export interface PreflightProblem {
  readonly says: string;
  readonly remedy: string;
}

/** Refuses a deployment before anything is changed. The user sees only its message. */
export class RefusedError extends Error {
  constructor({ says, remedy }: PreflightProblem) {
    super(`${says}\n${remedy}`);
    this.name = 'RefusedError';
  }
}
