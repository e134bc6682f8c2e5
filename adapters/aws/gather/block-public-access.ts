import { z } from 'zod';
import {
  blockPublicAccessExclusion,
  blockPublicAccessOptions,
} from '../../../core/slices/block-public-access';
import { asking, askingPages, fitting } from './asking';
import type { Gatherer } from './gatherer';

const optionsCall = 'ec2:DescribeVpcBlockPublicAccessOptions';
const exclusionsCall = 'ec2:DescribeVpcBlockPublicAccessExclusions';

/** VPC Block Public Access of the account. Exclusions spare from nothing where it is off: then one call is enough. */
export const blockPublicAccess: Gatherer<'blockPublicAccess'> = {
  calls: [optionsCall, exclusionsCall],
  read: async (wanted, { clients }) => {
    if (wanted !== 'all') return {};
    const { DescribeVpcBlockPublicAccessOptionsCommand, DescribeVpcBlockPublicAccessExclusionsCommand } =
      await import('@aws-sdk/client-ec2');
    const client = await clients.ec2();
    const reply = await asking(optionsCall, () =>
      client.send(new DescribeVpcBlockPublicAccessOptionsCommand({})),
    );
    const options = fitting(optionsCall, blockPublicAccessOptions, reply.VpcBlockPublicAccessOptions);
    if (options.InternetGatewayBlockMode === 'off') return { VpcBlockPublicAccessOptions: options };
    const exclusions = await askingPages(
      exclusionsCall,
      (NextToken) =>
        client.send(new DescribeVpcBlockPublicAccessExclusionsCommand({ MaxResults: 1_000, NextToken })),
      ({ VpcBlockPublicAccessExclusions }) => VpcBlockPublicAccessExclusions,
    );
    return {
      VpcBlockPublicAccessOptions: options,
      VpcBlockPublicAccessExclusions: fitting(
        exclusionsCall,
        z.array(blockPublicAccessExclusion),
        exclusions,
      ),
    };
  },
};
