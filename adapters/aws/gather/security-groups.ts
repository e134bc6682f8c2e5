import { type SecurityGroup, securityGroup } from '../../../core/slices/security-groups';
import { describeFiltered, type Filtered } from './filtered';
import type { GatherContext, Gatherer } from './gatherer';
import { inVpcs } from './selected';

const call = 'ec2:DescribeSecurityGroups';

export const securityGroups: Gatherer<'securityGroups'> = {
  calls: [call],
  read: async (wanted, context) => readSecurityGroups(context.clients, await inVpcs(wanted, context)),
};

export async function readSecurityGroups(
  clients: Pick<GatherContext['clients'], 'ec2'>,
  filtered: Filtered,
): Promise<readonly SecurityGroup[]> {
  const { DescribeSecurityGroupsCommand } = await import('@aws-sdk/client-ec2');
  const client = await clients.ec2();
  return describeFiltered(
    call,
    securityGroup,
    filtered,
    (input) => client.send(new DescribeSecurityGroupsCommand(input)),
    ({ SecurityGroups }) => SecurityGroups,
  );
}
