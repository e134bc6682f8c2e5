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
import { profileNeeds, resolverNeeds, route53Needs } from './route53';
import { configNeeds } from './config';
import { lambdaNeeds } from './lambda';
import { cloudtrailNeeds } from './cloudtrail';
import { stsNeeds } from './sts';
import { securityhubNeeds } from './securityhub';
import { ssmNeeds } from './ssm';
import { sqsNeeds } from './sqs';
import { dynamodbNeeds } from './dynamodb';
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
    route53profiles: profileNeeds,
    route53resolver: resolverNeeds,
    s3,
    sagemaker: sagemakerNeeds,
    securityhub: securityhubNeeds,
    sqs: { ...queueNeeds, ...sqsNeeds },
    ssm: { ...parameterNeeds, ...ssmNeeds },
    sts: stsNeeds,
  };
}
