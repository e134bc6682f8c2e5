import type {
  CreateVpcBlockPublicAccessExclusionRequest,
  CreateVpcBlockPublicAccessExclusionResult,
  DeleteVpcBlockPublicAccessExclusionRequest,
  DeleteVpcBlockPublicAccessExclusionResult,
  DescribeVpcBlockPublicAccessExclusionsRequest,
  DescribeVpcBlockPublicAccessExclusionsResult,
  DescribeVpcBlockPublicAccessOptionsResult,
  ModifyVpcBlockPublicAccessOptionsRequest,
  ModifyVpcBlockPublicAccessOptionsResult,
  VpcBlockPublicAccessOptions,
} from '@aws-sdk/client-ec2';
import type { Call } from '../../account/account';
import { awsPartitionOf } from '../../account/partition';
import { AwsError } from '../../protocol/aws-error';
import { defined, given } from '../members';
import { ec2Page, matchesFilters } from './filters';
import { EC2_SLOT, find } from './state';
import { findSubnet } from './subnets';
import { tagNew, tagsOf } from './tags';
import { findVpc } from './vpcs';

export function describeVpcBlockPublicAccessOptions(
  _input: object,
  call: Call,
): DescribeVpcBlockPublicAccessOptionsResult {
  return { VpcBlockPublicAccessOptions: optionsOf(call) };
}

/** In force immediately: no test needs to wait for it. */
export function modifyVpcBlockPublicAccessOptions(
  input: ModifyVpcBlockPublicAccessOptionsRequest,
  call: Call,
): ModifyVpcBlockPublicAccessOptionsResult {
  const { blockPublicAccess } = call.state(EC2_SLOT);
  blockPublicAccess.mode = given(input.InternetGatewayBlockMode);
  blockPublicAccess.changed = new Date(call.now);
  return { VpcBlockPublicAccessOptions: { ...optionsOf(call), State: 'update-in-progress' } };
}

function optionsOf(call: Call): VpcBlockPublicAccessOptions {
  const { mode, changed } = call.state(EC2_SLOT).blockPublicAccess;
  return {
    AwsAccountId: call.account.accountId,
    AwsRegion: call.region,
    State: changed === undefined ? 'default-state' : 'update-complete',
    InternetGatewayBlockMode: mode,
    ManagedBy: 'account',
    ExclusionsAllowed: 'allowed',
    ...(changed === undefined ? {} : { LastUpdateTimestamp: changed }),
  };
}

/** An exclusion of one VPC or one subnet. */
export function createVpcBlockPublicAccessExclusion(
  input: CreateVpcBlockPublicAccessExclusionRequest,
  call: Call,
): CreateVpcBlockPublicAccessExclusionResult {
  const { VpcId, SubnetId, InternetGatewayExclusionMode } = input;
  if ((VpcId === undefined) === (SubnetId === undefined))
    throw new AwsError('InvalidParameterCombination', 'Specify either a VPC ID or a subnet ID');
  const on =
    VpcId === undefined
      ? `subnet/${findSubnet(call, given(SubnetId)).SubnetId}`
      : `vpc/${findVpc(call, VpcId).id}`;
  const id = call.account.ids.ec2('vpcbpa-exclude');
  const exclusion = {
    ExclusionId: id,
    InternetGatewayExclusionMode: given(InternetGatewayExclusionMode),
    ResourceArn: `arn:${awsPartitionOf(call.region)}:ec2:${call.region}:${call.account.accountId}:${on}`,
    State: 'create-complete' as const,
    CreationTimestamp: new Date(call.now),
    LastUpdateTimestamp: new Date(call.now),
  };
  call.state(EC2_SLOT).exclusions.set(id, exclusion);
  tagNew(call, id, 'vpc-block-public-access-exclusion', input.TagSpecifications);
  return {
    VpcBlockPublicAccessExclusion: { ...exclusion, State: 'create-in-progress', Tags: tagsOf(call, id) },
  };
}

/** The exclusion stays listed as deleted. */
export function deleteVpcBlockPublicAccessExclusion(
  input: DeleteVpcBlockPublicAccessExclusionRequest,
  call: Call,
): DeleteVpcBlockPublicAccessExclusionResult {
  const { exclusions } = call.state(EC2_SLOT);
  const id = given(input.ExclusionId);
  const exclusion = find(exclusions, id, 'vpcbpa-exclude', 'InvalidVpcBlockPublicAccessExclusionId');
  const DeletionTimestamp = new Date(call.now);
  exclusions.set(id, { ...exclusion, State: 'delete-complete', DeletionTimestamp });
  return { VpcBlockPublicAccessExclusion: { ...exclusion, State: 'delete-in-progress', DeletionTimestamp } };
}

export function describeVpcBlockPublicAccessExclusions(
  input: DescribeVpcBlockPublicAccessExclusionsRequest,
  call: Call,
): DescribeVpcBlockPublicAccessExclusionsResult {
  const { exclusions } = call.state(EC2_SLOT);
  const chosen = input.ExclusionIds?.map((id) =>
    find(exclusions, id, 'vpcbpa-exclude', 'InvalidVpcBlockPublicAccessExclusionId'),
  );
  const matching = (chosen ?? [...exclusions.values()]).filter((exclusion) =>
    matchesFilters(
      input.Filters,
      {
        'resource-arn': [exclusion.ResourceArn],
        'internet-gateway-exclusion-mode': [exclusion.InternetGatewayExclusionMode],
        state: [exclusion.State],
      },
      tagsOf(call, exclusion.ExclusionId),
    ),
  );
  const { items, next } = ec2Page(matching, input);
  const described = items.map((exclusion) => ({ ...exclusion, Tags: tagsOf(call, exclusion.ExclusionId) }));
  return defined({ VpcBlockPublicAccessExclusions: described, NextToken: next });
}
