import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import { keys } from '../../adapters/ledger/table';
import type { FindingRecord } from '../../core/model/ledger';
import type { RecordedCall } from '@palisade/sandbox/account/calls';
import type { Contents, Sandbox } from '@palisade/sandbox';
import { EC2_SLOT } from '@palisade/sandbox/services/ec2/state';
import { IAM_SLOT } from '@palisade/sandbox/services/iam/state';
import { SAGEMAKER_SLOT } from '@palisade/sandbox/services/sagemaker/state';
import { SECURITYHUB_SLOT } from '@palisade/sandbox/services/securityhub/state';
import { SSM_SLOT } from '@palisade/sandbox/services/ssm/state';
import { reasonAttribute } from '../../adapters/queue/dead-letter-writer';
import { unfencedIn } from './fences';
import { type Change, intentsIn } from './intents';
import { normalizedState } from './same';
import { accessKeyId } from './deployed';
import type { FaultWorld } from './world';

/** Everything that a run left behind, read from the account itself and not from Palisade's output. */
export interface Left {
  readonly record: FindingRecord | undefined;
  /** The entries of its audit trail. */
  readonly audit: readonly Entry[];
  /** The intents in it. */
  readonly intents: ReturnType<typeof intentsIn>;
  /** The findings in Security Hub about the scenario's rule and resource. */
  readonly hub: readonly AwsSecurityFinding[];
  /** The OpsItems about the finding. */
  readonly tickets: readonly { readonly id: string; readonly status: string; readonly text: string }[];
  /** The texts of all open tickets, including those about the whole account. */
  readonly said: readonly string[];
  /** The customer's resources, without what differs between runs (times, generated ids). */
  readonly resources: string;
  /** Changes of the customer's resources that AWS carried out for Palisade. */
  readonly changes: readonly Change[];
  /** Writes that the ledger accepted from a worker after another one had taken over its lease. */
  readonly unfenced: number;
  readonly deadLetters: readonly { readonly body: string; readonly reason: string | undefined }[];
  readonly waiting: number;
  /** The number of subjects that the last sweep could not judge. */
  readonly unknown: number;
}

/** An entry of an audit trail: its time and its content. */
interface Entry {
  readonly at: string;
  readonly text: string;
}

export async function leftBy(world: FaultWorld): Promise<Left> {
  const { sandbox, id } = world;
  const call = world.asService();
  const contents = await sandbox.contents();
  const items = [...call.state(SSM_SLOT).opsItems.values()];
  const tickets = items.filter(({ OperationalData }) => OperationalData?.['palisade/finding']?.Value === id);
  return {
    record: await world.record(),
    audit: auditIn(contents, id),
    intents: intentsIn(contents),
    hub: [...call.state(SECURITYHUB_SLOT).findings.values()].filter(({ Id }) => Id?.endsWith(id)),
    tickets: tickets.map(({ OpsItemId, Status = '', OperationalData }) => ({
      id: OpsItemId,
      status: Status,
      text: OperationalData?.['palisade/text']?.Value ?? '',
    })),
    said: items
      .filter(({ Status }) => Status === 'Open')
      .map(({ OperationalData }) => OperationalData?.['palisade/text']?.Value ?? ''),
    resources: normalizedState({
      ec2: call.state(EC2_SLOT),
      iam: call.state(IAM_SLOT),
      sagemaker: call.state(SAGEMAKER_SLOT),
    }),
    changes: changesOf(sandbox),
    unfenced: unfencedIn(sandbox.calls()),
    deadLetters: world.queue('dead').messages.map(({ body, attributes }) => ({
      body,
      reason: attributes?.[reasonAttribute]?.StringValue ?? reasonOfLambda(body),
    })),
    waiting: world.queue('changes').messages.length,
    unknown: world.unknown,
  };
}

/** An item of the ledger, as DynamoDB returns it. */
type Item = Readonly<Partial<Record<'pk' | 'sk' | 'at', { readonly S?: string }>>>;

/** In the order of their keys, which begin with the time. */
function auditIn({ tables }: Pick<Contents, 'tables'>, id: string): readonly Entry[] {
  const { pk } = keys.finding(id);
  return [...tables.values()]
    .flat()
    .flatMap(({ pk: its, sk, ...entry }: Item) =>
      its?.S === pk && sk?.S?.startsWith('audit#') === true
        ? [{ at: entry.at?.S ?? '', text: JSON.stringify(entry) }]
        : [],
    );
}

/** The changes of the customer's resources that AWS carried out for Palisade. */
export function changesOf(sandbox: Sandbox): readonly Change[] {
  return (
    sandbox
      .calls()
      .filter((one) => one.accessKeyId === accessKeyId && one.errorCode === undefined && isCustomers(one))
      // A request that was lost before it arrived had no effect.
      .filter(({ userAgent }) => !/fault#(reset|lost)$/.test(userAgent ?? ''))
      // A request that is repeated with the same token has no second effect.
      .filter((one, index, all) => all.findIndex((other) => isSameRequest(one, other)) === index)
      .map(({ service, operation, time }) => ({ call: `${service}:${operation}`, time }))
  );
}

function isSameRequest(one: RecordedCall, other: RecordedCall): boolean {
  return (
    one === other ||
    (one.operation === other.operation && tokenOf(one) !== undefined && tokenOf(one) === tokenOf(other))
  );
}

function tokenOf({ input }: RecordedCall): unknown {
  return (input as { ClientToken?: unknown }).ClientToken;
}

function isCustomers({ service, operation }: { service: string; operation: string }): boolean {
  return ['ec2', 'iam', 'sagemaker', 'route53'].includes(service) && !/^(Get|List|Describe)/.test(operation);
}

/** The reason that Lambda gives for a failed asynchronous invocation. */
function reasonOfLambda(body: string): string | undefined {
  return (JSON.parse(body) as { responsePayload?: { errorMessage?: string } }).responsePayload?.errorMessage;
}
