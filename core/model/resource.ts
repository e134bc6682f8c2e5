import { type ResourceKind, resourceKinds } from './resource-kinds';

export type ResourceType = keyof typeof resourceKinds;

// Object.keys forgets the type of the keys.
export const resourceTypes = Object.keys(resourceKinds) as readonly ResourceType[];

export function kindOf(type: ResourceType): ResourceKind {
  return resourceKinds[type];
}

/**
 * A pointer to a resource: all that a trigger says. `id` is what people call it: a notebook's, user's, role's or
 * group's name, a network resource's id, a policy's ARN, the account's number. A route table may be named by one of its
 * associations, where only that is known.
 */
export type ResourceRef = RefTo<ResourceType>;

/** A pointer to a resource of one type. */
export interface RefTo<T extends ResourceType> {
  readonly type: T;
  readonly id: string;
}

/** What is, or is in, a VPC. */
export type NetworkType = Extract<ResourceType, `AWS::EC2::${string}`>;

export function isNetworkRef(ref: ResourceRef): ref is RefTo<NetworkType> {
  return ref.type.startsWith('AWS::EC2::');
}

/** A resource as findings show it. `region` is `global` for IAM. */
export interface Resource extends ResourceRef {
  readonly arn: string;
  readonly region: string;
  /** What AWS Config calls it, where that is another id: the unique id (AIDA…, AROA…) of an IAM principal. */
  readonly configId?: string | undefined;
}

/** The account and Region that a snapshot was taken in. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** The ARN partition of a Region: `aws`, `aws-cn` or `aws-us-gov`. */
export function partitionOf(region: string): 'aws' | 'aws-cn' | 'aws-us-gov' {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return 'aws';
}

export function sameRef(a: ResourceRef, b: ResourceRef): boolean {
  return a.type === b.type && a.id === b.id;
}

/** A key for maps. */
export function refKey(ref: ResourceRef): string {
  return `${ref.type}/${ref.id}`;
}

/**
 * The ARN of a resource; empty where its id does not tell it.
 * @param owner the account that it belongs to, where that is another
 */
export function arnOf({ type, id }: ResourceRef, { account, region }: Place, owner = account): string {
  return kindOf(type).arn?.({ partition: partitionOf(region), region, account: owner }, id) ?? '';
}

/** The account itself: what a finding is about when a rule could not even list its subjects. */
export function accountResource(place: Place): Resource {
  const ref = { type: 'AWS::Account', id: place.account } as const;
  return { ...ref, arn: arnOf(ref, place), region: place.region };
}

/** Whether resources of this type are the same in every Region: those of IAM. */
export function isGlobal(type: ResourceType): boolean {
  return kindOf(type).isGlobal === true;
}

/** `notebook-instance churn-model`: how messages name a resource. */
export function describeResource(ref: ResourceRef): string {
  return `${kindOf(ref.type).shortName.replaceAll('-', ' ')} ${ref.id}`;
}

/** The Region that findings about a resource of this type carry: IAM is global. */
export function regionOf(type: ResourceType, place: Place): string {
  return isGlobal(type) ? 'global' : place.region;
}

/**
 * The id of the finding that `rule` has about a resource. It is made of nothing but who and what, so that it stays
 * the same across runs, settings edits and changes of the resource itself.
 */
export function findingId(rule: string, ref: ResourceRef, place: Place): string {
  return `${rule}/${place.account}/${regionOf(ref.type, place)}/${kindOf(ref.type).shortName}/${ref.id}`;
}

/** What a finding's id says, the other way round; `undefined` for text that is no such id. */
export function partsOfFindingId(
  id: string,
): { readonly rule: string; readonly region: string; readonly ref: ResourceRef } | undefined {
  const [rule = '', , region = '', short, ...name] = id.split('/');
  const type = resourceTypes.find((one) => kindOf(one).shortName === short);
  return type === undefined || name.length === 0
    ? undefined
    : { rule, region, ref: { type, id: name.join('/') } };
}
