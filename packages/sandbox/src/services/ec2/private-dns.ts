import type { Call } from '../../account/account';
import { ec2 as refusals } from '../../refusals/ec2';
import { refused } from '../../refusals/refusal';
import { ROUTE53_SLOT } from '../route53/state';
import type { EndpointService } from './catalogue';
import { EC2_SLOT, type VpcRecord } from './state';

/**
 * Refuses private DNS where AWS does: both DNS attributes of the VPC must be on, and no other endpoint or zone in the
 * VPC may have the name. UNVERIFIED: whether an associated private hosted zone with the name gives the same error.
 */
export function checkPrivateDns(
  call: Call,
  vpc: VpcRecord,
  service: EndpointService,
  endpointId?: string,
): void {
  if (!vpc.dnsSupport || !vpc.dnsHostnames) {
    throw refused(refusals.dnsAttributes, { vpc: vpc.id });
  }
  for (const name of service.privateDnsNames) {
    if (ownedByEndpoint(call, vpc.id, service.name, endpointId) || ownedByZone(call, vpc.id, name)) {
      throw refused(refusals.conflictingDns, { name, vpc: vpc.id });
    }
  }
}

/** An endpoint that is being deleted still has its name: AWS takes minutes to release it. */
function ownedByEndpoint(call: Call, vpcId: string, service: string, except: string | undefined): boolean {
  return [...call.state(EC2_SLOT).endpoints.values()].some(
    ({ detail }) =>
      detail.VpcEndpointId !== except &&
      detail.VpcId === vpcId &&
      detail.ServiceName === service &&
      detail.PrivateDnsEnabled === true,
  );
}

function ownedByZone(call: Call, vpcId: string, name: string): boolean {
  const wanted = `${name.replace(/^\*\./, '')}.`;
  return [...call.state(ROUTE53_SLOT).zones.values()].some(
    (zone) =>
      zone.name === wanted && zone.vpcs.some((vpc) => vpc.VPCId === vpcId && vpc.VPCRegion === call.region),
  );
}
