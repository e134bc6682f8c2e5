import type { Call } from '../account/account';
import type { Slot } from '../account/store';

export type Protocol = 'json-1.0' | 'json-1.1' | 'query' | 'ec2' | 'rest-json' | 'rest-xml';

/** One operation. The input was decoded by the SDK's schema, and the output will be encoded by it. */
export type Handler = (input: never, call: Call) => unknown;

/** The error on the wire for a refusal that the service's own model does not have. */
export interface WireError {
  readonly code: string;
  readonly status: number;
}

/** One AWS service: its protocol and its operations. */
export interface Service {
  /** The name in the credential scope, which routes requests. */
  readonly name: string;
  /** CloudTrail's `eventSource`, without `.amazonaws.com`. */
  readonly eventSource: string;
  readonly protocol: Protocol;
  readonly xmlNamespace?: string;
  /** S3: the path of a request begins with the bucket, and errors have no enclosing element. */
  readonly bucketInPath?: boolean;
  /** The SDK client package, whose schemas drive the codecs; loaded at the first request. */
  readonly sdk: () => Promise<object>;
  /** `says`: its message, if that is not "Rate exceeded". */
  readonly throttled: WireError & { readonly says?: string };
  readonly denied: WireError;
  readonly slot: Slot<unknown>;
  readonly operations: Readonly<Record<string, Handler>>;
  /** Data-plane operations: recorded, but without a management event. */
  readonly dataOperations?: ReadonlySet<string>;
  /** Operations that check for missing members themselves, item by item. */
  readonly checksOwnInput?: ReadonlySet<string>;
  /** Operations that change nothing although their names do not show it. */
  readonly readOperations?: ReadonlySet<string>;
}

export function isReadOnly(service: Service, operation: string): boolean {
  return (
    /^(Get|List|Describe|Batch(Get|Describe))/.test(operation) ||
    service.readOperations?.has(operation) === true
  );
}
