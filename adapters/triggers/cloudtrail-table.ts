import {
  declared,
  type Finder,
  byParameter,
  natGatewayFinder,
  networkIds,
  networkIdsOrAccount,
  recordsFinder,
  renamed,
  routeTableFinder,
  securityGroupFinder,
  someNetworkId,
  wholeAccount,
} from './cloudtrail-finders';

const notebook = byParameter('AWS::SageMaker::NotebookInstance', 'notebookInstanceName');
const domain = byParameter('AWS::SageMaker::Domain', 'domainId');
const user = byParameter('AWS::IAM::User', 'userName');
const role = byParameter('AWS::IAM::Role', 'roleName');
const group = byParameter('AWS::IAM::Group', 'groupName');
const policy = byParameter('AWS::IAM::Policy', 'policyArn');

/** The request of CreateDomain has only the domain's name; the ARN in the response ends with its id. */
const createdDomain = declared({
  type: 'AWS::SageMaker::Domain',
  in: 'responseElements',
  at: ['domainArn'],
  after: '/',
});

function all(names: readonly string[], finder: Finder): Readonly<Record<string, Finder>> {
  return Object.fromEntries(names.map((name) => [name, finder]));
}

/**
 * Event source and name → what the call changed. Tags and lifecycle configurations of SageMaker's resources are left
 * out, because no verdict depends on them.
 */
export const finders: Readonly<Record<string, Readonly<Record<string, Finder>>>> = {
  'sagemaker.amazonaws.com': {
    ...all(
      [
        'CreateNotebookInstance',
        'UpdateNotebookInstance',
        'StartNotebookInstance',
        'StopNotebookInstance',
        'DeleteNotebookInstance',
      ],
      notebook,
    ),
    CreateDomain: createdDomain,
    ...all(
      [
        'UpdateDomain',
        'DeleteDomain',
        'CreateUserProfile',
        'UpdateUserProfile',
        'CreateSpace',
        'CreateApp',
        'DeleteApp',
      ],
      domain,
    ),
  },
  'ec2.amazonaws.com': {
    ...all(
      [
        'CreateVpcEndpoint',
        'ModifyVpcEndpoint',
        'DeleteVpcEndpoints',
        'ModifyVpcAttribute',
        'CreateVpc',
        'AssociateVpcCidrBlock',
        'AssociateDhcpOptions',
      ],
      someNetworkId,
    ),
    // Only the answer names the VPCs. Routes to an accepted connection work from then on.
    ...all(
      [
        'DisassociateVpcCidrBlock',
        'AcceptVpcPeeringConnection',
        'CreateVpcEncryptionControl',
        'ModifyVpcEncryptionControl',
        'DeleteVpcEncryptionControl',
      ],
      networkIdsOrAccount,
    ),
    ...all(['CreateTags', 'DeleteTags'], networkIds),
    ...all(
      [
        'AuthorizeSecurityGroupIngress',
        'AuthorizeSecurityGroupEgress',
        'RevokeSecurityGroupIngress',
        'RevokeSecurityGroupEgress',
        'ModifySecurityGroupRules',
      ],
      securityGroupFinder,
    ),
    ...all(
      [
        'CreateRoute',
        'ReplaceRoute',
        'DeleteRoute',
        'AssociateRouteTable',
        'DisassociateRouteTable',
        'ReplaceRouteTableAssociation',
        'EnableVgwRoutePropagation',
        'DisableVgwRoutePropagation',
      ],
      routeTableFinder,
    ),
    ...all(['CreateNatGateway', 'DeleteNatGateway'], natGatewayFinder),
    // Routes and groups of any VPC may name the list, or the connection; Block Public Access concerns all VPCs.
    ...all(
      [
        'ModifyManagedPrefixList',
        'RestoreManagedPrefixListVersion',
        'DeleteManagedPrefixList',
        'ModifyVpcBlockPublicAccessOptions',
        'CreateVpcBlockPublicAccessExclusion',
        'ModifyVpcBlockPublicAccessExclusion',
        'DeleteVpcBlockPublicAccessExclusion',
        'DeleteVpcPeeringConnection',
        'RejectVpcPeeringConnection',
      ],
      wholeAccount,
    ),
  },
  'route53.amazonaws.com': {
    ...all(['AssociateVPCWithHostedZone', 'DisassociateVPCFromHostedZone'], someNetworkId),
    // A public zone names no VPC.
    CreateHostedZone: networkIds,
    ChangeResourceRecordSets: recordsFinder,
    DeleteHostedZone: wholeAccount,
  },
  'route53resolver.amazonaws.com': {
    ...all(['AssociateResolverRule', 'DisassociateResolverRule'], someNetworkId),
    ...all(['UpdateResolverRule', 'DeleteResolverRule'], wholeAccount),
  },
  // That CloudTrail names the service so follows from its name in IAM; AWS shows no record of it.
  'route53profiles.amazonaws.com': {
    ...all(['AssociateProfile', 'DisassociateProfile'], someNetworkId),
    ...all(
      ['AssociateResourceToProfile', 'DisassociateResourceFromProfile', 'UpdateProfileResourceAssociation'],
      wholeAccount,
    ),
  },
  'iam.amazonaws.com': {
    ...all(
      [
        'CreateUser',
        'DeleteUser',
        'PutUserPolicy',
        'DeleteUserPolicy',
        'AttachUserPolicy',
        'DetachUserPolicy',
        'PutUserPermissionsBoundary',
        'DeleteUserPermissionsBoundary',
        'AddUserToGroup',
        'RemoveUserFromGroup',
        'TagUser',
        'UntagUser',
      ],
      user,
    ),
    UpdateUser: renamed('AWS::IAM::User', 'userName', 'newUserName'),
    ...all(
      [
        'CreateRole',
        'DeleteRole',
        'PutRolePolicy',
        'DeleteRolePolicy',
        'AttachRolePolicy',
        'DetachRolePolicy',
        'PutRolePermissionsBoundary',
        'DeleteRolePermissionsBoundary',
        'UpdateAssumeRolePolicy',
        'TagRole',
        'UntagRole',
      ],
      role,
    ),
    ...all(
      [
        'CreateGroup',
        'DeleteGroup',
        'PutGroupPolicy',
        'DeleteGroupPolicy',
        'AttachGroupPolicy',
        'DetachGroupPolicy',
      ],
      group,
    ),
    UpdateGroup: renamed('AWS::IAM::Group', 'groupName', 'newGroupName'),
    CreatePolicy: declared({ type: 'AWS::IAM::Policy', in: 'responseElements', at: ['policy', 'arn'] }),
    ...all(['CreatePolicyVersion', 'SetDefaultPolicyVersion', 'DeletePolicyVersion', 'DeletePolicy'], policy),
  },
};
