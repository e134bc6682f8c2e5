import type { Needs } from '../need';
import {
  cloudformation,
  deployedRoles,
  functions,
  logs,
  parameterNeeds,
  queueNeeds,
  s3,
  tables as deployedTables,
} from './deployment';
import { ec2Needs } from './ec2';
import { iamNeeds, type PrincipalArn } from './iam';
import {
  cloudtrailNeeds,
  configNeeds,
  dynamodbNeeds,
  lambdaNeeds,
  route53Needs,
  securityhubNeeds,
  sqsNeeds,
  ssmNeeds,
  stsNeeds,
} from './others';
import { sagemakerNeeds } from './sagemaker';

/** The permissions that the operations of each service need. */
export function needTables(arnOf: PrincipalArn): Readonly<Record<string, Needs>> {
  return {
    cloudformation,
    cloudtrail: cloudtrailNeeds,
    config: configNeeds,
    dynamodb: { ...deployedTables, ...dynamodbNeeds },
    ec2: ec2Needs,
    iam: { ...deployedRoles(arnOf), ...iamNeeds(arnOf) },
    lambda: { ...functions, ...lambdaNeeds },
    logs,
    route53: route53Needs,
    s3,
    sagemaker: sagemakerNeeds,
    securityhub: securityhubNeeds,
    sqs: { ...queueNeeds, ...sqsNeeds },
    ssm: { ...parameterNeeds, ...ssmNeeds },
    sts: stsNeeds,
  };
}
