import type {
  DeleteVpcEndpointsRequest,
  DeleteVpcEndpointsResult,
  DescribeVpcEndpointServicesRequest,
  DescribeVpcEndpointServicesResult,
  DescribeVpcEndpointsRequest,
} from '@aws-sdk/client-ec2';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { defined, given } from '../members';
import { endpointServicesOf } from './catalogue';
import {
  describeEndpoint,
  requesterManaged,
  finishTransition,
  type WireEndpoint,
  zonesOffering,
} from './endpoint';
import { ec2Page, matchesFilters } from './filters';
import { EC2_SLOT, find } from './state';

interface WireResult {
  readonly VpcEndpoints: readonly WireEndpoint[];
  readonly NextToken?: string;
}

export function describeVpcEndpoints(input: DescribeVpcEndpointsRequest, call: Call): WireResult {
  const { endpoints } = call.state(EC2_SLOT);
  const chosen = input.VpcEndpointIds?.map((id) => find(endpoints, id, 'vpce', 'InvalidVpcEndpointId'));
  const described = (chosen ?? [...endpoints.values()]).map((endpoint) => describeEndpoint(endpoint, call));
  const matching = described.filter((endpoint) =>
    matchesFilters(
      input.Filters,
      {
        'vpc-endpoint-id': [endpoint.VpcEndpointId],
        'vpc-endpoint-type': [endpoint.VpcEndpointType],
        'vpc-endpoint-state': [endpoint.State],
        'vpc-id': [endpoint.VpcId],
        'service-name': [endpoint.ServiceName],
        'service-region': [endpoint.ServiceRegion],
        'ip-address-type': [endpoint.IpAddressType],
      },
      endpoint.Tags ?? [],
    ),
  );
  const { items, next } = ec2Page(matching, input);
  return defined({ VpcEndpoints: items, NextToken: next });
}

/** Deletion is asynchronous. Ids that cannot be deleted are returned in `Unsuccessful`, with HTTP 200. */
export function deleteVpcEndpoints(input: DeleteVpcEndpointsRequest, call: Call): DeleteVpcEndpointsResult {
  const { endpoints } = call.state(EC2_SLOT);
  const unsuccessful = given(input.VpcEndpointIds).flatMap((id) => {
    const endpoint = endpoints.get(id);
    if (endpoint === undefined) {
      const text = `The Vpc Endpoint Id '${id}' does not exist`;
      return [{ ResourceId: id, Error: { Code: 'InvalidVpcEndpoint.NotFound', Message: text } }];
    }
    if (endpoint.detail.RequesterManaged === true) {
      const { code, message } = requesterManaged(endpoint.detail.ServiceName);
      return [{ ResourceId: id, Error: { Code: code, Message: message } }];
    }
    if (endpoint.detail.State !== 'Deleting') {
      endpoint.detail.State = 'Deleting';
      finishTransition(call, id, 'Deleting', call.account.timings.endpointDelete);
    }
    return [];
  });
  return { Unsuccessful: unsuccessful };
}

export function describeVpcEndpointServices(
  input: DescribeVpcEndpointServicesRequest,
  call: Call,
): DescribeVpcEndpointServicesResult {
  const all = endpointServicesOf(call.region);
  for (const name of input.ServiceNames ?? []) {
    if (!all.some((service) => service.name === name)) {
      throw new AwsError('InvalidServiceName', `The Vpc Endpoint Service '${name}' does not exist`);
    }
  }
  const matching = all.filter(
    (service) =>
      (input.ServiceNames === undefined || input.ServiceNames.includes(service.name)) &&
      matchesFilters(
        input.Filters,
        { 'service-name': [service.name], 'service-type': service.types, owner: ['amazon'] },
        [],
      ),
  );
  const { items, next } = ec2Page(matching, input);
  return defined({
    ServiceNames: items.map((service) => service.name),
    ServiceDetails: items.map((service) => ({
      ServiceName: service.name,
      ServiceId: `vpce-svc-0${Buffer.from(service.name).toString('hex').slice(-16)}`,
      ServiceType: service.types.map((ServiceType) => ({ ServiceType })),
      ServiceRegion: call.region,
      AvailabilityZones: [...zonesOffering(call, service.name)],
      Owner: 'amazon',
      BaseEndpointDnsNames: [`${call.region}.vpce.amazonaws.com`],
      ...defined({ PrivateDnsName: service.privateDnsNames[0] }),
      PrivateDnsNames: service.privateDnsNames.map((PrivateDnsName) => ({ PrivateDnsName })),
      PrivateDnsNameVerificationState: 'verified' as const,
      VpcEndpointPolicySupported: service.policySupported,
      AcceptanceRequired: false,
      ManagesVpcEndpoints: false,
      Tags: [],
    })),
    NextToken: next,
  });
}
