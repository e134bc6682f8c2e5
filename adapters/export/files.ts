import { z } from 'zod';
import { badInput, BadInputError } from '../../core/bad-input';
import type { Slices } from '../../core/slices';
import { app } from '../../core/slices/apps';
import { type ByVpc, isUnread, type UnreadVpc } from '../../core/slices/by-vpc';
import { domain } from '../../core/slices/domains';
import { endpointService, subnet, vpcDnsAttributes, vpcEndpoint } from '../../core/slices/network';
import { notebookInstance } from '../../core/slices/notebooks';
import { authorizationDetails, organizationPolicies } from '../../core/slices/principals';
import { natGateway, prefixList, routeTable, vpc } from '../../core/slices/routing';
import { securityGroup } from '../../core/slices/security-groups';
import { found, hasKey, isRecord, itemHas } from './shape';
import type { Unreadable } from './unreadable';

/** One file of an export: how its slice is read from it, written to it, and told from the others. */
export interface ExportFile<T> {
  readonly name: string;
  /** What it has to hold, for messages. */
  readonly holds: string;
  /** Whether content without a telling name is of this kind. */
  readonly recognises: (content: unknown) => boolean;
  /**
   * @param missing resources that are known to exist but are not in the file
   * @throws BadInputError that names `source` and the place in it
   */
  readonly read: (content: unknown, source: string, missing: Unreadable['resources']) => T;
  readonly write: (value: T) => unknown;
}

type ExportFiles = { readonly [S in keyof Slices]: ExportFile<Slices[S]> };

/** The table "An export" of the contracts: raw AWS CLI output, one file a slice. */
export const exportFiles: ExportFiles = {
  notebooks: {
    name: 'notebook-instances.json',
    holds: 'an array of describe-notebook-instance outputs',
    recognises: (content) => itemHas(content, 'NotebookInstanceArn'),
    read: (content, source, missing) => ({
      items: fitting(z.array(notebookInstance), content, source, exportFiles.notebooks),
      unreadable: missing.notebooks,
    }),
    write: ({ items }) => items,
  },
  domains: {
    name: 'domains.json',
    holds: 'an array of describe-domain outputs',
    recognises: (content) => itemHas(content, 'DomainArn'),
    read: (content, source, missing) => ({
      items: fitting(z.array(domain), content, source, exportFiles.domains),
      unreadable: missing.domains,
    }),
    write: ({ items }) => items,
  },
  apps: {
    name: 'apps.json',
    holds: 'the output of list-apps',
    recognises: (content) => hasKey(content, 'Apps') || itemHas(content, 'AppType'),
    read: (content, source) => cliOutput('Apps', app, content, source, exportFiles.apps),
    write: (Apps) => ({ Apps }),
  },
  endpoints: {
    name: 'vpc-endpoints.json',
    holds: 'the output of describe-vpc-endpoints',
    recognises: (content) => hasKey(content, 'VpcEndpoints') || itemHas(content, 'VpcEndpointId'),
    read: (content, source) => cliOutput('VpcEndpoints', vpcEndpoint, content, source, exportFiles.endpoints),
    write: (VpcEndpoints) => ({ VpcEndpoints }),
  },
  endpointServices: {
    name: 'vpc-endpoint-services.json',
    holds: 'the output of describe-vpc-endpoint-services',
    recognises: (content) => hasKey(content, 'ServiceDetails') || itemHas(content, 'ServiceType'),
    read: (content, source) =>
      cliOutput('ServiceDetails', endpointService, content, source, exportFiles.endpointServices),
    write: (ServiceDetails) => ({ ServiceDetails }),
  },
  vpcAttributes: {
    name: 'vpc-attributes.json',
    holds: 'an object: VPC id → { "enableDnsSupport": …, "enableDnsHostnames": … }',
    recognises: (content) => eachVpc(content, (value) => hasKey(value, 'enableDnsSupport')),
    read: (content, source, { vpcAttributes }) => ({
      ...fitting(z.record(z.string(), vpcDnsAttributes), content, source, exportFiles.vpcAttributes),
      ...unreadVpcs(vpcAttributes),
    }),
    write: readVpcs,
  },
  hostedZones: {
    name: 'hosted-zones.json',
    holds: 'an object: VPC id → list of private zone names',
    recognises: (content) => eachVpc(content, Array.isArray),
    read: (content, source, { hostedZones }) => ({
      ...fitting(
        z.record(z.string(), z.array(z.string().transform((name) => name.replace(/\.$/, '')))),
        content,
        source,
        exportFiles.hostedZones,
      ),
      ...unreadVpcs(hostedZones),
    }),
    write: readVpcs,
  },
  vpcs: {
    name: 'vpcs.json',
    holds: 'the output of describe-vpcs',
    recognises: (content) => hasKey(content, 'Vpcs') || itemHas(content, 'DhcpOptionsId'),
    read: (content, source) => cliOutput('Vpcs', vpc, content, source, exportFiles.vpcs),
    write: (Vpcs) => ({ Vpcs }),
  },
  subnets: {
    name: 'subnets.json',
    holds: 'the output of describe-subnets',
    recognises: (content) => hasKey(content, 'Subnets') || itemHas(content, 'AvailabilityZone'),
    read: (content, source) => cliOutput('Subnets', subnet, content, source, exportFiles.subnets),
    write: (Subnets) => ({ Subnets }),
  },
  routeTables: {
    name: 'route-tables.json',
    holds: 'the output of describe-route-tables',
    recognises: (content) => hasKey(content, 'RouteTables') || itemHas(content, 'Routes'),
    read: (content, source) => cliOutput('RouteTables', routeTable, content, source, exportFiles.routeTables),
    write: (RouteTables) => ({ RouteTables }),
  },
  securityGroups: {
    name: 'security-groups.json',
    holds: 'the output of describe-security-groups',
    recognises: (content) => hasKey(content, 'SecurityGroups') || itemHas(content, 'IpPermissionsEgress'),
    read: (content, source) =>
      cliOutput('SecurityGroups', securityGroup, content, source, exportFiles.securityGroups),
    write: (SecurityGroups) => ({ SecurityGroups }),
  },
  natGateways: {
    name: 'nat-gateways.json',
    holds: 'the output of describe-nat-gateways',
    recognises: (content) => hasKey(content, 'NatGateways') || itemHas(content, 'NatGatewayId'),
    read: (content, source) => cliOutput('NatGateways', natGateway, content, source, exportFiles.natGateways),
    write: (NatGateways) => ({ NatGateways }),
  },
  prefixLists: {
    name: 'prefix-lists.json',
    holds: 'the output of describe-prefix-lists',
    recognises: (content) => hasKey(content, 'PrefixLists') || itemHas(content, 'PrefixListId'),
    read: (content, source) => cliOutput('PrefixLists', prefixList, content, source, exportFiles.prefixLists),
    write: (PrefixLists) => ({ PrefixLists }),
  },
  principals: {
    name: 'authorization-details.json',
    holds: 'the output of get-account-authorization-details',
    recognises: (content) =>
      ['UserDetailList', 'GroupDetailList', 'RoleDetailList'].some((key) => hasKey(content, key)),
    read: (content, source) => fitting(authorizationDetails, content, source, exportFiles.principals),
    write: (value) => value,
  },
  organizationPolicies: {
    name: 'organization-policies.json',
    holds: 'an object: { "scps": [[document, …], …], "rcps": [[document, …], …] }, root first',
    recognises: (content) => hasKey(content, 'scps') || hasKey(content, 'rcps'),
    read: (content, source) =>
      fitting(organizationPolicies, content, source, exportFiles.organizationPolicies),
    write: (value) => value,
  },
};

function fitting<T>(
  schema: z.ZodType<T>,
  content: unknown,
  source: string,
  { holds }: Pick<ExportFile<never>, 'holds'>,
): T {
  if (hasKey(content, 'NextToken') || (isRecord(content) && content['IsTruncated'] === true))
    throw new BadInputError(source, '', 'is one page of several: export all pages and put them together');
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const isTopLevel = parsed.error.issues.some(({ path }) => path.length === 0);
  if (isTopLevel) throw new BadInputError(source, '', `must be ${holds}; it holds ${found(content)}`);
  throw badInput(source, parsed.error);
}

/** The CLI wraps its output in a key; a bare array is what is left after `--query`. */
function cliOutput<T>(
  key: string,
  item: z.ZodType<T>,
  content: unknown,
  source: string,
  file: Pick<ExportFile<never>, 'holds'>,
): readonly T[] {
  const bare = z.array(item);
  if (Array.isArray(content)) return fitting(bare, content, source, file);
  return fitting(z.object({ [key]: bare }), content, source, file)[key] ?? [];
}

function unreadVpcs(missing: Unreadable['resources']['hostedZones']): Readonly<Record<string, UnreadVpc>> {
  return Object.fromEntries(missing.map(({ id, because }) => [id, { unreadable: because }]));
}

/** The others are in `unreadable.json`. */
function readVpcs(value: ByVpc<object>): object {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => !isUnread(one)));
}

function eachVpc(content: unknown, test: (value: unknown) => boolean): boolean {
  return (
    isRecord(content) &&
    Object.keys(content).length > 0 &&
    Object.entries(content).every(([id, value]) => id.startsWith('vpc-') && test(value))
  );
}
