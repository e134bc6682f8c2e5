import type { CallSpecs, Permission } from '../../core/model/call';
import { ec2Resources } from '../../core/network/rule-calls';
import { key } from './evaluate';
import type { Calls } from './plan';

/** Only this tag of endpoints. ForAllValues alone would also allow a request without any tag. */
const tagging: readonly Permission[] = [
  {
    sid: 'TagConfidentiality',
    on: ec2Resources('vpc-endpoint'),
    when: { 'ForAllValues:StringEquals': { 'aws:TagKeys': [key] }, Null: { 'aws:TagKeys': 'false' } },
  },
];

/** The calls of this rule, and their permissions. */
export const calls: CallSpecs<Calls> = { 'ec2:CreateTags': { step: tagging, inverse: tagging } };
