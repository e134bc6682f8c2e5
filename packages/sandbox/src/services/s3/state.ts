/** One version of an object. Without versioning, only the newest is stored. */
export interface StoredObject {
  readonly key: string;
  readonly versionId: string;
  readonly content: Uint8Array;
  /** In quotation marks, as on the wire. */
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Bucket {
  readonly name: string;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  isVersioned: boolean;
  /** Key → versions, oldest first. */
  readonly objects: Map<string, readonly StoredObject[]>;
  /** Settings that have operations of their own (policy, encryption, …), by name. */
  readonly settings: Map<string, unknown>;
}

interface S3State {
  readonly buckets: Map<string, Bucket>;
  /** Names of buckets that other accounts have. */
  readonly taken: Set<string>;
}

/** Bucket names are shared by all Regions. */
export const S3_SLOT = {
  name: 's3',
  scope: 'global' as const,
  create: (): S3State => ({ buckets: new Map(), taken: new Set() }),
};

/** The newest version of an object. */
export function newest(bucket: Bucket, key: string): StoredObject | undefined {
  return bucket.objects.get(key)?.at(-1);
}
