import { describe, expect, it } from '@jest/globals';
import type { NetworkInterface } from '@aws-sdk/client-ec2';
import { networkInterface } from '../slices/network-interfaces';
import { userOf } from './interface-user';

const uuid = '2f6d8f2c-0b6f-4c1a-9e7b-3a3a1c2b4d5e';
// AWS answers types that the SDK's enumeration does not have.
type Record = Omit<NetworkInterface, 'InterfaceType'> & { readonly InterfaceType?: string };

/** Shapes of published outputs of describe-network-interfaces. */
const users: readonly (readonly [Record, string | undefined])[] = [
  [{ Attachment: { InstanceId: 'i-0a' } }, 'instance i-0a'],
  [{ Attachment: { InstanceId: 'i-0a' }, Description: 'ELB app/mine/1' }, 'instance i-0a'],
  [{ InterfaceType: 'trunk', Attachment: { InstanceId: 'i-0a' } }, 'instance i-0a'],
  [{ InterfaceType: 'efa-only', Attachment: { InstanceId: 'i-0a' } }, 'instance i-0a'],
  [{ Description: `arn:aws:ecs:eu-west-1:1:attachment/${uuid}` }, `ECS task ${uuid}`],
  [
    { Description: `arn:aws-cn:ecs:cn-north-1:1:attachment/${uuid}`, Attachment: { InstanceId: 'i-0a' } },
    `ECS task ${uuid}`,
  ],
  [{ InterfaceType: 'lambda', Description: `AWS Lambda VPC ENI-my-fn-${uuid}` }, 'function my-fn'],
  [{ Description: 'AWS Lambda VPC ENI-my-fn' }, 'function my-fn'],
  [{ Description: 'AWS Lambda VPC ENI: my-fn' }, 'function my-fn'],
  [{ InterfaceType: 'lambda', Description: 'of ours' }, 'function eni-0'],
  [{ InterfaceType: 'branch' }, 'interface eni-0'],
  [{ InterfaceType: 'quicksight' }, 'interface eni-0'],
  [{ Description: 'RDSNetworkInterface', RequesterManaged: true }, 'interface eni-0 (RDSNetworkInterface)'],
  [{ Description: 'x'.repeat(200) }, `interface eni-0 (${'x'.repeat(57)}…)`],
  [{ Status: 'available', Description: `AWS Lambda VPC ENI-my-fn-${uuid}` }, undefined],
  [{ InterfaceType: 'nat_gateway' }, undefined],
  [{ InterfaceType: 'vpc_endpoint' }, undefined],
  [{ InterfaceType: 'efs' }, undefined],
  [{ Description: 'EFS mount target for fs-0 (fsmt-0)', RequesterManaged: true }, undefined],
  [{ Description: 'ELB app/web/1', RequesterId: 'amazon-elb', RequesterManaged: true }, undefined],
  [{ Description: 'ELB app/web/1' }, 'interface eni-0 (ELB app/web/1)'],
  [{ Description: '[DO NOT DELETE] ENI managed by SageMaker for Studio Domain(d-1) - a0' }, undefined],
];

describe('the user of a network interface', () => {
  it.each(users)('%j is %s', (record, name) => {
    const one = networkInterface.parse({ NetworkInterfaceId: 'eni-0', Status: 'in-use', ...record });
    expect(userOf(one)?.name).toBe(name);
  });
});
