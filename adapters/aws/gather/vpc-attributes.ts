import type { ByVpc } from '../../../core/slices/by-vpc';
import { type VpcDnsAttributes, vpcDnsAttributes } from '../../../core/slices/network';
import type { AwsClients } from '../clients';
import { asking, fitting } from './asking';
import { readByVpc } from './by-vpc';

const call = 'ec2:DescribeVpcAttribute';

/** The DNS attributes of these VPCs: AWS tells one attribute a call. */
export async function readVpcAttributes(
  clients: Pick<AwsClients, 'ec2'>,
  vpcs: readonly string[],
): Promise<ByVpc<VpcDnsAttributes>> {
  return readByVpc(vpcs, async (VpcId) => {
    const { DescribeVpcAttributeCommand } = await import('@aws-sdk/client-ec2');
    const client = await clients.ec2();
    const support = await asking(call, () =>
      client.send(new DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsSupport' })),
    );
    const hostnames = await asking(call, () =>
      client.send(new DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsHostnames' })),
    );
    return fitting(call, vpcDnsAttributes, {
      enableDnsSupport: support.EnableDnsSupport?.Value,
      enableDnsHostnames: hostnames.EnableDnsHostnames?.Value,
    });
  });
}
