import type { Filter, Subnet as SdkSubnet } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { type Subnet, subnet } from '../../../core/slices/network';
import type { Slices } from '../../../core/slices';
import type { Narrow } from '../../../core/snapshot';
import type { AwsClients } from '../clients';
import { allPages, fitting } from './asking';
import { inFilterChunks } from './ec2-filter';

const call = 'ec2:DescribeSubnets';
const replySchema = z.object({ Subnets: z.array(subnet) });

/** The subnets of the Region, or those with these ids. */
export async function readSubnets(
  clients: Pick<AwsClients, 'ec2'>,
  narrow: Narrow,
): Promise<readonly Subnet[]> {
  const subnets =
    narrow === 'all'
      ? await describe(clients, [])
      : await inFilterChunks(narrow, (ids) => describe(clients, [{ Name: 'subnet-id', Values: ids }]));
  return fitting(call, replySchema, { Subnets: subnets }).Subnets;
}

/** Subnet ids as they are, names of notebooks as their subnets. A notebook may be called like a subnet: then both. */
export function subnetsMeant(ids: readonly string[], { items }: Slices['notebooks']): readonly string[] {
  const ofNotebooks = items.flatMap(({ NotebookInstanceName: name, SubnetId: subnet }) =>
    subnet !== undefined && ids.includes(name) ? [subnet] : [],
  );
  return [...new Set([...ids.filter((id) => /^subnet-[0-9a-z]+$/.test(id)), ...ofNotebooks])];
}

async function describe(
  clients: Pick<AwsClients, 'ec2'>,
  filters: readonly Filter[],
): Promise<readonly SdkSubnet[]> {
  const { DescribeSubnetsCommand } = await import('@aws-sdk/client-ec2');
  const client = await clients.ec2();
  return allPages(call, async (NextToken) => {
    const reply = await client.send(
      new DescribeSubnetsCommand({
        ...(filters.length === 0 ? {} : { Filters: [...filters] }),
        MaxResults: 1_000,
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    );
    return { items: reply.Subnets, next: reply.NextToken };
  });
}
