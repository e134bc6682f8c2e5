import type {
  CreateVpcEncryptionControlRequest,
  CreateVpcEncryptionControlResult,
  DescribeVpcEncryptionControlsRequest,
  DescribeVpcEncryptionControlsResult,
  ModifyVpcEncryptionControlRequest,
  ModifyVpcEncryptionControlResult,
  VpcEncryptionControlExclusions,
} from '@aws-sdk/client-ec2';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { defined, given } from '../members';
import { ec2Page, matchesFilters } from './filters';
import { EC2_SLOT, find } from './state';
import { tagNew, tagsOf } from './tags';
import { findVpc } from './vpcs';

const PREFIX = 'vpcec';
const ERROR_STEM = 'InvalidVpcEncryptionControlId';

/** A control begins in monitor mode, and a VPC has at most one. */
export function createVpcEncryptionControl(
  input: CreateVpcEncryptionControlRequest,
  call: Call,
): CreateVpcEncryptionControlResult {
  const { encryptionControls } = call.state(EC2_SLOT);
  const vpc = findVpc(call, given(input.VpcId));
  if ([...encryptionControls.values()].some(({ VpcId }) => VpcId === vpc.id))
    throw new AwsError('VpcEncryptionControlAlreadyExists', `VPC ${vpc.id} has an encryption control`);
  const id = call.account.ids.ec2(PREFIX);
  const control = {
    VpcId: vpc.id,
    VpcEncryptionControlId: id,
    Mode: 'monitor' as const,
    State: 'available' as const,
  };
  encryptionControls.set(id, control);
  tagNew(call, id, 'vpc-encryption-control', input.TagSpecifications);
  return { VpcEncryptionControl: { ...control, State: 'creating', Tags: tagsOf(call, id) } };
}

/** Enforce mode is refused while the VPC has a NAT gateway that is not excluded. */
export function modifyVpcEncryptionControl(
  input: ModifyVpcEncryptionControlRequest,
  call: Call,
): ModifyVpcEncryptionControlResult {
  const { encryptionControls, natGateways } = call.state(EC2_SLOT);
  const id = given(input.VpcEncryptionControlId);
  const control = find(encryptionControls, id, PREFIX, ERROR_STEM);
  const Mode = input.Mode ?? control.Mode;
  const ResourceExclusions = { ...control.ResourceExclusions, ...exclusionsIn(input) };
  const hasNat = [...natGateways.values()].some(
    ({ VpcId, State }) => VpcId === control.VpcId && State === 'available',
  );
  if (Mode === 'enforce' && hasNat && ResourceExclusions.NatGateway?.State !== 'enabled')
    throw new AwsError(
      'OperationNotPermitted',
      `${control.VpcId} has NAT gateways, which do not enforce encryption in transit; exclude them first`,
    );
  const changed = { ...control, Mode, ResourceExclusions };
  encryptionControls.set(id, changed);
  return { VpcEncryptionControl: { ...changed, State: `${Mode}-in-progress`, Tags: tagsOf(call, id) } };
}

function exclusionsIn(input: ModifyVpcEncryptionControlRequest): VpcEncryptionControlExclusions {
  const state = (given: 'enable' | 'disable' | undefined) =>
    given === undefined ? undefined : ({ State: given === 'enable' ? 'enabled' : 'disabled' } as const);
  return defined({
    NatGateway: state(input.NatGatewayExclusion),
    InternetGateway: state(input.InternetGatewayExclusion),
    EgressOnlyInternetGateway: state(input.EgressOnlyInternetGatewayExclusion),
  });
}

export function describeVpcEncryptionControls(
  input: DescribeVpcEncryptionControlsRequest,
  call: Call,
): DescribeVpcEncryptionControlsResult {
  const { encryptionControls } = call.state(EC2_SLOT);
  const chosen = input.VpcEncryptionControlIds?.map((id) => find(encryptionControls, id, PREFIX, ERROR_STEM));
  const vpcs = input.VpcIds?.map((id) => findVpc(call, id).id);
  const matching = (chosen ?? [...encryptionControls.values()]).filter(
    (control) =>
      (vpcs?.includes(control.VpcId) ?? true) &&
      matchesFilters(
        input.Filters,
        { 'vpc-id': [control.VpcId], mode: [control.Mode], state: [control.State] },
        tagsOf(call, control.VpcEncryptionControlId),
      ),
  );
  const { items, next } = ec2Page(matching, input);
  const described = items.map((control) => ({
    ...control,
    Tags: tagsOf(call, control.VpcEncryptionControlId),
  }));
  return defined({ VpcEncryptionControls: described, NextToken: next });
}
