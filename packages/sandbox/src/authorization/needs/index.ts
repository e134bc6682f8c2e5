import type { Needs } from '../need';
import {
  cloudformation,
  deployedRoles,
  functions,
  logs,
  parameters,
  queues,
  s3,
  tables as deployedTables,
} from './deployment';
import { ec2 } from './ec2';
import { iam, type PrincipalArn } from './iam';
import { cloudtrail, config, dynamodb, lambda, route53, securityhub, sqs, ssm, sts } from './others';
import { sagemaker } from './sagemaker';

/** What the operations of each service need. */
export function needTables(arnOf: PrincipalArn): Readonly<Record<string, Needs>> {
  return {
    cloudformation,
    cloudtrail,
    config,
    dynamodb: { ...deployedTables, ...dynamodb },
    ec2,
    iam: { ...deployedRoles(arnOf), ...iam(arnOf) },
    lambda: { ...functions, ...lambda },
    logs,
    route53,
    s3,
    sagemaker,
    securityhub,
    sqs: { ...queues, ...sqs },
    ssm: { ...parameters, ...ssm },
    sts,
  };
}
