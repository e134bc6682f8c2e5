import type { ReadWriteType } from '@aws-sdk/client-cloudtrail';

export interface Trail {
  readonly name: string;
  readonly arn: string;
  readonly homeRegion: string;
  readonly isMultiRegion: boolean;
  readonly isLogging: boolean;
  readonly readWriteType: ReadWriteType;
  readonly includesManagementEvents: boolean;
  /** An organization's trail: member accounts see it in DescribeTrails, and are refused everything else about it. */
  readonly isOrganizations: boolean;
}

interface CloudTrailState {
  trails: Trail[];
}

export const CLOUDTRAIL_SLOT = {
  name: 'cloudtrail',
  scope: 'regional' as const,
  create: (): CloudTrailState => ({ trails: [] }),
};
