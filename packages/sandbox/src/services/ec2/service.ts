import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { ec2 as refusals } from '../../refusals/ec2';
import type { Handler, Service } from '../service';
import { createVpcEndpoint } from './create-endpoint';
import { deleteVpcEndpoints, describeVpcEndpoints, describeVpcEndpointServices } from './endpoints';
import { associateDhcpOptions, createDhcpOptions, describeDhcpOptions } from './dhcp-options';
import {
  createVpcEncryptionControl,
  describeVpcEncryptionControls,
  modifyVpcEncryptionControl,
} from './encryption-controls';
import {
  createNatGateway,
  deleteNatGateway,
  describeManagedPrefixLists,
  describeNatGateways,
  describePrefixLists,
  getManagedPrefixListEntries,
} from './gateways';
import {
  attachNetworkInterface,
  createNetworkInterface,
  describeNetworkInterfaces,
} from './network-interfaces';
import { modifyVpcEndpoint } from './modify-endpoint';
import {
  createVpcBlockPublicAccessExclusion,
  deleteVpcBlockPublicAccessExclusion,
  describeVpcBlockPublicAccessExclusions,
  describeVpcBlockPublicAccessOptions,
  modifyVpcBlockPublicAccessOptions,
} from './public-access';
import {
  associateRouteTable,
  createRoute,
  createRouteTable,
  deleteRoute,
  describeRouteTables,
  disassociateRouteTable,
  replaceRoute,
} from './route-tables';
import {
  authorize,
  createSecurityGroup,
  deleteSecurityGroup,
  describeSecurityGroups,
  revoke,
} from './security-groups';
import { EC2_SLOT } from './state';
import { createSubnet, describeSubnets } from './subnets';
import { createTags, describeTags } from './tags';
import { createVpc, describeVpcAttribute, describeVpcs, modifyVpcAttribute } from './vpcs';

const operations: Readonly<Record<string, Handler>> = {
  CreateVpc: createVpc,
  DescribeVpcs: describeVpcs,
  DescribeVpcAttribute: describeVpcAttribute,
  ModifyVpcAttribute: modifyVpcAttribute,
  CreateDhcpOptions: createDhcpOptions,
  AssociateDhcpOptions: associateDhcpOptions,
  DescribeDhcpOptions: describeDhcpOptions,
  CreateSubnet: createSubnet,
  DescribeSubnets: describeSubnets,
  CreateSecurityGroup: createSecurityGroup,
  DescribeSecurityGroups: describeSecurityGroups,
  DeleteSecurityGroup: deleteSecurityGroup,
  AuthorizeSecurityGroupIngress: authorize('ingress'),
  AuthorizeSecurityGroupEgress: authorize('egress'),
  RevokeSecurityGroupIngress: revoke('ingress'),
  RevokeSecurityGroupEgress: revoke('egress'),
  CreateRouteTable: createRouteTable,
  CreateRoute: createRoute,
  ReplaceRoute: replaceRoute,
  DeleteRoute: deleteRoute,
  AssociateRouteTable: associateRouteTable,
  DisassociateRouteTable: disassociateRouteTable,
  DescribeRouteTables: describeRouteTables,
  CreateNatGateway: createNatGateway,
  DeleteNatGateway: deleteNatGateway,
  DescribeNatGateways: describeNatGateways,
  DescribeVpcBlockPublicAccessOptions: describeVpcBlockPublicAccessOptions,
  ModifyVpcBlockPublicAccessOptions: modifyVpcBlockPublicAccessOptions,
  CreateVpcBlockPublicAccessExclusion: createVpcBlockPublicAccessExclusion,
  DeleteVpcBlockPublicAccessExclusion: deleteVpcBlockPublicAccessExclusion,
  DescribeVpcBlockPublicAccessExclusions: describeVpcBlockPublicAccessExclusions,
  CreateVpcEncryptionControl: createVpcEncryptionControl,
  ModifyVpcEncryptionControl: modifyVpcEncryptionControl,
  DescribeVpcEncryptionControls: describeVpcEncryptionControls,
  CreateNetworkInterface: createNetworkInterface,
  AttachNetworkInterface: attachNetworkInterface,
  DescribeNetworkInterfaces: describeNetworkInterfaces,
  DescribePrefixLists: describePrefixLists,
  DescribeManagedPrefixLists: describeManagedPrefixLists,
  GetManagedPrefixListEntries: getManagedPrefixListEntries,
  CreateVpcEndpoint: createVpcEndpoint,
  DescribeVpcEndpoints: describeVpcEndpoints,
  ModifyVpcEndpoint: modifyVpcEndpoint,
  DeleteVpcEndpoints: deleteVpcEndpoints,
  DescribeVpcEndpointServices: describeVpcEndpointServices,
  CreateTags: createTags,
  DescribeTags: describeTags,
};

/** A dry run only checks permissions, and its success is an error. ModifyVpcAttribute has no such parameter. */
function withDryRun(handler: Handler): Handler {
  return (input: { DryRun?: boolean }, call: Call) => {
    if (input.DryRun === true) {
      throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
    }
    // The same input that the handler was called with.
    return handler(input as never, call);
  };
}

export const EC2: Service = {
  name: 'ec2',
  eventSource: 'ec2',
  protocol: 'ec2',
  xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  sdk: () => import('@aws-sdk/client-ec2'),
  throttled: { code: 'RequestLimitExceeded', status: 503, says: refusals.tooManyRequests.says },
  denied: { code: 'UnauthorizedOperation', status: 403 },
  slot: EC2_SLOT,
  operations: Object.fromEntries(
    Object.entries(operations).map(([name, handler]) => [name, withDryRun(handler)]),
  ),
};
