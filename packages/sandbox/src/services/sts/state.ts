interface StsState {
  /** Regions in which the account's administrator deactivated STS. */
  readonly deactivated: Set<string>;
}

export const STS_SLOT = {
  name: 'sts',
  scope: 'global' as const,
  create: (): StsState => ({ deactivated: new Set() }),
};
