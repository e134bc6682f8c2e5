import type { Place, ResourceRef } from '../../../core/model/resource';
import type { Wanted } from '../../../core/model/selectors';
import type { SelectorOf, SliceName, Slices } from '../../../core/slices';
import type { AwsClients } from '../clients';
import type { DnsReader } from './dns';

/** How one slice is read from AWS. */
export interface Gatherer<S extends SliceName> {
  /** Every call that `read` makes itself. The roles' permissions are generated from these, and a test checks them. */
  readonly calls: readonly string[];
  /** Further permissions that AWS requires of the caller for these calls. */
  readonly alsoNeeds?: readonly string[];
  /** How much of the slice other gatherers see if the request does not ask for it. Default: nothing. */
  readonly unasked?: 'all';
  readonly read: (wanted: Wanted<SelectorOf<S>>, context: GatherContext) => Promise<Slices[S]>;
}

/** What the gatherers of one request share. */
export interface GatherContext {
  readonly clients: Pick<
    AwsClients,
    'sagemaker' | 'ec2' | 'iam' | 'route53' | 'route53resolver' | 'route53profiles'
  >;
  readonly place: Place;
  /** Another slice of the same request. Each slice is read once, however many gatherers need it. */
  readonly slice: <S extends SliceName>(name: S) => Promise<Slices[S]>;
  readonly vpcs: VpcFinder;
  readonly dns: DnsReader;
}

/** Finds VPC ids with one filtered call per kind of resource. All slices share the results. */
export interface VpcFinder {
  /** The VPCs of these resources. Notebooks and domains are found only if the request reads them. */
  readonly of: (refs: readonly ResourceRef[]) => Promise<readonly string[]>;
  /** The VPCs with SageMaker endpoints, and the VPCs of the request's notebooks and domains. */
  readonly inUse: () => Promise<readonly string[]>;
  /** The VPCs that have SageMaker interface endpoints. */
  readonly withEndpoints: () => Promise<readonly string[]>;
}
