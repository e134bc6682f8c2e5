interface LambdaState {
  /** Function name → concurrent executions that are reserved for it. */
  readonly reserved: Map<string, number>;
  /** Function name → end of a change in progress (milliseconds since the epoch). */
  readonly changingUntil: Map<string, number>;
}

export const LAMBDA_SLOT = {
  name: 'lambda',
  scope: 'regional' as const,
  create: (): LambdaState => ({ reserved: new Map(), changingUntil: new Map() }),
};
