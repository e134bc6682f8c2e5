import type { ManagedPolicy } from './managed-policy';
import { awsPartitionOf } from '../../account/partition';

const SERVICES_READ = ['ec2:Describe*', 'iam:Get*', 'iam:List*', 's3:Get*', 's3:List*'];
const SAGEMAKER_READ = ['sagemaker:Describe*', 'sagemaker:Get*', 'sagemaker:List*', 'sagemaker:Search'];

/** Short documents under AWS's names: they grant what the name says, but not AWS's exact lists. */
const DOCUMENTS: Readonly<Record<string, readonly object[]>> = {
  AdministratorAccess: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  PowerUserAccess: [
    { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
    { Effect: 'Allow', Action: ['iam:ListRoles', 'organizations:DescribeOrganization'], Resource: '*' },
  ],
  ReadOnlyAccess: [{ Effect: 'Allow', Action: [...SERVICES_READ, ...SAGEMAKER_READ], Resource: '*' }],
  ViewOnlyAccess: [
    { Effect: 'Allow', Action: ['ec2:Describe*', 'iam:List*', 'sagemaker:List*'], Resource: '*' },
  ],
  SecurityAudit: [{ Effect: 'Allow', Action: [...SERVICES_READ, ...SAGEMAKER_READ], Resource: '*' }],
  AmazonSageMakerReadOnly: [{ Effect: 'Allow', Action: SAGEMAKER_READ, Resource: '*' }],
  AmazonSageMakerFullAccess: [
    {
      Sid: 'AllowAllNonAdminSageMakerActions',
      Effect: 'Allow',
      Action: ['sagemaker:*', 'sagemaker-geospatial:*'],
      NotResource: [
        'arn:aws:sagemaker:*:*:domain/*',
        'arn:aws:sagemaker:*:*:user-profile/*',
        'arn:aws:sagemaker:*:*:app/*',
        'arn:aws:sagemaker:*:*:space/*',
        'arn:aws:sagemaker:*:*:flow-definition/*',
      ],
    },
    {
      Sid: 'AllowStudioActions',
      Effect: 'Allow',
      Action: [
        'sagemaker:CreatePresignedDomainUrl',
        'sagemaker:DescribeDomain',
        'sagemaker:ListDomains',
        'sagemaker:DescribeUserProfile',
        'sagemaker:ListUserProfiles',
        'sagemaker:ListApps',
      ],
      Resource: '*',
    },
    {
      Effect: 'Allow',
      Action: [
        'ec2:DescribeSubnets',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeVpcs',
        'ec2:CreateNetworkInterface',
      ],
      Resource: '*',
    },
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      Resource: ['arn:aws:s3:::*SageMaker*', 'arn:aws:s3:::*Sagemaker*', 'arn:aws:s3:::*sagemaker*'],
    },
    {
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: 'arn:aws:iam::*:role/*AmazonSageMaker*',
      Condition: { StringEquals: { 'iam:PassedToService': ['sagemaker.amazonaws.com'] } },
    },
  ],
};

const CREATED = Date.UTC(2015, 1, 6);

/** The AWS-managed policies that exist in every sandbox account. */
export function awsManagedPolicies(region: string): ManagedPolicy[] {
  const partition = awsPartitionOf(region);
  return Object.entries(DOCUMENTS).map(([name, Statement], index) => {
    const path = name === 'ViewOnlyAccess' ? '/job-function/' : '/';
    const document = JSON.stringify({ Version: '2012-10-17', Statement }).replaceAll(
      'arn:aws:',
      `arn:${partition}:`,
    );
    return {
      name,
      path,
      id: `ANPASANDBOXAWS${String(index).padStart(7, '0')}`,
      arn: `arn:${partition}:iam::aws:policy${path}${name}`,
      description: undefined,
      createdAt: CREATED,
      updatedAt: CREATED,
      tags: [],
      versions: [{ id: 'v1', document, createdAt: CREATED }],
      defaultVersion: 'v1',
      nextVersion: 2,
    };
  });
}
