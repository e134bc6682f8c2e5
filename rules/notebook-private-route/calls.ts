import type { CallSpecs } from '../../core/call';
import { authorize, authorizing, onGroups, revoke } from '../../core/network/rule-calls';
import type { Calls } from './plan';

/** The calls of this rule, and what they need. */
export const calls: CallSpecs<Calls> = {
  'ec2:AuthorizeSecurityGroupEgress': { step: authorizing, perform: authorize('Egress') },
  'ec2:RevokeSecurityGroupEgress': { inverse: onGroups, perform: revoke('Egress') },
};
