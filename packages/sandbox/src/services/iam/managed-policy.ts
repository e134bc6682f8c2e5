import type { Tag } from '@aws-sdk/client-iam';

export interface PolicyVersion {
  readonly id: string;
  readonly document: string;
  readonly createdAt: number;
}

export interface ManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly createdAt: number;
  updatedAt: number;
  tags: Tag[];
  versions: PolicyVersion[];
  defaultVersion: string;
  nextVersion: number;
}
