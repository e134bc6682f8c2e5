import { describe, expect, it } from '@jest/globals';
import {
  ConditionalCheckFailedException,
  ProvisionedThroughputExceededException,
} from '@aws-sdk/client-dynamodb';
import { EC2ServiceException } from '@aws-sdk/client-ec2';
import {
  DeleteConflictException,
  EntityAlreadyExistsException,
  LimitExceededException as IamLimitExceeded,
  MalformedPolicyDocumentException,
  NoSuchEntityException,
  ServiceFailureException,
  UnmodifiableEntityException,
} from '@aws-sdk/client-iam';
import { InvalidVPCId } from '@aws-sdk/client-route-53';
import {
  ResourceInUse,
  ResourceLimitExceeded,
  ResourceNotFound,
  SageMakerServiceException,
} from '@aws-sdk/client-sagemaker';
import {
  InvalidAccessException,
  LimitExceededException as HubLimitExceeded,
} from '@aws-sdk/client-securityhub';
import { QueueDoesNotExist } from '@aws-sdk/client-sqs';
import { OpsItemAlreadyExistsException, OpsItemLimitExceededException } from '@aws-sdk/client-ssm';
import { FailureError, type FailureKind, IntermediateCallError } from '../../core/model/failure';
import { classify } from './classify';

const ec2 = (name: string, message = '', httpStatusCode = 400) =>
  new EC2ServiceException({ name, message, $fault: 'client', $metadata: { httpStatusCode } });
const sagemaker = (name: string, message: string, httpStatusCode = 400) =>
  new SageMakerServiceException({ name, message, $fault: 'client', $metadata: { httpStatusCode } });
const modelled = (message = '', httpStatusCode = 400) => ({ message, $metadata: { httpStatusCode } });
const network = (code: string) => Object.assign(new Error(`connect ${code} 127.0.0.1:1`), { code });

const arn = 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/x';

const table: readonly (readonly [kind: FailureKind, code: string, error: unknown])[] = [
  // Throttling, as each service reports it.
  ['throttled', 'RequestLimitExceeded', ec2('RequestLimitExceeded', 'Request limit exceeded.', 503)],
  ['throttled', 'Throttling', ec2('Throttling', 'Rate exceeded')],
  ['throttled', 'ThrottlingException', sagemaker('ThrottlingException', 'Rate exceeded')],
  ['throttled', 'ThrottledException', sagemaker('ThrottledException', 'Rate exceeded')],
  ['throttled', 'RequestThrottledException', sagemaker('RequestThrottledException', '')],
  ['throttled', 'TooManyRequestsException', sagemaker('TooManyRequestsException', '')],
  ['throttled', 'EC2ThrottledException', sagemaker('EC2ThrottledException', '')],
  ['throttled', 'PriorRequestNotComplete', sagemaker('PriorRequestNotComplete', '')],
  [
    'throttled',
    'ProvisionedThroughputExceededException',
    new ProvisionedThroughputExceededException(modelled()),
  ],
  ['throttled', 'LimitExceededException', new HubLimitExceeded(modelled('Too many', 429))],
  ['throttled', 'Odd', sagemaker('Odd', '', 429)],
  ['throttled', 'Odd', Object.assign(sagemaker('Odd', ''), { $retryable: { throttling: true } })],
  // Denied.
  ['denied', 'UnauthorizedOperation', ec2('UnauthorizedOperation', 'You are not authorized', 403)],
  ['denied', 'UnauthorizedOperation', ec2('Client.UnauthorizedOperation', 'You are not authorized')],
  ['denied', 'AccessDeniedException', sagemaker('AccessDeniedException', 'no')],
  ['denied', 'AccessDenied', ec2('AccessDenied', 'no', 403)],
  ['denied', 'OpsItemAccessDeniedException', sagemaker('OpsItemAccessDeniedException', 'no')],
  ['denied', 'AuthFailure', ec2('AuthFailure', 'no', 401)],
  ['denied', 'ExpiredTokenException', sagemaker('ExpiredTokenException', 'expired')],
  ['denied', 'InvalidClientTokenId', sagemaker('InvalidClientTokenId', 'The security token is invalid', 403)],
  ['denied', 'UnrecognizedClientException', sagemaker('UnrecognizedClientException', 'invalid')],
  ['denied', 'SignatureDoesNotMatch', sagemaker('SignatureDoesNotMatch', '', 403)],
  [
    'denied',
    'CredentialsProviderError',
    Object.assign(new Error('Could not load credentials'), { name: 'CredentialsProviderError' }),
  ],
  ['denied', 'Odd', sagemaker('Odd', '', 403)],
  ['denied', 'InvalidAccessException', new InvalidAccessException(modelled('not allowed', 401))],
  [
    'invalid',
    'InvalidAccessException',
    new InvalidAccessException(modelled('Account 1 is not subscribed to AWS Security Hub', 401)),
  ],
  // No response, or a broken one.
  ['transient', 'ECONNREFUSED', network('ECONNREFUSED')],
  ['transient', 'ECONNRESET', network('ECONNRESET')],
  ['transient', 'ENOTFOUND', network('ENOTFOUND')],
  ['transient', 'ETIMEDOUT', new Error('fetch failed', { cause: network('ETIMEDOUT') })],
  ['transient', 'TimeoutError', Object.assign(new Error('socket timed out'), { name: 'TimeoutError' })],
  ['transient', 'TimeoutError', new Error('AWS SDK error wrapper for TimeoutError: socket hang up')],
  ['transient', 'InternalError', ec2('InternalError', '', 500)],
  ['transient', 'ServiceUnavailable', sagemaker('ServiceUnavailable', '', 503)],
  ['transient', 'ServiceFailureException', new ServiceFailureException(modelled('', 500))],
  ['transient', 'Odd', sagemaker('Odd', '', 502)],
  ['transient', 'Odd', Object.assign(sagemaker('Odd', ''), { $retryable: {} })],
  // Deleted resources.
  ['gone', 'ValidationException', sagemaker('ValidationException', 'RecordNotFound')],
  [
    'gone',
    'ResourceNotFound',
    new ResourceNotFound({ ...modelled('Domain [d-1] does not exist'), Message: '' }),
  ],
  ['gone', 'NoSuchEntityException', new NoSuchEntityException(modelled('The role cannot be found.', 404))],
  ['gone', 'NoSuchEntity', ec2('NoSuchEntity', 'cannot be found', 404)],
  ['gone', 'InvalidVpcEndpointId.NotFound', ec2('InvalidVpcEndpointId.NotFound')],
  ['gone', 'InvalidVpcEndpoint.NotFound', ec2('InvalidVpcEndpoint.NotFound')],
  ['gone', 'InvalidVpcID.NotFound', ec2('InvalidVpcID.NotFound')],
  ['gone', 'InvalidSubnetID.NotFound', ec2('InvalidSubnetID.NotFound')],
  ['gone', 'ParameterNotFound', sagemaker('ParameterNotFound', '')],
  ['gone', 'QueueDoesNotExist', new QueueDoesNotExist(modelled())],
  [
    'gone',
    'NonExistentQueue',
    sagemaker('AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist'),
  ],
  // Conflicts.
  [
    'conflict',
    'ValidationException',
    sagemaker(
      'ValidationException',
      `Status (InService) not in ([Stopped, Failed]). Unable to transition to (Deleting) for Notebook Instance (${arn})`,
    ),
  ],
  [
    'conflict',
    'ValidationException',
    sagemaker('ValidationException', `Cannot create a duplicate Notebook Instance (${arn})`),
  ],
  [
    'conflict',
    'InvalidParameter',
    ec2(
      'InvalidParameter',
      'private-dns-enabled cannot be set because there is already a conflicting DNS domain for api.sagemaker.us-east-1.amazonaws.com in the VPC vpc-1',
    ),
  ],
  ['conflict', 'ResourceInUse', new ResourceInUse({ ...modelled(), Message: '' })],
  ['conflict', 'InvalidPermission.Duplicate', ec2('InvalidPermission.Duplicate')],
  ['conflict', 'InvalidGroup.InUse', ec2('InvalidGroup.InUse')],
  ['conflict', 'DuplicateSubnetsInSameZone', ec2('DuplicateSubnetsInSameZone')],
  ['conflict', 'IncorrectState', ec2('IncorrectState')],
  ['conflict', 'DependencyViolation', ec2('DependencyViolation')],
  ['conflict', 'EntityAlreadyExistsException', new EntityAlreadyExistsException(modelled('', 409))],
  ['conflict', 'DeleteConflictException', new DeleteConflictException(modelled('', 409))],
  ['conflict', 'ConditionalCheckFailedException', new ConditionalCheckFailedException(modelled())],
  ['conflict', 'OpsItemAlreadyExistsException', new OpsItemAlreadyExistsException(modelled())],
  ['conflict', 'Odd', sagemaker('Odd', '', 409)],
  // Somebody else is changing the same resource.
  ['busy', 'ConcurrentModification', ec2('ConcurrentModification', '', 409)],
  ['busy', 'EntityTemporarilyUnmodifiable', ec2('EntityTemporarilyUnmodifiable', '', 409)],
  ['busy', 'TooManyUpdates', sagemaker('TooManyUpdates', '')],
  ['busy', 'OpsItemConflictException', sagemaker('OpsItemConflictException', '')],
  // Quotas.
  ['limit', 'LimitExceededException', new IamLimitExceeded(modelled('Cannot exceed quota', 409))],
  ['limit', 'ResourceLimitExceeded', new ResourceLimitExceeded({ ...modelled(), Message: '' })],
  ['limit', 'VpcEndpointLimitExceeded', ec2('VpcEndpointLimitExceeded')],
  ['limit', 'RulesPerSecurityGroupLimitExceeded', ec2('RulesPerSecurityGroupLimitExceeded')],
  ['limit', 'OpsItemLimitExceededException', new OpsItemLimitExceededException(modelled())],
  ['limit', 'ServiceQuotaExceededException', sagemaker('ServiceQuotaExceededException', '', 402)],
  // Resources that only AWS may change.
  ['unmodifiable', 'UnmodifiableEntityException', new UnmodifiableEntityException(modelled())],
  ['unmodifiable', 'UnmodifiableEntity', ec2('UnmodifiableEntity')],
  [
    'unmodifiable',
    'InvalidParameter',
    ec2(
      'InvalidParameter',
      'Operation is not allowed for requester-managed VPC endpoints for the service x.',
    ),
  ],
  ['unmodifiable', 'OperationNotPermitted', ec2('OperationNotPermitted')],
  // Mistakes in our requests.
  ['invalid', 'InvalidParameter', ec2('InvalidParameter', 'Unrecognized')],
  ['invalid', 'InvalidParameterValue', ec2('InvalidParameterValue')],
  ['invalid', 'InvalidVpcEndpointId.Malformed', ec2('InvalidVpcEndpointId.Malformed')],
  ['invalid', 'InvalidVpcEndpointService.NotFound', ec2('InvalidVpcEndpointService.NotFound')],
  ['invalid', 'InvalidServiceName', ec2('InvalidServiceName')],
  ['invalid', 'InvalidVPCId', new InvalidVPCId(modelled())],
  ['invalid', 'Unsupported', ec2('Unsupported')],
  ['invalid', 'ValidationException', sagemaker('ValidationException', 'Value failed to satisfy constraint')],
  ['invalid', 'MissingParameter', ec2('MissingParameter')],
  ['invalid', 'MalformedPolicyDocumentException', new MalformedPolicyDocumentException(modelled())],
  // Everything else is reported unchanged.
  ['unexpected', 'DryRunOperation', ec2('DryRunOperation', 'Request would have succeeded', 412)],
  ['unexpected', 'TypeError', new TypeError('x is not a function')],
  ['unexpected', 'Unknown', 'just text'],
  ['unexpected', 'Unknown', undefined],
];

describe('classify', () => {
  it.each(table)('%s: %s', (kind, code, error) => {
    expect(classify('svc:Call', error)).toMatchObject({ kind, code, call: 'svc:Call', cause: error });
  });

  it('returns the failure of an already classified error unchanged', () => {
    const failure = classify('ec2:ModifyVpcEndpoint', ec2('IncorrectState'));
    expect(classify('other:Call', new FailureError(failure))).toBe(failure);
  });

  it('names the intermediate call when that is what failed', () => {
    const error = new IntermediateCallError(
      'sagemaker:ListTags',
      sagemaker('ThrottlingException', 'Rate exceeded'),
    );
    expect(classify('sagemaker:CreateNotebookInstance', error)).toMatchObject({
      kind: 'throttled',
      call: 'sagemaker:ListTags',
      message: 'Rate exceeded',
    });
  });

  it.each([
    [
      'User: arn:aws:sts::111122223333:assumed-role/p/s is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/r because no identity-based policy allows the iam:PassRole action',
      'iam:PassRole',
    ],
    [
      'User: arn:aws:iam::111122223333:user/u is not authorized to perform: route53:ListHostedZonesByVPC',
      'route53:ListHostedZonesByVPC',
    ],
    ['You are not authorized to perform this operation.', undefined],
  ])('extracts the missing permission from %s', (message, permission) => {
    expect(
      classify('sagemaker:CreateNotebookInstance', sagemaker('AccessDeniedException', message)).permission,
    ).toBe(permission);
  });

  const policy = 'arn:aws:organizations::111122223333:policy/o-a1/service_control_policy/p-b2';
  it.each([
    [
      `with an explicit deny in a service control policy: ${policy}`,
      `a Deny in a service control policy (${policy})`,
    ],
    [
      `with an explicit deny in a service control policy: ${policy}. Encoded authorization failure message: abc`,
      `a Deny in a service control policy (${policy})`,
    ],
    ['with an explicit deny in a service control policy', 'a Deny in a service control policy'],
    ['with an explicit deny in an identity-based policy', 'a Deny in an identity-based policy'],
    ['with an explicit deny in a VPC endpoint policy', 'a Deny in a VPC endpoint policy'],
    ['with an explicit deny in a permissions boundary', 'a Deny in a permissions boundary'],
    [
      'because no service control policy allows the ec2:ModifyVpcEndpoint action',
      'the service control policy, which does not allow it',
    ],
    ['because no identity-based policy allows the ec2:ModifyVpcEndpoint action', undefined],
  ])('extracts the policy that denies %s', (why, deniedBy) => {
    const message = `User: u is not authorized to perform: ec2:ModifyVpcEndpoint on resource: r ${why}`;
    expect(classify('ec2:ModifyVpcEndpoint', ec2('UnauthorizedOperation', message, 403)).deniedBy).toBe(
      deniedBy,
    );
  });

  it('leaves out the encoded authorization message', () => {
    const message = `You are not authorized to perform this operation. Encoded authorization failure message: ${'x'.repeat(900)}`;
    expect(classify('ec2:ModifyVpcEndpoint', ec2('UnauthorizedOperation', message)).message).toBe(
      'You are not authorized to perform this operation.',
    );
  });
});
