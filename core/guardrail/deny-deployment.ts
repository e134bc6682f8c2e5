import type { PolicyStatement } from './deny-outside';

/**
 * Denies what would open the perimeter by configuration: notebook instances with direct internet access or without a
 * subnet, Studio domains that are not VpcOnly, and, where asked for, root access.
 *
 * Creating fails closed: a request that leaves the parameter out gets AWS's default, which is the open one, and an
 * absent key satisfies `StringNotEquals` (IAM user guide; whether SageMaker fills in the key then is not documented,
 * and either way it is denied). Updating is the other way round: an update without the parameter keeps what is there,
 * so it is denied only where it sends another value. The keys and their actions are those of the service
 * authorization reference. Calls that an AWS service forwards are bound as well.
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
