import type { CallSpecs } from '../../core/model/call';
import { authorizeRule, authorizing, onGroups, revokeRule } from '../../core/network/rule-calls';
import type { Calls } from './plan';

/** The calls of this rule, and the permissions that they need. */
export const calls: CallSpecs<Calls> = {
  'ec2:AuthorizeSecurityGroupEgress': { step: authorizing, perform: authorizeRule('Egress') },
  'ec2:RevokeSecurityGroupEgress': { inverse: onGroups, perform: revokeRule('Egress') },
};
