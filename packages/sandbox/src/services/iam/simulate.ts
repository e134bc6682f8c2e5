import type {
  EvaluationResult,
  SimulatePrincipalPolicyRequest,
  SimulatePolicyResponse,
} from '@aws-sdk/client-iam';
import type { Call } from '../../account/account';
import { defaultIdentity } from '../../account/identity';
import { decideNeed, principalOf } from '../../authorization/authorizer';
import { AwsError } from '../../protocol/aws-error';
import { given } from '../members';
import { iamPage } from './paging';
import { noSuchEntity } from './state';

function decisionOf(verdict: ReturnType<typeof decideNeed>): EvaluationResult['EvalDecision'] {
  if (verdict === 'allowed') return 'allowed';
  return verdict.startsWith('explicit') ? 'explicitDeny' : 'implicitDeny';
}

/**
 * SimulatePrincipalPolicy, with the same evaluator that enforces policies. The account's administrator, who is not an
 * IAM principal here, may do everything. Additional policies and the matching statements are not modelled.
 */
export function simulatePrincipalPolicy(
  input: SimulatePrincipalPolicyRequest,
  call: Call,
): SimulatePolicyResponse {
  const source = given(input.PolicySourceArn);
  const { account, region } = call;
  if (!/^arn:[\w-]+:iam::\d{12}:(?:user|role)\//.test(source))
    throw new AwsError(
      'InvalidInput',
      `Invalid Entity Arn: ${source} does not clearly define entity type and name.`,
    );
  if ((input.PolicyInputList ?? []).length > 0)
    throw new AwsError('InvalidInput', 'The embedded account simulates no further policies');
  const principal = principalOf(account, source);
  const isAdmin = source === defaultIdentity(account.region, account.accountId, undefined).arn;
  if (principal === undefined && !isAdmin)
    throw noSuchEntity(`The entity with ARN ${source} cannot be found.`);
  const context = Object.fromEntries(
    (input.ContextEntries ?? []).map(({ ContextKeyName = '', ContextKeyValues = [] }) => [
      ContextKeyName,
      ContextKeyValues.length === 1 ? String(ContextKeyValues[0]) : ContextKeyValues,
    ]),
  );
  const resources = input.ResourceArns ?? ['*'];
  const results = given(input.ActionNames).flatMap((action) =>
    resources.map((resource): EvaluationResult => {
      const verdict =
        principal === undefined
          ? 'allowed'
          : decideNeed(account, principal, region, { action, resource, context });
      return {
        EvalActionName: action,
        EvalResourceName: resource,
        EvalDecision: decisionOf(verdict),
        MatchedStatements: [],
        MissingContextValues: [],
      };
    }),
  );
  const { items, rest } = iamPage(results, input);
  return { EvaluationResults: items, ...rest };
}
