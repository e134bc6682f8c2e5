import type { ResourceStatus, StackStatus, Tag } from '@aws-sdk/client-cloudformation';

/** One event of a stack. */
export interface EventRecord {
  readonly eventId: string;
  readonly operationId: string | undefined;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: ResourceStatus;
  readonly reason: string | undefined;
  /** JSON; only for resources. */
  readonly properties: string | undefined;
  readonly token: string | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A resource of a stack in its current state. */
export interface ResourceRecord {
  readonly logicalId: string;
  readonly type: string;
  /** Empty until the resource exists. */
  readonly physicalId: string;
  readonly status: ResourceStatus;
  readonly reason: string | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly attributes: Readonly<Record<string, string>>;
  /** The properties that it was last created or updated with, with all intrinsic functions resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly isRetained: boolean;
  readonly isRetainedWhenReplaced: boolean;
  readonly isRetainedOnRollback: boolean;
}

export interface OutputRecord {
  readonly key: string;
  readonly value: string;
  readonly description: string | undefined;
  readonly exportName: string | undefined;
}

/** The inputs from which a stack is created. */
export interface StackSource {
  readonly templateBody: string;
  /** The value of every parameter of the template. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly tags: readonly Tag[];
  readonly capabilities: readonly string[];
}

/** The difference in one resource between two templates. */
export interface ChangeRecord {
  readonly action: 'Add' | 'Modify' | 'Remove';
  readonly logicalId: string;
  readonly physicalId: string | undefined;
  readonly type: string;
  readonly replacement: 'True' | 'False' | 'Conditional' | undefined;
  /** The properties that differ. */
  readonly properties: readonly string[];
}

export interface ChangeSetRecord {
  readonly id: string;
  readonly name: string;
  readonly type: 'CREATE' | 'UPDATE';
  readonly description: string | undefined;
  readonly source: StackSource;
  readonly changes: readonly ChangeRecord[];
  readonly onFailure: FailureAction | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  status: 'CREATE_PENDING' | 'CREATE_COMPLETE' | 'FAILED';
  executionStatus: 'AVAILABLE' | 'UNAVAILABLE' | 'EXECUTE_IN_PROGRESS' | 'EXECUTE_COMPLETE' | 'OBSOLETE';
  reason: string | undefined;
}

/** What happens to a stack that cannot be created. */
export type FailureAction = 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';

export interface StackRecord {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  updatedAt: number | undefined;
  deletedAt: number | undefined;
  status: StackStatus;
  reason: string | undefined;
  source: StackSource;
  description: string | undefined;
  roleArn: string | undefined;
  notificationArns: readonly string[];
  disableRollback: boolean;
  isProtected: boolean;
  outputs: readonly OutputRecord[];
  /** Logical id → resource. */
  readonly resources: Map<string, ResourceRecord>;
  /** Oldest first. */
  readonly events: EventRecord[];
  /** By name. */
  readonly changeSets: Map<string, ChangeSetRecord>;
  policy: string | undefined;
  /** The operation in progress, or the last one. */
  operationId: string | undefined;
  token: string | undefined;
}

interface CloudFormationState {
  /** By id, oldest first. */
  readonly stacks: Map<string, StackRecord>;
}

export const CLOUDFORMATION_SLOT = {
  name: 'cloudformation',
  scope: 'regional' as const,
  // Tools that deploy ask for a stack right after they made it, and AWS knows it.
  isConsistent: true as const,
  create: (): CloudFormationState => ({ stacks: new Map() }),
};
