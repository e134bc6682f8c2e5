import type { CallSpecs, Permission } from '../../core/model/call';
import { onEndpoints } from '../../core/endpoints/calls';
import { ec2Resources } from '../../core/network/rule-calls';
import type { Calls } from './plan';

const subnetsToo: readonly Permission[] = [
  ...onEndpoints,
  { sid: 'EndpointSubnets', on: ec2Resources('subnet') },
];

/** The calls of this rule, and the permissions that they need. */
export const calls: CallSpecs<Calls> = {
  'ec2:ModifyVpcEndpoint': { step: subnetsToo, inverse: subnetsToo },
};
