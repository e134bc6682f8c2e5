import type { FunctionConfiguration } from '../../account/functions';
import type { Sandbox } from '../../sandbox';
import type { FunctionError } from '../../lambda/function-error';
import type { Invocation, LambdaFunction } from '../../lambda/function';
import { internalCall } from '../../account/internal-call';
import { sendMessage } from '../../services/sqs/messages';
import { awsPartitionOf } from '../../account/partition';

/** Who may invoke a function, as AddPermission records it. */
export interface InvokePermission {
  readonly principal: string;
  readonly sourceArn: string | undefined;
  readonly sourceAccount: string | undefined;
}

/** What becomes of an asynchronous invocation that fails (EventInvokeConfig). */
export interface InvokeConfig {
  readonly retries: number;
  /** ARN of a queue. */
  readonly onFailure: string | undefined;
}

export interface DeployedFunction {
  readonly fn: LambdaFunction;
  readonly roleArn: string;
  readonly configuration?: FunctionConfiguration;
  /** Ends its processes and forgets its unpacked code. */
  readonly stop: () => Promise<void>;
}

/** One finished invocation, for whoever watches. */
export interface FinishedInvocation {
  readonly functionName: string;
  readonly event: unknown;
  readonly invocation: Invocation;
}

/** The Lambda service of the embedded account: functions by ARN, who may invoke them, and how. */
export interface Functions {
  readonly deployed: ReadonlyMap<string, DeployedFunction>;
  /** Makes a function known, to Lambda's API as well; in place of the one of this ARN, if there is one. */
  add(one: DeployedFunction): void;
  /** Ends a function, and forgets it. */
  remove(arn: string): Promise<void>;
  readonly permissions: Map<string, readonly InvokePermission[]>;
  readonly invokeConfigs: Map<string, InvokeConfig>;
  invoke(arn: string, event: unknown): Promise<Invocation>;
  /** As a service does that does not wait: retried, and at last sent to the function's failure destination. */
  invokeAsync(arn: string, event: unknown): Promise<void>;
  /** Resolves when nothing that the API was asked to invoke is under way. */
  idle(): Promise<void>;
  /** Why a service may not invoke the function; `undefined` when it may. */
  refusal(arn: string, service: string, sourceArn: string): string | undefined;
}

/** Lambda retries an asynchronous invocation twice unless it is told otherwise (Lambda developer guide). */
const DEFAULT_RETRIES = 2;

export function createFunctions(
  sandbox: Sandbox,
  onInvocation: (observed: FinishedInvocation) => void,
): Functions {
  const deployed = new Map<string, DeployedFunction>();
  const permissions = new Map<string, readonly InvokePermission[]>();
  const invokeConfigs = new Map<string, InvokeConfig>();
  const underWay = new Set<Promise<void>>();

  /** Lambda sends under the function's role; what the role does not allow is lost. */
  const sendToDestination = (arn: string, queueArn: string, record: object): void => {
    const needs = [{ action: 'sqs:SendMessage', resource: queueArn }];
    const { roleArn } = find(arn);
    if (sandbox.authorizer.refusalOf(roleArn, arn.split(':')[3] ?? '', needs) === undefined)
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
    const work: Promise<void> = functions.invokeAsync(arn, event).finally(() => underWay.delete(work));
    underWay.add(work);
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
      while (underWay.size > 0) await Promise.all(underWay);
    },
    async invokeAsync(arn, event) {
      const { retries, onFailure } = invokeConfigs.get(unqualified(arn)) ?? {
        retries: DEFAULT_RETRIES,
        onFailure: undefined,
      };
      for (let attempt = 1; ; attempt += 1) {
        const { error, requestId } = await invoke(arn, event);
        // What is left to do for a function that is gone meanwhile is dropped.
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
  return arn.split(':').slice(0, 7).join(':');
}

/** Lambda writes a function's logs under the function's role. */
function writeLogs({ authorizer, accountId }: Sandbox, arn: string, name: string, roleArn: string): void {
  const region = arn.split(':')[3] ?? '';
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
  const [, , , region = '', , name = ''] = queueArn.split(':');
  const call = internalCall(account, region, 'lambda.amazonaws.com');
  sendMessage({ QueueUrl: name, MessageBody: JSON.stringify(record) }, call);
}
