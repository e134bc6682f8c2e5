import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { StackWork } from '../account/stacks';
import { assumedRole } from '../account/identity';
import type { EventSourceMapping } from '../lambda/event-source';
import type { Sandbox } from '../sandbox';
import { cloudFormationClients, CLOUDFORMATION_KEY } from './clients';
import { type Bus, createBus } from './runtime/bus';
import { type ConfigRules, createConfigRules } from './runtime/config-rules';
import { createFunctions, type Functions, type FinishedInvocation } from './runtime/functions';
import { shownStack } from './engine/shown-stack';
import { createWorker } from './engine/worker';
import { type StackHost, ResourceError } from './provider';
import { newest, S3_SLOT } from '../services/s3/state';
import { deployStack, type Stack, type StackEvent } from './stack';
import { TemplateError } from './template';
import { awsPartitionOf } from '../account/partition';

export interface CloudOptions {
  /** Path of the Node binary that runs functions. */
  readonly node?: string;
  readonly onLog?: (functionName: string, line: string) => void;
  readonly onInvocation?: (observed: FinishedInvocation) => void;
}

export interface DeployRequest {
  readonly name: string;
  /** Parsed JSON. */
  readonly template: unknown;
  /** The folder of the deployment packages. The last part of a function's S3 key is the name of its file. */
  readonly packages?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Default: the account's. */
  readonly region?: string;
}

/** CloudFormation, EventBridge, Lambda and AWS Config of a sandbox, shared by all its stacks. */
export interface Cloud {
  readonly functions: Functions;
  readonly bus: Bus;
  readonly configRules: ConfigRules;
  deploy(request: DeployRequest): Promise<{ stack: Stack; events: readonly StackEvent[] }>;
  /** Resolves when no event is being delivered to a function and no queue with a mapping has visible messages. */
  idle(): Promise<void>;
  /** Stops all event source mappings: from now on, messages stay in their queues. */
  stopMappings(): Promise<void>;
  stop(): Promise<void>;
}

/** Enables the account to deploy templates. */
export function createCloud(sandbox: Sandbox, options: CloudOptions = {}): Cloud {
  const functions = createFunctions(sandbox, options.onInvocation ?? (() => undefined));
  const bus = createBus(sandbox, functions);
  const configRules = createConfigRules(sandbox, functions);
  const mappings = new Map<string, EventSourceMapping>();
  const deployer = `arn:${awsPartitionOf(sandbox.region)}:iam::${sandbox.accountId}:role/deployer`;
  sandbox.admin.setIdentity(
    CLOUDFORMATION_KEY,
    assumedRole(deployer, 'AWSCloudFormation', CLOUDFORMATION_KEY, sandbox.clock.now()),
  );
  const stopMappings = async () => {
    for (const mapping of mappings.values()) await mapping.stop();
  };
  const hostOf = (
    stack: { readonly name: string; readonly id: string; readonly region: string },
    artifact: StackHost['artifact'],
    accessKeyId?: string,
  ): StackHost => ({
    sandbox,
    stack: stack.name,
    stackId: stack.id,
    region: stack.region,
    caller: accessKeyId,
    clients: cloudFormationClients(sandbox.url, stack.region, accessKeyId),
    functions,
    bus,
    configRules,
    mappings,
    artifact,
    node: options.node,
    onLog: options.onLog ?? (() => undefined),
  });
  /** The caller of a stack's API calls: the role that was passed, or the caller of CloudFormation. */
  const callerOf = ({ stack, accessKeyId }: StackWork): string | undefined => {
    if (stack.roleArn === undefined) return accessKeyId;
    const key = `ASIASTACKROLE${stack.roleArn.replaceAll(/\W/g, '').toUpperCase()}`;
    sandbox.admin.setIdentity(key, assumedRole(stack.roleArn, 'AWSCloudFormation', key, sandbox.clock.now()));
    return key;
  };
  const worker = createWorker((work) => {
    const { stack } = work;
    return hostOf(stack, (bucket, key) => storedPackage(sandbox, stack.region, bucket, key), callerOf(work));
  });
  sandbox.account.stacks.worker = worker;
  return {
    functions,
    bus,
    configRules,
    async deploy({ name, template, packages, parameters = {}, region = sandbox.region }) {
      const id = `arn:${awsPartitionOf(region)}:cloudformation:${region}:${sandbox.accountId}:stack/${name}/${sandbox.account.ids.uuid()}`;
      const host = hostOf({ name, id, region }, (_, key) => readPackage(packages, key));
      const { stack, events } = await deployStack(host, template, parameters);
      return { stack: shownStack(host, stack, template, parameters), events };
    },
    async idle() {
      await worker.idle();
      await bus.idle();
      await functions.idle();
      for (const mapping of mappings.values()) await mapping.idle();
    },
    stopMappings,
    async stop() {
      await worker.idle();
      bus.stop();
      await stopMappings();
      for (const arn of [...functions.deployed.keys()]) await functions.remove(arn);
    },
  };
}

/**
 * A deployment package from the sandbox's S3.
 * @throws ResourceError with Lambda's message if there is none
 */
function storedPackage({ account }: Sandbox, region: string, bucket: string, key: string): Uint8Array {
  const stored = account.store.current(S3_SLOT, region).buckets.get(bucket);
  const refuse = (code: string, message: string) =>
    new ResourceError(
      'InvalidRequest',
      `Error occurred while GetObject. S3 Error Code: ${code}. S3 Error Message: ${message} (Service: Lambda, Status Code: 400, Request ID: ${account.ids.uuid()})`,
    );
  if (stored === undefined) throw refuse('NoSuchBucket', 'The specified bucket does not exist');
  if (stored.region !== region)
    throw refuse(
      'PermanentRedirect',
      `The bucket is in this region: ${stored.region}. Please use this region to retry the request`,
    );
  const object = newest(stored, key);
  if (object === undefined) throw refuse('NoSuchKey', 'The specified key does not exist.');
  return object.content;
}

function readPackage(folder: string | undefined, key: string): Uint8Array {
  const file = path.posix.basename(key);
  if (folder === undefined) throw new TemplateError(key, 'no folder of deployment packages was given');
  try {
    return readFileSync(path.join(folder, file));
  } catch {
    throw new TemplateError(key, `there is no deployment package ${file}`);
  }
}
