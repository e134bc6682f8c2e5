import type {
  AwsSecurityFinding,
  BatchImportFindingsRequest,
  BatchImportFindingsResponse,
  WorkflowStatus,
} from '@aws-sdk/client-securityhub';
import type { Call } from '../../account/account';
import { defined } from '../members';
import { findingProblem } from './check-finding';
import { requireRate } from '../../account/rate';
import { securityhub } from '../../refusals/securityhub';
import { enabledHub, findingKey, invalidInput } from './state';

const MAXIMUM_BATCH_BYTES = 6 * 1024 * 1024;

/** Each finding succeeds or fails separately; the answer is HTTP 200 in any case. */
export function batchImportFindings(
  input: BatchImportFindingsRequest,
  call: Call,
): BatchImportFindingsResponse {
  requireRate(call, 'batchImportFindings', securityhub.importRate);
  const { findings } = enabledHub(call);
  const batch = input.Findings ?? [];
  if (batch.length < 1 || batch.length > 100)
    throw invalidInput('Findings must have between 1 and 100 members');
  if (Buffer.byteLength(JSON.stringify(batch)) > MAXIMUM_BATCH_BYTES) {
    throw invalidInput('The batch exceeds 6 MB');
  }
  const failed = batch.flatMap((finding) => {
    const problem = findingProblem(finding, call.account.accountId, call.region);
    if (problem === undefined) {
      store(finding, findings, call);
      return [];
    }
    const message = `Finding does not adhere to Amazon Finding Format. ${problem}.`;
    return [{ Id: finding.Id ?? '', ErrorCode: 'InvalidInput', ErrorMessage: message }];
  });
  return {
    FailedCount: failed.length,
    SuccessCount: batch.length - failed.length,
    FailedFindings: failed,
  };
}

function store(finding: AwsSecurityFinding, findings: Map<string, AwsSecurityFinding>, call: Call): void {
  const key = findingKey(finding.ProductArn, finding.Id);
  const known = findings.get(key);
  // A finding with an equal or older UpdatedAt is silently ignored.
  if (known !== undefined && time(finding.UpdatedAt) <= time(known.UpdatedAt)) return;
  const {
    Note: _note,
    UserDefinedFields: _fields,
    VerificationState: _state,
    Workflow: _workflow,
    ...own
  } = finding;
  const kept =
    known === undefined
      ? { ...finding, Workflow: finding.Workflow ?? { Status: 'NEW' as const } }
      : {
          ...own,
          ...defined({
            Note: known.Note,
            UserDefinedFields: known.UserDefinedFields,
            VerificationState: known.VerificationState,
          }),
          Workflow: { Status: workflowAfter(known, finding) },
        };
  const stored: AwsSecurityFinding = {
    ...kept,
    RecordState: finding.RecordState ?? 'ACTIVE',
    ProcessedAt: new Date(call.now).toISOString(),
    Region: call.region,
  };
  findings.set(key, stored);
  call.account.emit({
    source: 'aws.securityhub',
    'detail-type': 'Security Hub Findings - Imported',
    region: call.region,
    resources: [`${finding.ProductArn ?? ''}/${finding.Id ?? ''}`],
    detail: { findings: [stored] },
  });
}

/** NOTIFIED and RESOLVED change to NEW when a finding reappears. */
function workflowAfter(known: AwsSecurityFinding, finding: AwsSecurityFinding): WorkflowStatus {
  const status = known.Workflow?.Status ?? 'NEW';
  const revived = known.RecordState === 'ARCHIVED' && (finding.RecordState ?? 'ACTIVE') === 'ACTIVE';
  const failedAgain = known.Compliance?.Status === 'PASSED' && finding.Compliance?.Status !== 'PASSED';
  return (revived || failedAgain) && (status === 'NOTIFIED' || status === 'RESOLVED') ? 'NEW' : status;
}

function time(value: string | undefined): number {
  return Date.parse(value ?? '');
}
