interface LambdaState {
  /** Function name → concurrent executions that are reserved for it. */
  readonly reserved: Map<string, number>;
}

export const LAMBDA_SLOT = {
  name: 'lambda',
  scope: 'regional' as const,
  create: (): LambdaState => ({ reserved: new Map() }),
};
