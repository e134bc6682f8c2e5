import type { CallSpecs } from '../../core/call';
import { authorize, authorizing, onGroups, revoke } from '../../core/network/rule-calls';
import type { Calls } from './steps';

/** The calls of this rule, and what they need. An undo makes rules anew without tags. */
export const calls: CallSpecs<Calls> = {
  'ec2:AuthorizeSecurityGroupIngress': {
    step: authorizing,
    inverse: onGroups,
    perform: authorize('Ingress'),
  },
  'ec2:RevokeSecurityGroupIngress': { step: onGroups, inverse: onGroups, perform: revoke('Ingress') },
  'ec2:AuthorizeSecurityGroupEgress': { step: authorizing, perform: authorize('Egress') },
  'ec2:RevokeSecurityGroupEgress': { inverse: onGroups, perform: revoke('Egress') },
};
