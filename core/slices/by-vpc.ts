/** What was read about each VPC, by id, or why one could not be read. A VPC that is absent was not read. */
export type ByVpc<T> = Readonly<Record<string, T | UnreadVpc>>;

export interface UnreadVpc {
  readonly unreadable: string;
}

/** Whether an entry says why its VPC could not be read. */
export function isUnread(value: object): value is UnreadVpc {
  return 'unreadable' in value;
}
