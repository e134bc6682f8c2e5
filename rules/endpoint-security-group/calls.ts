import type { CallSpecs } from '../../core/model/call';
import { authorizeRule, authorizing, onGroups, revokeRule } from '../../core/network/rule-calls';
import type { Calls } from './steps';

/** The calls of this rule, and the permissions that they need. Undo creates rules again without tags. */
export const calls: CallSpecs<Calls> = {
  'ec2:AuthorizeSecurityGroupIngress': {
    step: authorizing,
    inverse: onGroups,
    perform: authorizeRule('Ingress'),
  },
  'ec2:RevokeSecurityGroupIngress': { step: onGroups, inverse: onGroups, perform: revokeRule('Ingress') },
  'ec2:AuthorizeSecurityGroupEgress': { step: authorizing, perform: authorizeRule('Egress') },
  'ec2:RevokeSecurityGroupEgress': { inverse: onGroups, perform: revokeRule('Egress') },
};
