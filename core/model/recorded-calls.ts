import type { ResourceType } from './resource';

/**
 * API calls, as CloudTrail records them, after which a rule has to look, and where their records name the resource.
 * What changes the kinds of resources that Palisade knows is understood for every rule already
 * (`adapters/triggers/cloudtrail-table.ts`): a rule declares only what concerns it beyond that.
 */
export interface RecordedCalls {
  /** As records name the service: `sagemaker.amazonaws.com`. */
  readonly source: `${string}.amazonaws.com`;
  /** The names of the calls: `AddTags`. */
  readonly names: readonly string[];
  readonly resource: NamedResource;
}

/** Where a record names a resource. Without that text the record is refused, and ends among the dead letters. */
export interface NamedResource {
  readonly type: ResourceType;
  readonly in: 'requestParameters' | 'responseElements';
  /** The members that lead to the text, through all items of lists: `['resourcesSet', 'items', 'resourceId']`. */
  readonly at: readonly string[];
  /** The name is what follows the last of these: `/` for the name in an ARN. */
  readonly after?: string;
  /**
   * Only records whose text matches it (`*` for any characters) are about such a resource; the others concern nothing.
   * For calls that are made on resources of many kinds.
   */
  readonly like?: string;
}
