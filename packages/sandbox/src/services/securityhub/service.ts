import type {
  BatchUpdateFindingsRequest,
  BatchUpdateFindingsResponse,
  CreateActionTargetRequest,
  CreateActionTargetResponse,
  DeleteActionTargetRequest,
  DeleteActionTargetResponse,
  DescribeActionTargetsRequest,
  DescribeActionTargetsResponse,
  DescribeHubResponse,
  GetFindingsRequest,
  GetFindingsResponse,
} from '@aws-sdk/client-securityhub';
import type { Call } from '../../account/account';
import { requireRate } from '../../account/rate';
import { AwsError } from '../../protocol/aws-error';
import { refused } from '../../refusals/refusal';
import { securityhub } from '../../refusals/securityhub';
import type { Service } from '../service';
import { defined, given } from '../members';
import { page } from '../pages';
import { findingMatches } from './filters';
import { batchImportFindings } from './import-findings';
import { enabledHub, findingKey, invalidInput, SECURITYHUB_SLOT } from './state';
import { awsPartitionOf } from '../../account/partition';

export const SECURITYHUB: Service = {
  name: 'securityhub',
  eventSource: 'securityhub',
  protocol: 'rest-json',
  sdk: () => import('@aws-sdk/client-securityhub'),
  throttled: { code: 'TooManyRequestsException', status: 429 },
  denied: { code: 'AccessDeniedException', status: 403 },
  slot: SECURITYHUB_SLOT,
  checksOwnInput: new Set(['BatchImportFindings']),
  operations: {
    EnableSecurityHub: enable,
    DescribeHub: describeHub,
    BatchImportFindings: batchImportFindings,
    GetFindings: getFindings,
    BatchUpdateFindings: batchUpdateFindings,
    CreateActionTarget: createActionTarget,
    DeleteActionTarget: deleteActionTarget,
    DescribeActionTargets: describeActionTargets,
  },
};

function enable(_input: object, call: Call): object {
  const state = call.state(SECURITYHUB_SLOT);
  if (state.enabledAt !== undefined) {
    throw new AwsError('ResourceConflictException', 'Account is already subscribed to Security Hub');
  }
  state.enabledAt = call.now;
  return {};
}

function describeHub(_input: object, call: Call): DescribeHubResponse {
  const { enabledAt } = enabledHub(call);
  return {
    HubArn: `arn:${awsPartitionOf(call.region)}:securityhub:${call.region}:${call.account.accountId}:hub/default`,
    SubscribedAt: new Date(enabledAt).toISOString(),
    AutoEnableControls: true,
    ControlFindingGenerator: 'SECURITY_CONTROL',
  };
}

function getFindings(input: GetFindingsRequest, call: Call): GetFindingsResponse {
  requireRate(call, 'getFindings', securityhub.readRate);
  const size = input.MaxResults ?? 10;
  if (size < 1 || size > 100) throw invalidInput('MaxResults must be between 1 and 100');
  const matching = [...enabledHub(call).findings.values()].filter((finding) =>
    findingMatches(finding, input.Filters),
  );
  const { items, next } = page(matching, size, input.NextToken, () => invalidInput('Invalid NextToken'));
  return defined({ Findings: items, NextToken: next });
}

/** Changes the fields that customers may change; `UpdatedAt` stays the same. */
function batchUpdateFindings(input: BatchUpdateFindingsRequest, call: Call): BatchUpdateFindingsResponse {
  const { findings } = enabledHub(call);
  const identifiers = given(input.FindingIdentifiers);
  if (identifiers.length > 100) throw invalidInput('FindingIdentifiers must have at most 100 members');
  const processed = [];
  const unprocessed = [];
  for (const identifier of identifiers) {
    const key = findingKey(identifier.ProductArn, identifier.Id);
    const finding = findings.get(key);
    if (finding === undefined) {
      const error = { ErrorCode: 'FindingNotFound', ErrorMessage: 'The finding was not found' };
      unprocessed.push({ FindingIdentifier: identifier, ...error });
      continue;
    }
    const note = input.Note;
    const noted =
      note === undefined
        ? undefined
        : { Text: note.Text, UpdatedBy: note.UpdatedBy, UpdatedAt: new Date(call.now).toISOString() };
    const severity = input.Severity === undefined ? undefined : { ...finding.Severity, ...input.Severity };
    const changes = {
      Note: noted,
      Severity: severity,
      Workflow: input.Workflow,
      VerificationState: input.VerificationState,
      UserDefinedFields: input.UserDefinedFields,
      Confidence: input.Confidence,
      Criticality: input.Criticality,
      Types: input.Types,
      RelatedFindings: input.RelatedFindings,
    };
    findings.set(key, { ...finding, ...defined(changes) });
    processed.push(identifier);
  }
  return { ProcessedFindings: processed, UnprocessedFindings: unprocessed };
}

function createActionTarget(input: CreateActionTargetRequest, call: Call): CreateActionTargetResponse {
  const { actionTargets } = enabledHub(call);
  const id = given(input.Id);
  if (!/^[A-Za-z0-9]{1,20}$/.test(id)) throw invalidInput('Id must be 1 to 20 letters and digits');
  if (given(input.Name).length > 20) throw invalidInput('Name must have at most 20 characters');
  const arn = `arn:${awsPartitionOf(call.region)}:securityhub:${call.region}:${call.account.accountId}:action/custom/${id}`;
  if (actionTargets.has(arn)) throw refused(securityhub.actionExists, { id });
  const { customActions } = call.account.quotas;
  if (actionTargets.size >= customActions)
    throw new AwsError(
      'LimitExceededException',
      `The account already has ${customActions} custom actions`,
      429,
    );
  actionTargets.set(arn, { ActionTargetArn: arn, Name: input.Name, Description: input.Description });
  return { ActionTargetArn: arn };
}

function deleteActionTarget(input: DeleteActionTargetRequest, call: Call): DeleteActionTargetResponse {
  const arn = given(input.ActionTargetArn);
  if (!enabledHub(call).actionTargets.delete(arn))
    throw new AwsError('ResourceNotFoundException', `No action ${arn}`);
  return { ActionTargetArn: arn };
}

function describeActionTargets(
  input: DescribeActionTargetsRequest,
  call: Call,
): DescribeActionTargetsResponse {
  const { actionTargets } = enabledHub(call);
  const chosen = input.ActionTargetArns?.map((arn) => {
    const target = actionTargets.get(arn);
    if (target === undefined) throw new AwsError('ResourceNotFoundException', `No action ${arn}`);
    return target;
  }) ?? [...actionTargets.values()];
  const bad = () => invalidInput('Invalid NextToken');
  const { items, next } = page(chosen, input.MaxResults ?? 100, input.NextToken, bad);
  return defined({ ActionTargets: items, NextToken: next });
}
