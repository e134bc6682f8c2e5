import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import type { RuleCase } from '../../test/rules/given';

const base: VpcEndpoint = {
  VpcEndpointId: 'vpce-0api',
  VpcEndpointType: 'Interface',
  VpcId: 'vpc-0ml',
  ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
  State: 'Available',
  Tags: [{ Key: 'confidentiality', Value: 'public' }],
};
const given = (change: Partial<VpcEndpoint> = {}) => ({ endpoints: [{ ...base, ...change }] });
const { Tags: _, ...withoutTags } = base;

export const cases: readonly RuleCase[] = [
  {
    name: 'public becomes internal',
    given: given(),
    expect: 'fail',
    plan: ['ec2:CreateTags'],
    planSays: ['"Value":"internal"', '"Value":"public"'],
  },
  {
    name: 'or what settings say',
    given: given(),
    settings: { rules: { 'endpoint-confidentiality': { level: 'secret' } } },
    expect: 'fail',
    plan: ['ec2:CreateTags'],
    planSays: ['"Value":"secret"'],
  },
  { name: 'one that is not ready waits', given: given({ State: 'Pending' }), expect: 'fail', plan: 'wait' },
  {
    name: "another account's is for its people",
    given: given({ OwnerId: '444455556666' }),
    expect: 'fail',
    plan: 'person',
  },
  {
    name: 'internal already',
    given: given({ Tags: [{ Key: 'confidentiality', Value: 'internal' }] }),
    expect: 'pass',
    says: ['internal'],
  },
  { name: 'without the tag', given: given({ Tags: [] }), expect: 'pass', says: ['not set'] },
  {
    name: 'whose tags are not in the answer',
    given: { endpoints: [withoutTags] },
    expect: 'unknown',
    says: ['its tags'],
  },
  { name: 'being deleted', given: given({ State: 'Deleting' }), expect: 'not-applicable' },
];
