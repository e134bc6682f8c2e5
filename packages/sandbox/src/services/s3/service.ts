import type { Service } from '../service';
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets';
import { listObjects, listObjectsV2, listObjectVersions } from './listing';
import { deleteObject, deleteObjects, getObject, headObject, putObject } from './objects';
import { bucketSettings } from './settings';
import { S3_SLOT } from './state';

/** S3 in path style. Policies, encryption and similar settings are stored but have no effect. */
export const S3: Service = {
  name: 's3',
  eventSource: 's3',
  protocol: 'rest-xml',
  xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
  bucketInPath: true,
  sdk: () => import('@aws-sdk/client-s3'),
  throttled: { code: 'SlowDown', status: 503 },
  denied: { code: 'AccessDenied', status: 403 },
  slot: S3_SLOT,
  operations: {
    CreateBucket: createBucket,
    HeadBucket: headBucket,
    GetBucketLocation: getBucketLocation,
    ListBuckets: listBuckets,
    DeleteBucket: deleteBucket,
    PutObject: putObject,
    GetObject: getObject,
    HeadObject: headObject,
    DeleteObject: deleteObject,
    DeleteObjects: deleteObjects,
    ListObjectsV2: listObjectsV2,
    ListObjects: listObjects,
    ListObjectVersions: listObjectVersions,
    ...bucketSettings,
  },
  readOperations: new Set(['HeadBucket', 'HeadObject']),
  dataOperations: new Set(['PutObject', 'GetObject', 'HeadObject', 'DeleteObject', 'DeleteObjects']),
};
