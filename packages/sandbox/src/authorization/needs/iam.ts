import { anywhere, type CallInput, type Need, type Needs, textIn, type Where } from '../need';
import { awsPartitionOf } from '../../account/partition';

/** ARNs of users and roles include their paths, which only the account knows. */
export type PrincipalArn = (kind: 'user' | 'role', name: string) => string;

export function iamNeeds(arnOf: PrincipalArn): Needs {
  const principal =
    (action: string, kind: 'user' | 'role') =>
    (input: CallInput): readonly Need[] => {
      const policy = textIn(input, 'PolicyArn');
      const resource = arnOf(kind, textIn(input, kind === 'user' ? 'UserName' : 'RoleName'));
      return [
        {
          action: `iam:${action}`,
          resource,
          ...(policy === '' ? {} : { context: { 'iam:PolicyARN': policy } }),
        },
      ];
    };
  const policy =
    (action: string) =>
    (input: CallInput): readonly Need[] => [
      { action: `iam:${action}`, resource: textIn(input, 'PolicyArn') },
    ];
  return {
    GetAccountAuthorizationDetails: anywhere('iam:GetAccountAuthorizationDetails'),
    GetAccountSummary: anywhere('iam:GetAccountSummary'),
    ListUsers: anywhere('iam:ListUsers'),
    ListRoles: anywhere('iam:ListRoles'),
    ListPolicies: anywhere('iam:ListPolicies'),
    CreatePolicy: (input: CallInput, { account, region }: Where) => [
      {
        action: 'iam:CreatePolicy',
        resource: `arn:${awsPartitionOf(region)}:iam::${account}:policy${textIn(input, 'Path') || '/'}${textIn(input, 'PolicyName')}`,
      },
    ],
    CreatePolicyVersion: policy('CreatePolicyVersion'),
    DeletePolicyVersion: policy('DeletePolicyVersion'),
    SetDefaultPolicyVersion: policy('SetDefaultPolicyVersion'),
    DeletePolicy: policy('DeletePolicy'),
    GetPolicy: policy('GetPolicy'),
    GetPolicyVersion: policy('GetPolicyVersion'),
    ListEntitiesForPolicy: policy('ListEntitiesForPolicy'),
    AttachUserPolicy: principal('AttachUserPolicy', 'user'),
    DetachUserPolicy: principal('DetachUserPolicy', 'user'),
    PutUserPolicy: principal('PutUserPolicy', 'user'),
    DeleteUserPolicy: principal('DeleteUserPolicy', 'user'),
    AttachRolePolicy: principal('AttachRolePolicy', 'role'),
    DetachRolePolicy: principal('DetachRolePolicy', 'role'),
    PutRolePolicy: principal('PutRolePolicy', 'role'),
    DeleteRolePolicy: principal('DeleteRolePolicy', 'role'),
  };
}
