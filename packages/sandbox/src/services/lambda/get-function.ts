import type { GetFunctionRequest, GetFunctionResponse } from '@aws-sdk/client-lambda';
import type { Call } from '../../account/account';
import { defined } from '../members';
import { findFunction } from './find-function';

/** GetFunction: the configuration that CloudFormation set. The code itself is not returned. */
export function getFunction(
  { FunctionName = '', Qualifier }: GetFunctionRequest,
  call: Call,
): GetFunctionResponse {
  const { configuration } = findFunction(FunctionName, Qualifier, call).fn;
  if (configuration === undefined) return { Configuration: { FunctionName } };
  return {
    Configuration: defined({
      FunctionName: configuration.name,
      FunctionArn: configuration.arn,
      // An enumeration of the SDK; the output check covers it.
      Runtime: configuration.runtime as NonNullable<GetFunctionResponse['Configuration']>['Runtime'],
      Role: configuration.roleArn,
      Handler: configuration.handler,
      CodeSize: configuration.codeSize,
      CodeSha256: configuration.codeSha256,
      Description: configuration.description,
      Timeout: configuration.timeoutSeconds,
      MemorySize: configuration.memoryMb,
      LastModified: new Date(configuration.lastModified).toISOString().replace('Z', '+0000'),
      Version: '$LATEST',
      Environment: { Variables: { ...configuration.environment } },
      TracingConfig: {
        Mode: configuration.tracing === 'Active' ? ('Active' as const) : ('PassThrough' as const),
      },
      State: 'Active' as const,
      LastUpdateStatus: 'Successful' as const,
      PackageType: 'Zip' as const,
    }),
    Code: { RepositoryType: 'S3' },
  };
}
