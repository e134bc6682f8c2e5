/** What was read for each VPC, by its id, or why it could not be read. VPCs that are absent were not read. */
export type ByVpc<T> = Readonly<Record<string, T | UnreadVpc>>;

export interface UnreadVpc {
  readonly unreadable: string;
}

/** Whether a VPC could not be read. */
export function isUnread(value: object): value is UnreadVpc {
  return 'unreadable' in value;
}
