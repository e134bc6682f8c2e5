import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import type { AuditEntry, FindingRecord } from '../../core/ledger';
import { EC2_SLOT } from '../../sandbox/services/ec2/state';
import { IAM_SLOT } from '../../sandbox/services/iam/state';
import { SAGEMAKER_SLOT } from '../../sandbox/services/sagemaker/state';
import { SECURITYHUB_SLOT } from '../../sandbox/services/securityhub/state';
import { SSM_SLOT } from '../../sandbox/services/ssm/state';
import { reasonAttribute } from '../../adapters/follow-up/dead-letter';
import { accessKeyId, type World } from './world';

/** Everything that a run left behind, read from the account itself and not from what Palisade says. */
export interface Left {
  readonly record: FindingRecord | undefined;
  readonly audit: readonly AuditEntry[];
  /** The findings in Security Hub about the scenario's rule and resource. */
  readonly hub: readonly AwsSecurityFinding[];
  /** The OpsItems about the finding. */
  readonly tickets: readonly { readonly id: string; readonly status: string; readonly text: string }[];
  /** The customer's resources, without what differs from run to run (times, generated ids). */
  readonly resources: string;
  /** Changes of the customer's resources that AWS carried out for Palisade. */
  readonly changes: readonly { readonly call: string; readonly time: number }[];
  readonly letters: readonly { readonly body: string; readonly reason: string | undefined }[];
  readonly waiting: number;
}

export async function leftBy(world: World): Promise<Left> {
  const { sandbox, id } = world;
  const call = world.asService();
  const tickets = [...call.state(SSM_SLOT).opsItems.values()].filter(
    ({ OperationalData }) => OperationalData?.['palisade/finding']?.Value === id,
  );
  return {
    record: await world.record(),
    audit: await world.ledger.audit(id),
    hub: [...call.state(SECURITYHUB_SLOT).findings.values()].filter(({ Id }) => Id?.endsWith(id)),
    tickets: tickets.map(({ OpsItemId, Status = '', OperationalData }) => ({
      id: OpsItemId,
      status: Status,
      text: OperationalData?.['palisade/text']?.Value ?? '',
    })),
    resources: normalized({
      ec2: call.state(EC2_SLOT),
      iam: call.state(IAM_SLOT),
      sagemaker: call.state(SAGEMAKER_SLOT),
    }),
    changes: sandbox
      .calls()
      .filter((one) => one.accessKeyId === accessKeyId && one.errorCode === undefined && isCustomers(one))
      // A request that was lost on its way did nothing.
      .filter(({ userAgent }) => !/fault#(reset|lost)$/.test(userAgent ?? ''))
      .map(({ service, operation, time }) => ({ call: `${service}:${operation}`, time })),
    letters: world.queue('dead').messages.map(({ body, attributes }) => ({
      body,
      reason: attributes?.[reasonAttribute]?.StringValue,
    })),
    waiting: world.queue('changes').messages.length,
  };
}

function isCustomers({ service, operation }: { service: string; operation: string }): boolean {
  return ['ec2', 'iam', 'sagemaker', 'route53'].includes(service) && !/^(Get|List|Describe)/.test(operation);
}

const generated =
  /\b(?:(?:vpc|vpce|subnet|sg|sgr|eni|rtb|nat|d|acl)-[0-9a-z]{8,17}|A[A-Z]{3}[A-Z0-9]{16,17}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22})\b/g;

/** JSON in which a generated id is the order of its first appearance, and every time and token is the same. */
function normalized(state: object): string {
  const known = new Map<string, string>();
  return plain(state).replace(generated, (id) => {
    const kind = id.includes('-') ? id.split('-')[0] : id.slice(0, 4);
    const name = known.get(id) ?? `${kind ?? ''}#${known.size}`;
    known.set(id, name);
    return name;
  });
}

/** What is kept under generated ids is ordered by what it is. */
function plain(state: unknown): string {
  return JSON.stringify(state, (key, value: unknown) => {
    if (value instanceof Map) return byContent([...value.entries()]);
    return changing.test(key) ? 'then' : value;
  });
}

/** Members whose values are made from the time or at random. */
const changing = /(Time|Date|Timestamp|createdAt|updatedAt|[cC]lientToken|DnsEntries|^request)$/;

function byContent(entries: readonly unknown[]): readonly unknown[] {
  const masked = (entry: unknown): string => plain(entry).replace(generated, '#');
  return entries
    .map((entry) => ({ entry, content: masked(entry) }))
    .sort((a, b) => (a.content < b.content ? -1 : 1))
    .map(({ entry }) => entry);
}
