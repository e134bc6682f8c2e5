import { CLOUDFORMATION } from './cloudformation/service';
import { CLOUDTRAIL } from './cloudtrail/service';
import { CONFIG } from './config/service';
import { EC2 } from './ec2/service';
import { IAM } from './iam/service';
import { LAMBDA } from './lambda/service';
import { LOGS } from './logs/service';
import { ROUTE53 } from './route53/service';
import { ROUTE53PROFILES } from './route53profiles/service';
import { ROUTE53RESOLVER } from './route53resolver/service';
import { S3 } from './s3/service';
import { SAGEMAKER } from './sagemaker/service';
import { SECURITYHUB } from './securityhub/service';
import type { Service } from './service';
import { SQS } from './sqs/service';
import { SSM } from './ssm/service';
import { STS } from './sts/service';

/** Every service, by its name in the credential scope. DynamoDB is served by dynalite, see `dynamodb/proxy.ts`. */
export const SERVICES: ReadonlyMap<string, Service> = new Map(
  [
    CLOUDFORMATION,
    CLOUDTRAIL,
    CONFIG,
    EC2,
    IAM,
    LAMBDA,
    LOGS,
    ROUTE53,
    ROUTE53PROFILES,
    ROUTE53RESOLVER,
    S3,
    SAGEMAKER,
    SECURITYHUB,
    SQS,
    SSM,
    STS,
  ].map((service) => [service.name, service]),
);
