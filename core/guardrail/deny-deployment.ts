import type { PolicyStatement } from './deny-outside';

/**
 * Denies configurations that would open the perimeter: notebook instances with direct internet access or without a
 * subnet, Studio domains that are not VpcOnly, and, on request, root access.
 *
 * Creating fails closed: a request without the parameter gets AWS's default, which is the open one, and an absent key
 * satisfies `StringNotEquals` (IAM user guide). Whether SageMaker fills in the key is not documented, but in both
 * cases the request is denied. Updating is the opposite: an update without the parameter keeps the current value, so
 * it is denied only if it sends another value. The keys and their actions are those of the service authorization
 * reference. The Denies also apply to calls that an AWS service forwards.
 */
export function denyDeployment({ rootAccess }: { readonly rootAccess: boolean }): readonly PolicyStatement[] {
  const create = 'sagemaker:CreateNotebookInstance';
  return [
    deny('PalisadeDenyDirectInternet', create, isNot('sagemaker:DirectInternetAccess', 'Disabled')),
    deny('PalisadeDenyNoSubnet', create, { Null: { 'sagemaker:VpcSubnets': 'true' } }),
    deny(
      'PalisadeDenyPublicDomain',
      'sagemaker:CreateDomain',
      isNot('sagemaker:AppNetworkAccessType', 'VpcOnly'),
    ),
    deny(
      'PalisadeDenyOpeningDomain',
      'sagemaker:UpdateDomain',
      isSentAndNot('sagemaker:AppNetworkAccessType', 'VpcOnly'),
    ),
    ...(rootAccess
      ? [
          deny('PalisadeDenyRoot', create, isNot('sagemaker:RootAccess', 'Disabled')),
          deny(
            'PalisadeDenyGivingRoot',
            'sagemaker:UpdateNotebookInstance',
            isSentAndNot('sagemaker:RootAccess', 'Disabled'),
          ),
        ]
      : []),
  ];
}

type Condition = NonNullable<PolicyStatement['Condition']>;

function deny(Sid: string, Action: string, Condition: Condition): PolicyStatement {
  return { Sid, Effect: 'Deny', Action: [Action], Resource: '*', Condition };
}

function isNot(key: string, value: string): Condition {
  return { StringNotEquals: { [key]: value } };
}

function isSentAndNot(key: string, value: string): Condition {
  return { ...isNot(key, value), Null: { [key]: 'false' } };
}
