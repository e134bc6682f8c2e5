import type {
  ComplianceType,
  Evaluation,
  EvaluationResult,
  GetComplianceDetailsByConfigRuleRequest,
  GetComplianceDetailsByConfigRuleResponse,
  PutEvaluationsRequest,
  PutEvaluationsResponse,
} from '@aws-sdk/client-config-service';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { defined, given } from '../members';
import { page } from '../pages';
import { CONFIG_SLOT, resourceKey, ruleOfToken } from './state';
import { awsPartitionOf } from '../../account/partition';

/** With `TestMode`, everything but the token is checked, and nothing is stored. */
export function putEvaluations(input: PutEvaluationsRequest, call: Call): PutEvaluationsResponse {
  const state = call.state(CONFIG_SLOT);
  const token = given(input.ResultToken);
  if (token === '') throw new AwsError('ValidationException', 'ResultToken must not be empty');
  const evaluations = input.Evaluations ?? [];
  if (evaluations.length > 100)
    throw new AwsError('ValidationException', 'At most 100 evaluations are allowed');
  for (const evaluation of evaluations) check(evaluation);
  const failed = evaluations.filter((evaluation) => state.failing.has(evaluation.ComplianceResourceId ?? ''));
  if (input.TestMode === true) return { FailedEvaluations: failed };
  const rule = ruleOfToken(token);
  if (rule === undefined || !state.rules.has(rule)) {
    throw new AwsError('InvalidResultTokenException', 'The specified ResultToken is invalid');
  }
  const results = state.results.get(rule) ?? new Map<string, EvaluationResult>();
  state.results.set(rule, results);
  for (const evaluation of evaluations) {
    if (!failed.includes(evaluation)) store(evaluation, rule, results, call);
  }
  return { FailedEvaluations: failed };
}

function check(evaluation: Evaluation): void {
  if (evaluation.ComplianceType === 'INSUFFICIENT_DATA') {
    throw new AwsError('InvalidParameterValueException', 'INSUFFICIENT_DATA cannot be put');
  }
  const { Annotation: annotation } = evaluation;
  if (annotation !== undefined && (annotation.length < 1 || annotation.length > 256)) {
    throw new AwsError('ValidationException', "Value at 'annotation' must have length between 1 and 256");
  }
}

function store(
  evaluation: Evaluation,
  rule: string,
  results: Map<string, EvaluationResult>,
  call: Call,
): void {
  const key = resourceKey(evaluation.ComplianceResourceType, evaluation.ComplianceResourceId);
  const old = results.get(key)?.ComplianceType;
  const result: EvaluationResult = defined({
    EvaluationResultIdentifier: {
      EvaluationResultQualifier: defined({
        ConfigRuleName: rule,
        ResourceType: evaluation.ComplianceResourceType,
        ResourceId: evaluation.ComplianceResourceId,
      }),
      ...defined({ OrderingTimestamp: evaluation.OrderingTimestamp }),
    },
    ComplianceType: evaluation.ComplianceType,
    Annotation: evaluation.Annotation,
    ResultRecordedTime: new Date(call.now),
    ConfigRuleInvokedTime: new Date(call.now),
  });
  if (evaluation.ComplianceType === 'NOT_APPLICABLE') results.delete(key);
  else results.set(key, result);
  if (old !== evaluation.ComplianceType) complianceEvent(evaluation, rule, old, call);
}

function complianceEvent(
  evaluation: Evaluation,
  rule: string,
  old: ComplianceType | undefined,
  call: Call,
): void {
  const { accountId } = call.account;
  call.account.emit({
    source: 'aws.config',
    'detail-type': 'Config Rules Compliance Change',
    region: call.region,
    resources: [],
    detail: defined({
      resourceId: evaluation.ComplianceResourceId,
      resourceType: evaluation.ComplianceResourceType,
      awsRegion: call.region,
      awsAccountId: accountId,
      configRuleName: rule,
      configRuleARN: `arn:${awsPartitionOf(call.region)}:config:${call.region}:${accountId}:config-rule/${rule}`,
      messageType: 'ComplianceChangeNotification',
      newEvaluationResult: defined({
        complianceType: evaluation.ComplianceType,
        annotation: evaluation.Annotation,
        resultRecordedTime: new Date(call.now).toISOString(),
      }),
      oldEvaluationResult: old === undefined ? undefined : { complianceType: old },
    }),
  });
}

export function getComplianceDetails(
  input: GetComplianceDetailsByConfigRuleRequest,
  call: Call,
): GetComplianceDetailsByConfigRuleResponse {
  const { rules, results } = call.state(CONFIG_SLOT);
  const rule = given(input.ConfigRuleName);
  if (!rules.has(rule)) {
    throw new AwsError(
      'NoSuchConfigRuleException',
      `The ConfigRule '${rule}' provided in the request is invalid.`,
    );
  }
  const matching = [...(results.get(rule)?.values() ?? [])].filter(
    (result) =>
      input.ComplianceTypes === undefined ||
      (result.ComplianceType !== undefined && input.ComplianceTypes.includes(result.ComplianceType)),
  );
  const size = input.Limit === undefined || input.Limit === 0 ? 10 : input.Limit;
  const { items, next } = page(
    matching,
    size,
    input.NextToken,
    () => new AwsError('InvalidNextTokenException', 'The specified next token is invalid'),
  );
  return defined({ EvaluationResults: items, NextToken: next });
}
