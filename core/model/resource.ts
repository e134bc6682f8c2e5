import { noPartition, partitionNamed, partitionWithRegion } from './partitions';
import { type ResourceKind, resourceKinds } from './resource-kinds';

export type ResourceType = keyof typeof resourceKinds;

// The type of Object.keys does not include the keys.
export const resourceTypes = Object.keys(resourceKinds) as readonly ResourceType[];

export function kindOf(type: ResourceType): ResourceKind {
  return resourceKinds[type];
}

/**
 * A reference to a resource; a trigger contains nothing more. `id` is what people use: the name of a notebook, user,
 * role or group, the id of a network resource, the ARN of a policy, the number of an account. A route table may be
 * named by one of its associations, where only that is known.
 */
export type ResourceRef = RefTo<ResourceType>;

/** A reference to a resource of one type. */
export interface RefTo<T extends ResourceType> {
  readonly type: T;
  readonly id: string;
}

/** The types of VPCs and of resources in VPCs. */
export type NetworkType = Extract<ResourceType, `AWS::EC2::${string}`>;

export function isNetworkRef(ref: ResourceRef): ref is RefTo<NetworkType> {
  return ref.type.startsWith('AWS::EC2::');
}

/** A resource as findings show it. `region` is `global` for IAM. */
export interface Resource extends ResourceRef {
  readonly arn: string;
  readonly region: string;
  /** Its id in AWS Config, where that is not `id`: the unique id (AIDA…, AROA…) of an IAM principal. */
  readonly configId?: string | undefined;
}

/** The account and Region that a snapshot was taken in. */
export interface Place {
  readonly account: string;
  readonly region: string;
  /** The partition in the account's own ARN. Absent if no ARN was seen: then the name of the Region has to say it. */
  readonly partition?: string;
}

type Where = Pick<Place, 'region' | 'partition'>;

/** The partition for ARNs of a place; `unknown`, which no ARN of AWS has, if neither an ARN nor the Region says it. */
export function partitionOf({ region, partition }: Where): string {
  return partition ?? partitionWithRegion(region)?.id ?? noPartition;
}

/**
 * What is not known about a place, so that nothing in it can be judged; `undefined` if everything is. A new Region of
 * a partition is known by the form of its name. A new partition has endpoint services and hosts of its own, and to
 * take those of `aws` for them would be a guess.
 */
export function unknownOf({ region, partition }: Where): string | undefined {
  const ofRegion = partitionWithRegion(region)?.id;
  const id = partition ?? ofRegion;
  if (id === noPartition) return 'partition: the ARNs of the account name several, and an account is in one';
  const why = 'this release of Palisade does not know it, so nothing is judged there';
  if (id === undefined) return `the partition of Region ${region}: ${why}`;
  if (partitionNamed(id) === undefined) return `partition ${id}: ${why}`;
  if (ofRegion === undefined) return `Region ${region} of partition ${id}: ${why}`;
  return ofRegion === id
    ? undefined
    : `partition: the ARNs of the account name ${id}, and Region ${region} is one of ${ofRegion}`;
}

export function sameRef(a: ResourceRef, b: ResourceRef): boolean {
  return a.type === b.type && a.id === b.id;
}

/** A key for maps. */
export function refKey(ref: ResourceRef): string {
  return `${ref.type}/${ref.id}`;
}

/**
 * The ARN of a resource; empty where it cannot be derived from the id.
 * @param owner the account that owns it, if not the account of the place
 */
export function arnOf({ type, id }: ResourceRef, place: Place, owner = place.account): string {
  const partition = partitionOf(place);
  if (partition === noPartition) return '';
  return kindOf(type).arn?.({ partition, region: place.region, account: owner }, id) ?? '';
}

/** The account itself: the subject of a finding when a rule could not even list its subjects. */
export function accountResource(place: Place): Resource {
  const ref = { type: 'AWS::Account', id: place.account } as const;
  return { ...ref, arn: arnOf(ref, place), region: place.region };
}

/** Whether resources of this type are the same in every Region: true for IAM. */
export function isGlobal(type: ResourceType): boolean {
  return kindOf(type).isGlobal === true;
}

/** A resource as messages name it, for example `notebook instance churn-model`. */
export function describeResource(ref: ResourceRef): string {
  return `${kindOf(ref.type).shortName.replaceAll('-', ' ')} ${ref.id}`;
}

/** The Region in findings about a resource of this type: `global` for IAM. */
export function regionOf(type: ResourceType, place: Place): string {
  return isGlobal(type) ? 'global' : place.region;
}

/**
 * The id of a rule's finding about a resource. It contains only the rule, the place and the resource, so it stays the
 * same across runs, settings edits and changes of the resource.
 */
export function findingId(rule: string, ref: ResourceRef, place: Place): string {
  return `${rule}/${place.account}/${regionOf(ref.type, place)}/${kindOf(ref.type).shortName}/${ref.id}`;
}

/** The inverse of `findingId`; `undefined` if the text is not such an id. */
export function partsOfFindingId(
  id: string,
): { readonly rule: string; readonly region: string; readonly ref: ResourceRef } | undefined {
  const [rule = '', , region = '', short, ...name] = id.split('/');
  const type = resourceTypes.find((kind) => kindOf(kind).shortName === short);
  return type === undefined || name.length === 0
    ? undefined
    : { rule, region, ref: { type, id: name.join('/') } };
}
