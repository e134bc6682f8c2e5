export interface LogGroup {
  readonly name: string;
  readonly arn: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  retentionInDays: number | undefined;
}

interface LogsState {
  readonly groups: Map<string, LogGroup>;
}

export const LOGS_SLOT = {
  name: 'logs',
  scope: 'regional' as const,
  create: (): LogsState => ({ groups: new Map() }),
};
