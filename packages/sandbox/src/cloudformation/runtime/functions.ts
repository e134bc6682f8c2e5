import { splitArn } from '../../account/arn';
import type { FunctionConfiguration } from '../../account/functions';
import type { Sandbox } from '../../sandbox';
import type { FunctionError } from '../../lambda/function-error';
import type { Invocation, LambdaFunction } from '../../lambda/function';
import { internalCall } from '../../account/internal-call';
import { sendMessage } from '../../services/sqs/messages';
import { awsPartitionOf } from '../../account/partition';

/** A principal that may invoke a function, as AddPermission records it. */
export interface InvokePermission {
  readonly principal: string;
  readonly sourceArn: string | undefined;
  readonly sourceAccount: string | undefined;
}

/** How failed asynchronous invocations are handled (EventInvokeConfig). */
export interface InvokeConfig {
  readonly retries: number;
  /** ARN of a queue. */
  readonly onFailure: string | undefined;
}

export interface DeployedFunction {
  readonly fn: LambdaFunction;
  readonly roleArn: string;
  readonly configuration?: FunctionConfiguration;
  /** Ends its processes and deletes its unpacked code. */
  readonly stop: () => Promise<void>;
}

/** One finished invocation, for observers. */
export interface FinishedInvocation {
  readonly functionName: string;
  readonly event: unknown;
  readonly invocation: Invocation;
}

/** The Lambda service of the sandbox: functions by ARN, with their permissions and settings. */
export interface Functions {
  readonly deployed: ReadonlyMap<string, DeployedFunction>;
  /** Registers a function, also for Lambda's API. Replaces an existing one with the same ARN. */
  add(one: DeployedFunction): void;
  /** Stops a function and removes it. */
  remove(arn: string): Promise<void>;
  readonly permissions: Map<string, readonly InvokePermission[]>;
  readonly invokeConfigs: Map<string, InvokeConfig>;
  invoke(arn: string, event: unknown): Promise<Invocation>;
  /** Invokes without a caller that waits: a failed event is retried, and finally sent to the failure destination. */
  invokeAsync(arn: string, event: unknown): Promise<void>;
  /** Resolves when no invocation through the API is in progress. */
  idle(): Promise<void>;
  /** Why a service may not invoke the function; `undefined` when it may. */
  refusal(arn: string, service: string, sourceArn: string): string | undefined;
}

/** Lambda retries an asynchronous invocation twice by default (Lambda developer guide). */
const DEFAULT_RETRIES = 2;

export function createFunctions(
  sandbox: Sandbox,
  onInvocation: (observed: FinishedInvocation) => void,
): Functions {
  const deployed = new Map<string, DeployedFunction>();
  const permissions = new Map<string, readonly InvokePermission[]>();
  const invokeConfigs = new Map<string, InvokeConfig>();
  const running = new Set<Promise<void>>();

  /** Lambda sends with the function's role. If the role does not allow it, the record is lost. */
  const sendToDestination = (arn: string, queueArn: string, record: object): void => {
    const needs = [{ action: 'sqs:SendMessage', resource: queueArn }];
    const { roleArn } = find(arn);
    if (sandbox.authorizer.refusalOf(roleArn, splitArn(arn).region, needs) === undefined)
      sendFailure(sandbox, queueArn, record);
  };
  const find = (arn: string): DeployedFunction => {
    const found = deployed.get(unqualified(arn));
    if (found === undefined) throw new Error(`Function not found: ${arn}`);
    return found;
  };
  const invoke = async (arn: string, event: unknown): Promise<Invocation> => {
    const { fn, roleArn } = find(arn);
    const invocation = await fn.invoke(event);
    writeLogs(sandbox, arn, fn.name, roleArn);
    onInvocation({ functionName: fn.name, event, invocation });
    return invocation;
  };

  const accept = (arn: string, event: unknown): void => {
    const work: Promise<void> = functions.invokeAsync(arn, event).finally(() => running.delete(work));
    running.add(work);
  };

  const functions: Functions = {
    deployed,
    permissions,
    invokeConfigs,
    invoke,
    add(one) {
      const { arn } = one.fn;
      const { configuration } = one;
      deployed.set(arn, one);
      sandbox.account.functions.set(arn, {
        ...(configuration === undefined ? {} : { configuration }),
        accept: (event) => {
          accept(arn, event);
        },
        invoke: (event) => invoke(arn, event),
        refusal: (service, sourceArn) => functions.refusal(arn, service, sourceArn),
      });
    },
    async remove(arn) {
      sandbox.account.functions.delete(arn);
      await deployed.get(arn)?.stop();
      deployed.delete(arn);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
    async invokeAsync(arn, event) {
      const { retries, onFailure } = invokeConfigs.get(unqualified(arn)) ?? {
        retries: DEFAULT_RETRIES,
        onFailure: undefined,
      };
      for (let attempt = 1; ; attempt += 1) {
        const { error, requestId } = await invoke(arn, event);
        // Retries stop if the function has been removed meanwhile.
        if (error === undefined || !deployed.has(unqualified(arn))) return;
        if (attempt > retries) {
          if (onFailure !== undefined)
            sendToDestination(
              arn,
              onFailure,
              failureRecord(sandbox, { arn, event, requestId, attempt, error }),
            );
          return;
        }
      }
    },
    refusal(arn, service, sourceArn) {
      const granted = permissions.get(unqualified(arn)) ?? [];
      const fits = granted.some(
        (one) =>
          one.principal === service &&
          (one.sourceArn === undefined || one.sourceArn === sourceArn) &&
          (one.sourceAccount === undefined || one.sourceAccount === sandbox.accountId),
      );
      return fits ? undefined : `${service} is not permitted to invoke ${arn} for ${sourceArn}`;
    },
  };
  return functions;
}

/** A function's ARN without version or alias. */
export function unqualified(arn: string): string {
  const { resource } = splitArn(arn);
  const withoutQualifier = resource.split(':').slice(0, 2).join(':');
  return arn.slice(0, arn.length - resource.length) + withoutQualifier;
}

/** Lambda writes a function's logs with the function's role. */
function writeLogs({ authorizer, accountId }: Sandbox, arn: string, name: string, roleArn: string): void {
  const region = splitArn(arn).region;
  const resource = `arn:${awsPartitionOf(region)}:logs:${region}:${accountId}:log-group:/aws/lambda/${name}:log-stream:sandbox`;
  const actions = ['logs:CreateLogStream', 'logs:PutLogEvents'];
  authorizer.refusalOf(
    roleArn,
    region,
    actions.map((action) => ({ action, resource })),
  );
}

interface Failed {
  readonly arn: string;
  readonly event: unknown;
  readonly requestId: string;
  readonly attempt: number;
  readonly error: FunctionError;
}

/** The invocation record that a failure destination receives. */
function failureRecord(sandbox: Sandbox, { arn, event, requestId, attempt, error }: Failed): object {
  return {
    version: '1.0',
    timestamp: new Date(sandbox.clock.now()).toISOString(),
    requestContext: {
      requestId,
      functionArn: `${arn}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: attempt,
    },
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: error,
  };
}

function sendFailure({ account }: Sandbox, queueArn: string, record: object): void {
  const { region, resource: name } = splitArn(queueArn);
  const call = internalCall(account, region, 'lambda.amazonaws.com');
  sendMessage({ QueueUrl: name, MessageBody: JSON.stringify(record) }, call);
}
