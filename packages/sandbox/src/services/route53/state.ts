import type { ResourceRecordSet, VPC } from '@aws-sdk/client-route-53';

export interface HostedZoneRecord {
  readonly id: string;
  /** With the trailing dot. */
  readonly name: string;
  readonly callerReference: string;
  readonly comment: string | undefined;
  readonly privateZone: boolean;
  readonly vpcs: VPC[];
  records: ResourceRecordSet[];
}

interface Route53State {
  readonly zones: Map<string, HostedZoneRecord>;
}

export const ROUTE53_SLOT = {
  name: 'route53',
  scope: 'global' as const,
  create: (): Route53State => ({ zones: new Map() }),
};
