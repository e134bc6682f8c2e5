import type {
  AssociateDhcpOptionsRequest,
  CreateDhcpOptionsRequest,
  CreateDhcpOptionsResult,
  DescribeDhcpOptionsRequest,
  DescribeDhcpOptionsResult,
  DhcpOptions,
} from '@aws-sdk/client-ec2';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { defined, given } from '../members';
import { ec2Page, matchesFilters } from './filters';
import { DEFAULT_DHCP_OPTIONS, EC2_SLOT, find } from './state';
import { tagNew, tagsOf } from './tags';
import { findVpc } from './vpcs';

/** AWS's set: its own DNS server, and the Region's domain (VPC user guide, "DHCP option sets in Amazon VPC"). */
function defaultSet({ region, account }: Call): DhcpOptions {
  const domain = region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
  return {
    DhcpOptionsId: DEFAULT_DHCP_OPTIONS,
    OwnerId: account.accountId,
    DhcpConfigurations: [
      { Key: 'domain-name', Values: [{ Value: domain }] },
      { Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] },
    ],
  };
}

const keys = [
  'domain-name-servers',
  'domain-name',
  'ntp-servers',
  'netbios-name-servers',
  'netbios-node-type',
  'ipv6-address-preferred-lease-time',
];

export function createDhcpOptions(input: CreateDhcpOptionsRequest, call: Call): CreateDhcpOptionsResult {
  const configurations = given(input.DhcpConfigurations);
  const unknown = configurations.find(({ Key = '' }) => !keys.includes(Key));
  if (unknown !== undefined)
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${String(unknown.Key)}) for parameter dhcpOption is invalid.`,
    );
  const set = {
    DhcpOptionsId: call.account.ids.ec2('dopt'),
    OwnerId: call.account.accountId,
    DhcpConfigurations: configurations.map(({ Key, Values = [] }) =>
      defined({ Key, Values: Values.map((Value) => ({ Value })) }),
    ),
  };
  call.state(EC2_SLOT).dhcpOptions.set(set.DhcpOptionsId, set);
  tagNew(call, set.DhcpOptionsId, 'dhcp-options', input.TagSpecifications);
  return { DhcpOptions: { ...set, Tags: tagsOf(call, set.DhcpOptionsId) } };
}

/** `default` for none: the VPC then has no DHCP options at all. */
export function associateDhcpOptions(input: AssociateDhcpOptionsRequest, call: Call): void {
  const vpc = findVpc(call, given(input.VpcId));
  const id = given(input.DhcpOptionsId);
  if (id !== 'default') findSet(call, id);
  vpc.dhcpOptions = id;
}

export function describeDhcpOptions(
  input: DescribeDhcpOptionsRequest,
  call: Call,
): DescribeDhcpOptionsResult {
  const all = [defaultSet(call), ...call.state(EC2_SLOT).dhcpOptions.values()];
  const chosen = input.DhcpOptionsIds?.map((id) => findSet(call, id)) ?? all;
  const matching = chosen.filter(({ DhcpOptionsId = '', OwnerId }) =>
    matchesFilters(
      input.Filters,
      { 'dhcp-options-id': [DhcpOptionsId], 'owner-id': [OwnerId] },
      tagsOf(call, DhcpOptionsId),
    ),
  );
  const { items, next } = ec2Page(matching, input);
  return defined({
    DhcpOptions: items.map((set) => ({ ...set, Tags: tagsOf(call, set.DhcpOptionsId ?? '') })),
    NextToken: next,
  });
}

function findSet(call: Call, id: string): DhcpOptions {
  return id === DEFAULT_DHCP_OPTIONS
    ? defaultSet(call)
    : find(call.state(EC2_SLOT).dhcpOptions, id, 'dopt', 'InvalidDhcpOptionID');
}
