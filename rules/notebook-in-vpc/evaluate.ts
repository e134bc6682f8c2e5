import { approvedVpcs, isDiscovered } from '../../core/enforcement/perimeter';
import { ownerElsewhere } from '../../core/network/shared-vpc';
import type { Verdict } from '../../core/model/rule';
import type { Settings } from '../../core/settings';
import type { NotebookInstance } from '../../core/slices/notebooks';
import type { Snapshot } from '../../core/model/snapshot';

/** The facts for the ticket and the report. A type alias, so that it is plain data. */
export type Evidence = {
  readonly status: string;
  readonly subnetId: string | null;
  readonly vpcId: string | null;
  readonly approvedVpcs: readonly string[];
};

/**
 * Fails when the notebook has no subnet (AWS Security Hub control SageMaker.2), or one whose VPC is not approved. If
 * the VPC of its subnet or the approved VPCs are not known, a notebook with a subnet is unknown.
 */
export function evaluate(
  notebook: NotebookInstance,
  snapshot: Snapshot,
  settings: Settings,
): Verdict<Evidence> {
  const { NotebookInstanceStatus: status } = notebook;
  if (status === 'Deleting')
    return { status: 'not-applicable', because: 'the notebook instance is being deleted' };
  const where = locate(notebook, snapshot, settings);
  if (where.kind === 'unknown') return { status: 'unknown', missing: where.missing };
  if (where.kind === 'inside') return { status: 'pass', because: `it is in the approved VPC ${where.vpcId}` };

  const idle = notRunning[status];
  const message =
    where.kind === 'nowhere'
      ? 'The notebook is in no VPC: all its traffic goes through a network of SageMaker'
      : `The notebook is in ${where.vpcId}, which is not approved (${listed(where.approvedVpcs)})`;
  return {
    status: 'fail',
    message: idle === undefined ? message : `${message}; ${idle}, so nothing uses it at the moment`,
    evidence: {
      status,
      subnetId: notebook.SubnetId ?? null,
      vpcId: where.kind === 'outside' ? where.vpcId : null,
      approvedVpcs: where.kind === 'outside' ? where.approvedVpcs : [],
    },
    ...(idle === undefined ? {} : { contained: idle, severity: 'medium' }),
  };
}

type Location =
  | { readonly kind: 'inside'; readonly vpcId: string }
  | { readonly kind: 'outside'; readonly vpcId: string; readonly approvedVpcs: readonly string[] }
  | { readonly kind: 'nowhere' }
  | { readonly kind: 'unknown'; readonly missing: readonly string[] };

/** Where a notebook is, seen from the perimeter. */
export function locate(
  { SubnetId, SecurityGroups = [] }: NotebookInstance,
  snapshot: Snapshot,
  settings: Settings,
): Location {
  // A notebook outside VPCs has neither a subnet nor groups.
  if (SubnetId === undefined)
    return SecurityGroups.length === 0
      ? { kind: 'nowhere' }
      : { kind: 'unknown', missing: ['the subnet of the notebook, which has security groups'] };
  const subnets = snapshot.read('subnets');
  const subnet =
    subnets.status === 'read' ? subnets.value.find((one) => one.SubnetId === SubnetId) : undefined;
  const resolved = approvedVpcs(snapshot, settings);
  if (subnet !== undefined && resolved.status === 'known') {
    const { VpcId: vpcId } = subnet;
    const { vpcs } = resolved;
    if (vpcs.includes(vpcId)) return { kind: 'inside', vpcId };
    // A VPC is proposed for the endpoint that it holds, and participants of a shared VPC do not see its endpoints.
    const owner = isDiscovered(settings) ? ownerElsewhere(vpcId, snapshot) : undefined;
    return owner === undefined
      ? { kind: 'outside', vpcId, approvedVpcs: vpcs }
      : { kind: 'unknown', missing: [`whether ${vpcId} of account ${owner} holds a sagemaker.api endpoint`] };
  }
  const missing: string[] = [];
  if (subnets.status === 'unreadable') missing.push(`subnets: ${subnets.because}`);
  else if (subnet === undefined) missing.push(`the VPC of ${SubnetId}, which is not among the subnets`);
  if (resolved.status === 'unknown') missing.push(`the approved VPCs: ${resolved.because}`);
  return { kind: 'unknown', missing };
}

function listed(vpcs: readonly string[]): string {
  return vpcs.length === 0
    ? 'no VPC is: none is listed, and none holds a sagemaker.api endpoint'
    : `approved: ${vpcs.join(', ')}`;
}

/** Statuses in which the notebook does not run. */
const notRunning: Readonly<Partial<Record<string, string>>> = {
  Stopped: 'the notebook is stopped',
  Failed: 'the notebook has failed and is not running',
};
