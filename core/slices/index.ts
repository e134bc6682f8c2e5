import type { z } from 'zod';
import { apps } from './apps';
import { blockPublicAccess } from './block-public-access';
import { dhcpOptions } from './dhcp-options';
import { domains } from './domains';
import { encryptionControls } from './encryption-controls';
import { endpointServices } from './endpoint-services';
import { endpoints } from './endpoints';
import { hostedZones } from './hosted-zones';
import { natGateways } from './nat-gateways';
import { networkInterfaces } from './network-interfaces';
import { notebooks } from './notebooks';
import { organizationPolicies } from './organization-policies';
import { prefixLists } from './prefix-lists';
import { principals } from './principals';
import { resolverRules } from './resolver-rules';
import { routeTables } from './route-tables';
import { route53Profiles } from './route53-profiles';
import { securityGroups } from './security-groups';
import { subnets } from './subnets';
import { vpcAttributes } from './vpc-attributes';
import { vpcs } from './vpcs';
import { zoneRecords } from './zone-records';
import type { SelectorFor, Slice } from './slice';

/** The kinds of observed state. To add one: its file here, its line below, and its gatherer in adapters/aws/gather. */
const all = {
  notebooks,
  domains,
  apps,
  endpoints,
  endpointServices,
  vpcAttributes,
  hostedZones,
  zoneRecords,
  resolverRules,
  route53Profiles,
  dhcpOptions,
  vpcs,
  subnets,
  routeTables,
  securityGroups,
  natGateways,
  blockPublicAccess,
  encryptionControls,
  networkInterfaces,
  prefixLists,
  principals,
  organizationPolicies,
};

export type SliceName = keyof typeof all;

/** The value of each slice. */
export type Slices = {
  readonly [S in SliceName]: z.output<ReturnType<(typeof all)[S]['schema']>>;
};

/** The selectors with which parts of a slice can be requested. */
export type SelectorOf<S extends SliceName> = SelectorFor<(typeof all)[S]['parts']>;

export const slices: { readonly [S in SliceName]: Slice<Slices[S]> } = all;

// The type of Object.keys does not include the keys.
export const sliceNames = Object.keys(slices) as readonly SliceName[];
