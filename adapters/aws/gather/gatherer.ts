import type { Place, ResourceRef } from '../../../core/model/resource';
import type { Wanted } from '../../../core/model/selectors';
import type { SelectorOf, SliceName, Slices } from '../../../core/slices';
import type { AwsClients } from '../clients';

/** How one slice is read from AWS. */
export interface Gatherer<S extends SliceName> {
  /** Every call that `read` makes itself. Permissions are made from them, and a test holds `read` to them. */
  readonly calls: readonly string[];
  /** What AWS asks the caller's permission for besides. */
  readonly alsoNeeds?: readonly string[];
  /** How much of it the readers of other slices see where the request does not ask for it; nothing, unless this says. */
  readonly unasked?: 'all';
  readonly read: (wanted: Wanted<SelectorOf<S>>, context: GatherContext) => Promise<Slices[S]>;
}

/** What the readers of one request have in common. */
export interface GatherContext {
  readonly clients: Pick<AwsClients, 'sagemaker' | 'ec2' | 'iam' | 'route53'>;
  readonly place: Place;
  /** Another slice of the same request; each is read once for all that need it. */
  readonly slice: <S extends SliceName>(name: S) => Promise<Slices[S]>;
  readonly vpcs: VpcFinder;
}

/** Finds the ids of VPCs, each kind of resource with one filtered call, once for all slices. */
export interface VpcFinder {
  /** The VPCs that these resources are in; of the notebooks and domains only those of the request are known. */
  readonly of: (refs: readonly ResourceRef[]) => Promise<readonly string[]>;
  /** The VPCs with SageMaker endpoints, and those of the notebooks and domains of the request. */
  readonly inUse: () => Promise<readonly string[]>;
  /** The VPCs that hold SageMaker interface endpoints. */
  readonly withEndpoints: () => Promise<readonly string[]>;
}
