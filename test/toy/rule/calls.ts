import type { CallSpecs, Permission } from '../../core/model/call';
import { ec2Resources } from '../../core/network/rule-calls';
import { key } from './evaluate';
import type { Calls } from './plan';

/** This tag of endpoints, and no other. Where the request names no tag at all, ForAllValues alone would let it pass. */
const tagging: readonly Permission[] = [
  {
    sid: 'TagConfidentiality',
    on: ec2Resources('vpc-endpoint'),
    when: { 'ForAllValues:StringEquals': { 'aws:TagKeys': [key] }, Null: { 'aws:TagKeys': 'false' } },
  },
];

/** The calls of this rule, and what they need. */
export const calls: CallSpecs<Calls> = { 'ec2:CreateTags': { step: tagging, inverse: tagging } };
