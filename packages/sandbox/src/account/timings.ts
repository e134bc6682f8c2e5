/** How long asynchronous work takes, in milliseconds of the account's clock. Typical for AWS; UNVERIFIED. */
export interface Timings {
  readonly notebookStart: number;
  readonly notebookStop: number;
  readonly notebookUpdate: number;
  readonly notebookDelete: number;
  readonly domain: number;
  readonly app: number;
  readonly endpointCreate: number;
  readonly endpointModify: number;
  readonly endpointDelete: number;
  /** Until a change set is ready. */
  readonly changeSet: number;
  /** How long a custom resource may take to answer, in real milliseconds. CloudFormation waits an hour. */
  readonly customResource: number;
  /** How long a user, role or group stays busy after somebody else changed it. Default 0: never. */
  readonly iamBusy: number;
  /** How long a new managed policy stays unknown to calls that attach it. Default 0. */
  readonly iamPropagation: number;
  /** How long an AWS Config rule takes to be deleted, with its results. Default 0: deleted immediately. */
  readonly configRuleDelete: number;
  /** How long one second of queues and event source mappings lasts: of delays, visibility and batching windows. */
  readonly queueSecond: number;
}

export const DEFAULT_TIMINGS: Timings = {
  notebookStart: 180_000,
  notebookStop: 60_000,
  notebookUpdate: 30_000,
  notebookDelete: 60_000,
  domain: 120_000,
  app: 60_000,
  endpointCreate: 60_000,
  endpointModify: 30_000,
  endpointDelete: 90_000,
  changeSet: 0,
  customResource: 60_000,
  configRuleDelete: 0,
  iamBusy: 0,
  iamPropagation: 0,
  queueSecond: 1_000,
};
