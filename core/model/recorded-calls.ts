import type { ResourceType } from './resource';

/**
 * API calls recorded by CloudTrail after which a rule has to read a resource, and where the records name it. Calls
 * that change the kinds of resources that Palisade knows are already handled for every rule
 * (`adapters/triggers/cloudtrail-table.ts`): a rule declares only what it needs in addition.
 */
export interface RecordedCalls {
  /** The service as named in records: `sagemaker.amazonaws.com`. */
  readonly source: `${string}.amazonaws.com`;
  /** The names of the calls: `AddTags`. */
  readonly names: readonly string[];
  readonly resource: NamedResource;
}

/** Where a record names a resource. A record without that text is refused, and ends up in the dead-letter queue. */
export interface NamedResource {
  readonly type: ResourceType;
  readonly in: 'requestParameters' | 'responseElements';
  /** The path to the text; lists on the path are searched item by item: `['resourcesSet', 'items', 'resourceId']`. */
  readonly at: readonly string[];
  /** The name is the text after the last occurrence of this: `/` for the name in an ARN. */
  readonly after?: string;
  /**
   * Only records whose text matches this pattern (`*` for any characters) are about such a resource; others are
   * ignored. For calls that work on many kinds of resources.
   */
  readonly like?: string;
}
