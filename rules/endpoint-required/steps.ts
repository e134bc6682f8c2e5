import type { StepOf } from '../../core/model/plan';
import type { Calls, NewEndpoint } from './inputs';
import { groupName, type Groups } from './groups';
import { tagsFor } from './tags';

type Step = StepOf<Calls>;

/**
 * The steps for the dedicated group: creating it and adding the missing permissions. It costs nothing, but needs
 * approval because it is only created for the endpoints.
 */
export function groupSteps(VpcId: string, groups: Exclude<Groups, { kind: 'person' }>): readonly Step[] {
  if (groups.kind === 'existing') return [];
  const steps: Step[] = [];
  const group = { VpcId, GroupName: groupName };
  if (!groups.exists)
    steps.push({
      call: 'ec2:CreateSecurityGroup',
      input: {
        ...group,
        Description: 'SageMaker interface endpoints: HTTPS from notebooks and Studio',
        TagSpecifications: [{ ResourceType: 'security-group', Tags: tagsFor(groupName) }],
      },
      why: `no security group of an endpoint in ${VpcId} lets all notebooks and domains in without letting the internet in`,
      precondition: `${VpcId} has no security group ${groupName}`,
      inverse: [{ call: 'ec2:DeleteSecurityGroup', input: group, why: 'it was made for the endpoints' }],
      approval: 'required',
    });
  if (groups.permissions.length > 0) {
    const input = { ...group, IpPermissions: [...groups.permissions] };
    steps.push({
      call: 'ec2:AuthorizeSecurityGroupIngress',
      input,
      why: 'notebooks and domains reach the endpoints on TCP 443 only if the endpoints let them in',
      precondition: `${groupName} does not let them in`,
      inverse: [
        {
          call: 'ec2:RevokeSecurityGroupIngress',
          input,
          why: 'the rule was not there before',
        },
      ],
      approval: 'required',
    });
  }
  return steps;
}

export function endpointStep(
  endpoint: NewEndpoint,
  cost: string,
  groups: Exclude<Groups, { kind: 'person' }>,
  others: string,
): Step {
  const { VpcId, ServiceName, PrivateDnsEnabled, PolicyDocument } = endpoint;
  const dns = PrivateDnsEnabled
    ? `Its private DNS name then resolves to it in the whole VPC. ${others}`
    : "Its private DNS stays off until the VPC's DNS attributes are on (rule endpoint-private-dns)";
  const policy = PolicyDocument === undefined ? ' The service takes no endpoint policy.' : '';
  const from = groups.kind === 'existing' ? `, with the security groups of ${groups.of}` : '';
  return {
    call: 'ec2:CreateVpcEndpoint',
    input: endpoint,
    why: `calls to ${ServiceName} then stay in ${VpcId}${from}. It costs ${cost}. ${dns}.${policy}`,
    precondition: `${VpcId} has no endpoint for ${ServiceName}, and no private hosted zone serves its name`,
    inverse: [
      {
        call: 'ec2:DeleteVpcEndpoints',
        input: { VpcId, ServiceName },
        why: 'the endpoint that was made here; its security group can be deleted some minutes later',
      },
    ],
    approval: 'required',
  };
}
