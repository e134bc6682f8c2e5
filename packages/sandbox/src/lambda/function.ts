import { startEnvironment, type ExecutionEnvironment } from './environment';
import type { FunctionError } from './function-error';
import { awsPartitionOf } from '../account/partition';

export interface FunctionOptions {
  readonly name: string;
  /** Absolute path of the bundle. */
  readonly file: string;
  /** Puts the bundle there; called once, before the first environment starts. */
  readonly prepare?: () => void;
  /** Name of the export. */
  readonly handler: string;
  /** Overrides the variables that Lambda itself sets. Nothing of the host's environment is passed on. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Real seconds. Default 3, as on Lambda. */
  readonly timeoutSeconds?: number;
  /** Default 128. Reported to the function, not enforced. */
  readonly memoryMb?: number;
  /** Path of the Node binary; default: the one that runs the sandbox. */
  readonly node?: string;
  readonly accountId?: string;
  readonly region?: string;
  /** AWS_ENDPOINT_URL of the function. */
  readonly endpointUrl?: string;
  /** Default: `ASIASANDBOX` followed by the function's name in upper case, so that its calls can be recognized. */
  readonly accessKeyId?: string;
  /** Execution environments at a time; further invocations wait. Default 10. */
  readonly maximumConcurrency?: number;
  readonly onLog?: (line: string) => void;
}

export interface Invocation {
  /** What the handler returned. */
  readonly payload?: unknown;
  readonly error?: FunctionError;
  readonly requestId: string;
  readonly durationMs: number;
  readonly coldStart: boolean;
  /** Only after a cold start. */
  readonly initDurationMs?: number;
  /** Lines written to stdout and stderr. */
  readonly logs: readonly string[];
}

export interface LambdaFunction {
  readonly name: string;
  readonly arn: string;
  readonly accessKeyId: string;
  invoke(event: unknown): Promise<Invocation>;
  stop(): Promise<void>;
}

/** Deploys a bundle as a function. Execution environments are started by the first invocations and reused. */
export function startFunction(options: FunctionOptions): Promise<LambdaFunction> {
  const region = options.region ?? 'us-east-1';
  const accessKeyId = options.accessKeyId ?? `ASIASANDBOX${options.name.replaceAll(/\W/g, '').toUpperCase()}`;
  const arn = `arn:${awsPartitionOf(region)}:lambda:${region}:${options.accountId ?? '111122223333'}:function:${options.name}`;
  const limit = options.maximumConcurrency ?? 10;
  const idle: ExecutionEnvironment[] = [];
  const all = new Set<ExecutionEnvironment>();
  const waiting: (() => void)[] = [];
  let busy = 0;
  let isStopped = false;
  let isPrepared = false;

  // A finished invocation passes its slot directly to the next one that waits, so no other can take it.
  const acquire = async (): Promise<void> => {
    if (busy >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy += 1;
  };
  const release = () => {
    const next = waiting.shift();
    if (next === undefined) busy -= 1;
    else next();
  };
  const start = () => {
    if (!isPrepared) options.prepare?.();
    isPrepared = true;
    return startEnvironment({
      file: options.file,
      handler: options.handler,
      functionArn: arn,
      environment: environmentOf(options, region, accessKeyId),
      node: options.node ?? process.execPath,
      timeoutMs: (options.timeoutSeconds ?? 3) * 1000,
      onLog: options.onLog ?? (() => undefined),
    });
  };

  const invoke = async (event: unknown): Promise<Invocation> => {
    await acquire();
    try {
      const warm = idle.pop();
      const environment = isStopped ? stopped : (warm ?? (await start()));
      if ('errorType' in environment) return failedToStart(environment);
      // The function was stopped during this cold start. The environment is not in `all` yet, so `stop` did not stop
      // it.
      if (isStopped) {
        await environment.stop();
        return failedToStart(stopped);
      }
      all.add(environment);
      const outcome = await environment.invoke(event);
      // Output that was written before the answer may still be in the pipe.
      await new Promise(setImmediate);
      const logs = environment.takeLogs();
      if (environment.alive()) idle.push(environment);
      else {
        all.delete(environment);
        await environment.stop();
      }
      const init = warm === undefined ? { initDurationMs: environment.initDurationMs } : {};
      return { ...outcome, coldStart: warm === undefined, ...init, logs };
    } finally {
      release();
    }
  };

  return Promise.resolve({
    name: options.name,
    arn,
    accessKeyId,
    invoke,
    async stop() {
      isStopped = true;
      await Promise.all([...all].map((environment) => environment.stop()));
      all.clear();
      idle.length = 0;
    },
  });
}

const stopped: FunctionError = {
  errorType: 'ResourceNotFoundException',
  errorMessage: 'The function was removed',
};

function failedToStart(error: FunctionError): Invocation {
  return { error, requestId: '', durationMs: 0, coldStart: true, logs: [] };
}

function environmentOf(
  options: FunctionOptions,
  region: string,
  accessKeyId: string,
): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_SESSION_TOKEN: `session-of-${options.name}`,
    AWS_LAMBDA_FUNCTION_NAME: options.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(options.memoryMb ?? 128),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${options.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'sandbox',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    LAMBDA_TASK_ROOT: '/var/task',
    TZ: 'UTC',
    ...(options.endpointUrl === undefined ? {} : { AWS_ENDPOINT_URL: options.endpointUrl }),
    ...options.environment,
  };
}
