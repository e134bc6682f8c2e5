import { vpcDnsAttributes } from '../../../core/slices/vpc-attributes';
import { asking, fitting } from './asking';
import { readByVpc } from './by-vpc';
import type { Gatherer } from './gatherer';
import { vpcIds } from './selected';

const call = 'ec2:DescribeVpcAttribute';

/** The DNS attributes of the VPCs. AWS returns one attribute per call. */
export const vpcAttributes: Gatherer<'vpcAttributes'> = {
  calls: [call],
  read: async (wanted, context) =>
    readByVpc(await vpcIds(wanted, context), async (VpcId) => {
      const { DescribeVpcAttributeCommand } = await import('@aws-sdk/client-ec2');
      const client = await context.clients.ec2();
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
    }),
};
