import type { SliceName } from '../../../core/slices';
import { apps } from './apps';
import { blockPublicAccess } from './block-public-access';
import { dhcpOptions } from './dhcp-options';
import { domains } from './domains';
import { encryptionControls } from './encryption-controls';
import { endpointServices } from './endpoint-services';
import { endpoints } from './endpoints';
import type { Gatherer } from './gatherer';
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

/** How each slice is read. Loads no AWS client, because the template's permissions are generated from this too. */
export const gatherers: { readonly [S in SliceName]: Gatherer<S> } = {
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
