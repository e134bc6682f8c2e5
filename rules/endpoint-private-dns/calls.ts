import type { CallSpecs, Permission } from '../../core/model/call';
import { onEndpoints, privateDns } from '../../core/endpoints/calls';
import { ec2Resources } from '../../core/network/rule-calls';
import type { Calls } from './plan';

const onVpcs: readonly Permission[] = [{ sid: 'Vpcs', on: ec2Resources('vpc') }];

/** The calls of this rule, and the permissions that they need. Undo only ever turns private DNS off. */
export const calls: CallSpecs<Calls> = {
  'ec2:ModifyVpcAttribute': { step: onVpcs, inverse: onVpcs },
  'ec2:ModifyVpcEndpoint': { step: [...onEndpoints, ...privateDns], inverse: onEndpoints },
};
