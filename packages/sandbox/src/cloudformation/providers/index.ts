import type { Provider } from '../provider';
import { custom } from './custom';
import { lambdaFunction, permission } from './function';
import { bucket, bucketPolicy } from './bucket';
import { logGroup } from './log-group';
import { records } from './records';
import { inlinePolicy, role } from './role';
import { storage } from './storage';
import { wiring } from './wiring';

const providers: ReadonlyMap<string, Provider> = new Map<string, Provider>([
  ...Object.entries(records),
  ...Object.entries(storage),
  ...Object.entries(wiring),
  ['AWS::S3::Bucket', bucket],
  ['AWS::S3::BucketPolicy', bucketPolicy],
  ['AWS::Logs::LogGroup', logGroup],
  ['AWS::IAM::Role', role],
  ['AWS::IAM::Policy', inlinePolicy],
  ['AWS::Lambda::Function', lambdaFunction],
  ['AWS::Lambda::Permission', permission],
  ['AWS::CloudFormation::CustomResource', custom],
]);

/** The provider for resources of this type; `undefined` if the sandbox does not model the type. */
export function providerOf(type: string): Provider | undefined {
  return type.startsWith('Custom::') ? custom : providers.get(type);
}
