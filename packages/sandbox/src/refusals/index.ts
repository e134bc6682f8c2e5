import { cloudtrail } from './cloudtrail';
import { config } from './config';
import { iam } from './iam';
import { dynamodb } from './dynamodb';
import { ec2 } from './ec2';
import { lambda } from './lambda';
import type { Refusal } from './refusal';
import { route53 } from './route53';
import { sagemaker } from './sagemaker';
import { securityhub } from './securityhub';
import { sqs } from './sqs';
import { ssm } from './ssm';
import { sts } from './sts';

const byService: readonly Readonly<Record<string, Refusal>>[] = [
  cloudtrail,
  config,
  dynamodb,
  ec2,
  iam,
  lambda,
  route53,
  sagemaker,
  securityhub,
  sqs,
  ssm,
  sts,
];

/** The refusals of AWS that the sandbox reproduces. Each file is named after its service. */
export const refusals: readonly Refusal[] = byService.flatMap((rows) => Object.values(rows));
