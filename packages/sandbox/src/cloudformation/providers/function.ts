import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import type { FunctionConfiguration } from '../../account/functions';
import { assumedRole } from '../../account/identity';
import { internalCall } from '../../account/internal-call';
import { type LambdaFunction, startFunction } from '../../lambda/function';
import { isPlainObject } from '../../protocol/shape';
import { reserveConcurrency } from '../../services/lambda/concurrency';
import { scalarText } from '../intrinsics';
import { unqualified } from '../runtime/functions';
import {
  regionalArn,
  optionalText,
  type CreatedResource,
  type Provider,
  type ProviderRequest,
  ResourceError,
  propertyText,
} from '../provider';
import { TemplateError } from '../template';
import { requireTracing } from './tracing';

/** AWS::Lambda::Function: unpacks the deployment package and runs it through the Lambda Runtime API. */
export const lambdaFunction: Provider = {
  replacedBy: ['FunctionName', 'PackageType'],
  create(request) {
    const { functions } = request.host;
    const name = optionalText(request, 'FunctionName') ?? request.name;
    if (functions.deployed.has(regionalArn(request.host, 'lambda', `function:${name}`)))
      throw new ResourceError('AlreadyExists', `${name} already exists`);
    return start(request, name);
  },
  async update(request, made) {
    const before = request.host.functions.deployed.get(made.attributes['Arn'] ?? '');
    // The old code runs until the new code is deployed.
    const next = await start(request, made.id);
    await before?.stop();
    return next;
  },
  async remove({ functions, sandbox, region }, { id, attributes }) {
    const arn = attributes['Arn'] ?? '';
    reserveConcurrency(internalCall(sandbox.account, region, 'cloudformation.amazonaws.com'), id, undefined);
    functions.permissions.delete(arn);
    functions.invokeConfigs.delete(arn);
    await functions.remove(arn);
  },
};

async function start(request: ProviderRequest, name: string): Promise<CreatedResource> {
  const { host, properties } = request;
  const { sandbox } = host;
  if (name.length > 64)
    throw new TemplateError(`${request.location}.Properties.FunctionName`, 'has more than 64 characters');
  const roleArn = propertyText(request, 'Role');
  requireTracing(request, roleArn);
  const code = codeOf(request);
  const names = entriesOf(request, code);
  const { module, handler } = entryPoint(request, names);
  const folder = mkdtempSync(path.join(tmpdir(), 'sandbox-function-'));
  const reserved = optionalText(request, 'ReservedConcurrentExecutions');
  const call = internalCall(sandbox.account, host.region, 'cloudformation.amazonaws.com');
  reserveConcurrency(call, name, reserved === undefined ? undefined : Number(reserved));
  const settings = {
    timeoutSeconds: Number(optionalText(request, 'Timeout') ?? 3),
    memoryMb: Number(optionalText(request, 'MemorySize') ?? 128),
    environment: variables(request),
  };
  const fn = await startFunction({
    name,
    file: path.join(folder, module),
    handler,
    // Few of a stack's functions are ever invoked.
    prepare: () => {
      unpack(code, folder);
    },
    ...settings,
    accountId: sandbox.accountId,
    region: host.region,
    endpointUrl: sandbox.url,
    ...(host.node === undefined ? {} : { node: host.node }),
    ...(reserved === undefined ? {} : { maximumConcurrency: Number(reserved) }),
    onLog: (line) => {
      host.onLog(name, line);
    },
  });
  sandbox.admin.setIdentity(fn.accessKeyId, assumedRole(roleArn, name, fn.accessKeyId, sandbox.clock.now()));
  sandbox.authorizer.enforce(roleArn);
  const { TracingConfig: tracing } = properties;
  const configuration: FunctionConfiguration = {
    ...settings,
    name,
    arn: fn.arn,
    roleArn,
    runtime: optionalText(request, 'Runtime'),
    handler: propertyText(request, 'Handler'),
    codeSize: code.content.byteLength,
    codeSha256: createHash('sha256').update(code.content).digest('base64'),
    tracing: isPlainObject(tracing) ? String(tracing['Mode']) : 'PassThrough',
    description: optionalText(request, 'Description') ?? '',
    lastModified: sandbox.clock.now(),
  };
  host.functions.add({ fn, roleArn, configuration, stop: () => stop(fn, folder) });
  return { id: name, attributes: { Arn: fn.arn } };
}

async function stop(fn: LambdaFunction, folder: string): Promise<void> {
  await fn.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** The code of a function: the text of one module, or a zip file. */
interface Code {
  readonly content: Uint8Array;
  /** Absent for a module that is text in the template. */
  readonly key: string | undefined;
}

function codeOf({ host, properties, location }: ProviderRequest): Code {
  const { Code: code } = properties;
  if (!isPlainObject(code)) throw new TemplateError(`${location}.Properties.Code`, 'is missing');
  if (typeof code['ZipFile'] === 'string') return { content: Buffer.from(code['ZipFile']), key: undefined };
  const key = code['S3Key'];
  if (typeof key !== 'string') throw new TemplateError(`${location}.Properties.Code.S3Key`, 'is missing');
  return { content: host.artifact(typeof code['S3Bucket'] === 'string' ? code['S3Bucket'] : '', key), key };
}

/** The names of the files in the code. */
function entriesOf({ location, name }: ProviderRequest, { content, key }: Code): readonly string[] {
  if (key === undefined) return ['index.js'];
  const names: string[] = [];
  try {
    unzipSync(content, {
      filter: (file) => {
        if (!file.name.endsWith('/')) names.push(file.name);
        return false;
      },
    });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new TemplateError(
      `${location}.Properties.Code`,
      `${key} of ${name} cannot be unpacked: ${problem}`,
    );
  }
  const escaping = names.find((file) => path.posix.normalize(file).startsWith('..'));
  if (escaping !== undefined)
    throw new TemplateError(`${location}.Properties.Code`, `${escaping} leaves the package`);
  return names;
}

/** Writes the code into a folder. */
function unpack({ content, key }: Code, folder: string): void {
  const files = key === undefined ? { 'index.js': content } : unzipSync(content);
  for (const [file, bytes] of Object.entries(files)) {
    if (file.endsWith('/')) continue;
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
}

/**
 * Splits `dist/functions/on-change/index.handler` into the file in the package, whose extension is looked up, and the
 * name of the export.
 */
function entryPoint(request: ProviderRequest, names: readonly string[]): { module: string; handler: string } {
  const whole = propertyText(request, 'Handler');
  const dot = whole.lastIndexOf('.');
  const module = ['.mjs', '.js', '.cjs']
    .map((ending) => path.posix.normalize(whole.slice(0, dot) + ending))
    .find((candidate) => names.includes(candidate));
  if (module === undefined)
    throw new TemplateError(
      `${request.location}.Properties.Handler`,
      `the package has no module for ${whole}`,
    );
  return { module, handler: whole.slice(dot + 1) };
}

function variables({ properties, location }: ProviderRequest): Record<string, string> {
  const { Environment: environment } = properties;
  const given = isPlainObject(environment) ? environment['Variables'] : undefined;
  return Object.fromEntries(
    Object.entries(isPlainObject(given) ? given : {}).map(([name, value]) => [
      name,
      scalarText(value, `${location}.Properties.Environment.${name}`),
    ]),
  );
}

/** AWS::Lambda::Permission. */
export const permission: Provider = {
  create(request) {
    const { host, name } = request;
    const named = propertyText(request, 'FunctionName');
    const arn = unqualified(
      named.startsWith('arn:') ? named : regionalArn(host, 'lambda', `function:${named}`),
    );
    const granted = {
      principal: propertyText(request, 'Principal'),
      sourceArn: optionalText(request, 'SourceArn'),
      sourceAccount: optionalText(request, 'SourceAccount'),
    };
    host.functions.permissions.set(arn, [...(host.functions.permissions.get(arn) ?? []), granted]);
    return Promise.resolve({ id: name, attributes: { function: arn, principal: granted.principal } });
  },
  remove({ functions }, { attributes }) {
    const arn = attributes['function'] ?? '';
    const others = (functions.permissions.get(arn) ?? []).filter(
      (one) => one.principal !== attributes['principal'],
    );
    functions.permissions.set(arn, others);
    return Promise.resolve();
  },
};
