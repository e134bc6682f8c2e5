import type { CallSpecs } from '../../core/model/call';
import { onEndpoints } from '../../core/endpoints/calls';
import type { Calls } from './plan';

/** The calls of this rule, and the permissions that they need. */
export const calls: CallSpecs<Calls> = {
  'ec2:ModifyVpcEndpoint': { step: onEndpoints, inverse: onEndpoints },
};
