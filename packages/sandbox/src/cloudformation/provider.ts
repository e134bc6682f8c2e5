import type { Sandbox } from '../sandbox';
import type { CloudFormationClients } from './clients';
import type { Bus } from './runtime/bus';
import type { ConfigRules } from './runtime/config-rules';
import type { Functions } from './runtime/functions';
import type { EventSourceMapping } from '../lambda/event-source';
import type { CreatedResource } from './created-resource';
import { TemplateError } from './template';
import { awsPartitionOf } from '../account/partition';

export type { CreatedResource } from './created-resource';

/** The parts of its stack and account that a resource needs while it is created. */
export interface StackHost {
  readonly sandbox: Sandbox;
  readonly stack: string;
  readonly stackId: string;
  readonly region: string;
  readonly clients: CloudFormationClients;
  /** The access key of CloudFormation's caller; absent if no policies are enforced for the caller. */
  readonly caller: string | undefined;
  readonly functions: Functions;
  readonly bus: Bus;
  readonly configRules: ConfigRules;
  readonly mappings: Map<string, EventSourceMapping>;
  /** The content of a deployment package, by its S3 bucket and key. */
  readonly artifact: (bucket: string, key: string) => Uint8Array;
  /** Path of the Node binary that runs functions; absent: the one that runs the sandbox. */
  readonly node: string | undefined;
  readonly onLog: (functionName: string, line: string) => void;
}

export interface ProviderRequest {
  readonly host: StackHost;
  /** For error messages: `Resources.Ledger`. */
  readonly location: string;
  /** The type's name in the template. */
  readonly type: string;
  /** A physical name for use if the template gives none. */
  readonly name: string;
  /** With all intrinsic functions resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The stack's record of a resource that is to be removed. */
interface RemovedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Creates, updates and removes the resources of one type. */
export interface Provider {
  readonly create: (request: ProviderRequest) => Promise<CreatedResource>;
  /** Properties whose change replaces the resource (CloudFormation's resource reference). */
  readonly replacedBy?: readonly string[];
  /** Absent: a change replaces the resource. */
  readonly update?: (
    request: ProviderRequest,
    made: CreatedResource,
    previous: Readonly<Record<string, unknown>>,
  ) => Promise<CreatedResource>;
  /** `removed`: the stack's record; absent if the stack was deployed by code. */
  readonly remove: (host: StackHost, made: CreatedResource, removed?: RemovedResource) => Promise<void>;
}

/** Why a resource could not be created, updated or removed, in AWS's words. */
export class ResourceError extends Error {
  override readonly name = 'ResourceError';
  /** CloudFormation's `HandlerErrorCode`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A property as text. @throws TemplateError if it is missing or not text */
export function propertyText({ properties, location }: ProviderRequest, name: string): string {
  const value = properties[name];
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new TemplateError(
    `${location}.Properties.${name}`,
    value === undefined ? 'is missing' : 'is not text',
  );
}

/** A property as text; undefined if it is absent. @throws TemplateError if it is not text */
export function optionalText(request: ProviderRequest, name: string): string | undefined {
  return request.properties[name] === undefined ? undefined : propertyText(request, name);
}

export function regionalArn({ sandbox, region }: StackHost, service: string, resource: string): string {
  return `arn:${awsPartitionOf(region)}:${service}:${region}:${sandbox.accountId}:${resource}`;
}
