import type { Permission } from '../model/call';
import { ec2Resources } from '../network/rule-calls';

/** Permission to change an endpoint. */
export const onEndpoints: readonly Permission[] = [{ sid: 'Endpoints', on: ec2Resources('vpc-endpoint') }];

/** For private DNS of an endpoint, AWS associates a hosted zone with the VPC on the caller's behalf. */
export const privateDns: readonly Permission[] = [
  {
    sid: 'PrivateDnsZone',
    action: 'route53:AssociateVPCWithHostedZone',
    on: ['arn:${AWS::Partition}:route53:::hostedzone/*'],
  },
];
