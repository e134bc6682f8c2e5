import type { FindingRecord } from '../../core/model/ledger';

/** A failing finding about a VPC, with the differences given. */
export function findingRecord(changes: Partial<FindingRecord> = {}): FindingRecord {
  const at = '2026-11-20T10:00:00.000Z';
  return {
    id: 'r/111122223333/us-east-1/vpc/vpc-1',
    rule: 'r',
    resource: {
      type: 'AWS::EC2::VPC',
      id: 'vpc-1',
      arn: 'arn:aws:ec2:us-east-1:111122223333:vpc/vpc-1',
      region: 'us-east-1',
    },
    status: 'fail',
    outcome: 'ticketed',
    severity: 'high',
    message: 'it fails',
    because: 'ticket is the mode set for this rule',
    firstSeenAt: at,
    updatedAt: at,
    failingSince: at,
    episodes: 1,
    performed: [],
    shown: [],
    digest: 'digest',
    ...changes,
  };
}
