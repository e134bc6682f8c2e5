import type { Filter } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import {
  type NatGateway,
  natGateway,
  type RouteTable,
  routeTable,
  type Vpc,
  vpc,
} from '../../../core/slices/routing';
import { type SecurityGroup, securityGroup } from '../../../core/slices/security-groups';
import { type Subnet, subnet } from '../../../core/slices/network';
import type { AwsClients } from '../clients';
import { allPages, fitting } from './asking';
import { inFilterChunks } from './ec2-filter';

type Ec2 = Pick<AwsClients, 'ec2'>;

/** What to read: everything in the Region, or what a filter with these values lets through. */
export type Wanted = 'all' | { readonly filter: string; readonly values: readonly string[] };

interface Asked {
  readonly filters: { readonly Filters?: Filter[] };
  readonly page: { readonly MaxResults: number; readonly NextToken?: string };
}

/** All pages of a Describe call, a thousand items each, in as few calls as its filters allow. */
async function describe<T>(
  call: string,
  schema: z.ZodType<T>,
  wanted: Wanted,
  send: (
    asked: Asked,
  ) => Promise<{ readonly items: readonly unknown[] | undefined; readonly next?: string | undefined }>,
): Promise<readonly T[]> {
  const read = (filters: Asked['filters']): Promise<readonly unknown[]> =>
    allPages(call, async (NextToken) => {
      const page = { MaxResults: 1_000, ...(NextToken === undefined ? {} : { NextToken }) };
      const { items, next } = await send({ filters, page });
      return { items, next };
    });
  const items =
    wanted === 'all'
      ? await read({})
      : await inFilterChunks(wanted.values, (Values) => read({ Filters: [{ Name: wanted.filter, Values }] }));
  return fitting(call, z.array(schema), items);
}

export async function readVpcs(clients: Ec2, wanted: Wanted): Promise<readonly Vpc[]> {
  const { DescribeVpcsCommand } = await import('@aws-sdk/client-ec2');
  const client = await clients.ec2();
  return describe('ec2:DescribeVpcs', vpc, wanted, async ({ filters, page }) => {
    const reply = await client.send(new DescribeVpcsCommand({ ...filters, ...page }));
    return { items: reply.Vpcs, next: reply.NextToken };
  });
}

export async function readSubnets(clients: Ec2, wanted: Wanted): Promise<readonly Subnet[]> {
  const { DescribeSubnetsCommand } = await import('@aws-sdk/client-ec2');
  const client = await clients.ec2();
  return describe('ec2:DescribeSubnets', subnet, wanted, async ({ filters, page }) => {
    const reply = await client.send(new DescribeSubnetsCommand({ ...filters, ...page }));
    return { items: reply.Subnets, next: reply.NextToken };
  });
}

/** AWS gives at most a hundred route tables a page. */
export async function readRouteTables(clients: Ec2, wanted: Wanted): Promise<readonly RouteTable[]> {
  const { DescribeRouteTablesCommand } = await import('@aws-sdk/client-ec2');
  const client = await clients.ec2();
  return describe('ec2:DescribeRouteTables', routeTable, wanted, async ({ filters, page }) => {
    const reply = await client.send(new DescribeRouteTablesCommand({ ...filters, ...page, MaxResults: 100 }));
    return { items: reply.RouteTables, next: reply.NextToken };
  });
}

export async function readSecurityGroups(clients: Ec2, wanted: Wanted): Promise<readonly SecurityGroup[]> {
  const { DescribeSecurityGroupsCommand } = await import('@aws-sdk/client-ec2');
  const client = await clients.ec2();
  return describe('ec2:DescribeSecurityGroups', securityGroup, wanted, async ({ filters, page }) => {
    const reply = await client.send(new DescribeSecurityGroupsCommand({ ...filters, ...page }));
    return { items: reply.SecurityGroups, next: reply.NextToken };
  });
}

/** This call alone spells its parameter `Filter`. */
export async function readNatGateways(clients: Ec2, wanted: Wanted): Promise<readonly NatGateway[]> {
  const { DescribeNatGatewaysCommand } = await import('@aws-sdk/client-ec2');
  const client = await clients.ec2();
  return describe('ec2:DescribeNatGateways', natGateway, wanted, async ({ filters, page }) => {
    const Filter = filters.Filters;
    const reply = await client.send(
      new DescribeNatGatewaysCommand({ ...(Filter === undefined ? {} : { Filter }), ...page }),
    );
    return { items: reply.NatGateways, next: reply.NextToken };
  });
}
