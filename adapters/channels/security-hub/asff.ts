import type {
  AwsSecurityFinding,
  ComplianceStatus,
  SeverityLabel,
  WorkflowStatus,
} from '@aws-sdk/client-securityhub';
import { command } from '../../../core/text/command';
import type { Published } from '../../../core/model/ports';
import { partitionOf, type Place } from '../../../core/model/resource';
import type { RuleMeta } from '../../../core/model/rule';
import { truncate } from '../../text/truncate';
import { asffResource } from './asff-resource';

/** The size of one finding that Security Hub accepts. */
const maxFindingBytes = 240_000;

/** The id of a finding in Security Hub: stable, so that every import updates the same one. */
export function hubId(findingId: string): string {
  return `palisade/${findingId}`;
}

/** The account's own product, which custom findings belong to. */
export function productArn(place: Place): string {
  const { account, region } = place;
  return `arn:${partitionOf(place)}:securityhub:${region}:${account}:product/${account}/default`;
}

/**
 * A finding in the AWS Security Finding Format, schema 2018-10-08. It is always complete, because Security Hub keeps
 * nothing that an update leaves out. It ignores an update that is not newer.
 */
export function toAsff({ finding, record }: Published, meta: RuleMeta, place: Place): AwsSecurityFinding {
  const status = complianceOf({ finding, record });
  const severity: SeverityLabel = status === 'PASSED' ? 'INFORMATIONAL' : severities[finding.severity];
  const asff = {
    SchemaVersion: '2018-10-08',
    Id: hubId(finding.id),
    ProductArn: productArn(place),
    ProductName: 'Palisade',
    GeneratorId: `palisade/${finding.rule}`,
    AwsAccountId: place.account,
    CreatedAt: record.firstSeenAt,
    FirstObservedAt: record.firstSeenAt,
    UpdatedAt: record.updatedAt,
    LastObservedAt: record.updatedAt,
    Title: truncate(finding.title, 256),
    Description: truncate(describe({ finding, record }), 1024),
    FindingProviderFields: { Severity: { Label: severity, Original: finding.severity }, Types: types },
    Compliance: { Status: status, RelatedRequirements: meta.standards.slice(0, 32) },
    RecordState: isEnded(record) ? ('ARCHIVED' as const) : ('ACTIVE' as const),
    Remediation: { Recommendation: { Text: truncate(meta.recommendation, 512) } },
    ProductFields: productFields({ finding, record }),
  };
  const resource = asffResource(finding, place);
  const whole = { ...asff, Resources: [resource] };
  if (Buffer.byteLength(JSON.stringify(whole)) <= maxFindingBytes) return whole;
  // The details are the only part without another limit.
  const { Details: _, ...short } = resource;
  return { ...asff, Resources: [short] };
}

/** The workflow status that matches the state of a finding. It is set by a separate call, not by the import. */
export function workflowOf({ finding, record }: Published): WorkflowStatus {
  if (finding.status === 'exempt') return 'SUPPRESSED';
  if (isEnded(record) || complianceOf({ finding, record }) === 'PASSED') return 'RESOLVED';
  return record.ticket?.open === true ? 'NOTIFIED' : 'NEW';
}

/**
 * Exempt findings still fail. Unknown is WARNING ("some information is missing"), never PASSED. NOT_AVAILABLE would
 * read as "nothing to check", so it is used only for a resource that was deleted or that the rule does not apply to.
 */
function complianceOf({ finding, record }: Published): ComplianceStatus {
  if (isEnded(record)) return 'NOT_AVAILABLE';
  if (finding.status === 'pass') return 'PASSED';
  return finding.status === 'unknown' ? 'WARNING' : 'FAILED';
}

function isEnded(record: Published['record']): boolean {
  return record.outcome === 'gone' || record.status === 'not-applicable';
}

const severities = {
  critical: 'CRITICAL',
  high: 'HIGH',
  medium: 'MEDIUM',
  low: 'LOW',
} as const satisfies Record<string, SeverityLabel>;

const types = ['Software and Configuration Checks/AWS Security Best Practices/Network Reachability'];

function describe({ finding, record }: Published): string {
  const { exemption } = finding;
  const parts = [
    record.message.trim() === '' ? finding.title : record.message,
    exemption === undefined
      ? undefined
      : `Exempt until ${exemption.until} by ${exemption.owner}: ${exemption.reason}`,
    record.because === record.message || record.because === '' ? undefined : `(${record.because})`,
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}

function productFields({ finding, record }: Published): Record<string, string> {
  const { exemption, contained } = finding;
  const { ticket } = record;
  const fields = {
    outcome: record.outcome,
    because: record.because,
    rule: finding.rule,
    mode: finding.decision.mode,
    resource: finding.resource.id,
    failingSince: finding.status === 'pass' ? undefined : record.failingSince,
    contained,
    missing: finding.missing.join('; '),
    ticket: ticket === undefined ? undefined : `${ticket.channel} ${ticket.id}`,
    exemptUntil: exemption?.until,
    exemptBy: exemption?.owner,
    exemptBecause: exemption?.reason,
    undo: record.performed.some(({ state }) => state === 'verified')
      ? command('undo', finding.id)
      : undefined,
  };
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      value === undefined || value.trim() === '' ? [] : [[`palisade/${name}`, truncate(value, 2048)]],
    ),
  );
}
