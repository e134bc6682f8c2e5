import type { Permission } from '../model/call';
import { ec2Resources } from '../network/rule-calls';

/** Changing an endpoint. */
export const onEndpoints: readonly Permission[] = [{ sid: 'Endpoints', on: ec2Resources('vpc-endpoint') }];

/** Private DNS of an endpoint makes AWS associate a hosted zone with the VPC on the caller's behalf. */
export const privateDns: readonly Permission[] = [
  {
    sid: 'PrivateDnsZone',
    action: 'route53:AssociateVPCWithHostedZone',
    on: ['arn:${AWS::Partition}:route53:::hostedzone/*'],
  },
];
