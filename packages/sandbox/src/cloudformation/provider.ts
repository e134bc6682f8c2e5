import type { Sandbox } from '../sandbox';
import type { CloudFormationClients } from './clients';
import type { Bus } from './runtime/bus';
import type { ConfigRules } from './runtime/config-rules';
import type { Functions } from './runtime/functions';
import type { EventSourceMapping } from '../lambda/event-source';
import type { MadeResource } from './made';
import { TemplateError } from './template';

export type { MadeResource as Made } from './made';
import { awsPartitionOf } from '../account/partition';

/** What a resource needs from its stack and its account while it is made. */
export interface StackHost {
  readonly sandbox: Sandbox;
  readonly stack: string;
  readonly stackId: string;
  readonly region: string;
  readonly clients: CloudFormationClients;
  /** The access key of who CloudFormation works for; absent: nobody who is held to policies. */
  readonly caller: string | undefined;
  readonly functions: Functions;
  readonly bus: Bus;
  readonly configRules: ConfigRules;
  readonly mappings: Map<string, EventSourceMapping>;
  /** The content of a deployment package, by its S3 bucket and key. */
  readonly artifact: (bucket: string, key: string) => Uint8Array;
  /** Path of the Node binary that runs functions; absent: the one that runs the embedded account. */
  readonly node: string | undefined;
  readonly onLog: (functionName: string, line: string) => void;
}

export interface ProviderRequest {
  readonly host: StackHost;
  /** For error messages: `Resources.Ledger`. */
  readonly place: string;
  /** As the template names it. */
  readonly type: string;
  /** A physical name where the template gives none. */
  readonly name: string;
  /** With all intrinsic functions resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What a stack knows of a resource that it removes. */
interface Standing {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** How a type of resource is made, changed and taken away. */
export interface Provider {
  readonly create: (request: ProviderRequest) => Promise<MadeResource>;
  /** Properties whose change replaces the resource (CloudFormation's resource reference). */
  readonly replacedBy?: readonly string[];
  /** Absent: a change replaces the resource. */
  readonly update?: (
    request: ProviderRequest,
    made: MadeResource,
    previous: Readonly<Record<string, unknown>>,
  ) => Promise<MadeResource>;
  /** `standing`: as the stack has it; absent where a stack was deployed by code. */
  readonly remove: (host: StackHost, made: MadeResource, standing?: Standing) => Promise<void>;
}

/** Why a resource could not be made, changed or removed, in the words of AWS. */
export class ResourceError extends Error {
  override readonly name = 'ResourceError';
  /** CloudFormation's `HandlerErrorCode`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A property as text. @throws TemplateError where it is missing or no text. */
export function propertyText({ properties, place }: ProviderRequest, name: string): string {
  const value = properties[name];
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new TemplateError(`${place}.Properties.${name}`, value === undefined ? 'is missing' : 'is not text');
}

/** A property as text, where there is one. */
export function optionalText(request: ProviderRequest, name: string): string | undefined {
  return request.properties[name] === undefined ? undefined : propertyText(request, name);
}

export function regionalArn({ sandbox, region }: StackHost, service: string, resource: string): string {
  return `arn:${awsPartitionOf(region)}:${service}:${region}:${sandbox.accountId}:${resource}`;
}
