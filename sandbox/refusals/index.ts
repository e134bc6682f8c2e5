import { dynamodb } from './dynamodb';
import { ec2 } from './ec2';
import { lambda } from './lambda';
import type { Refusal } from './refusal';
import { route53 } from './route53';
import { sagemaker } from './sagemaker';
import { sqs } from './sqs';

const byService: readonly Readonly<Record<string, Refusal>>[] = [
  dynamodb,
  ec2,
  lambda,
  route53,
  sagemaker,
  sqs,
];

/** What the embedded account refuses as AWS does, by service. A service's file is named after it. */
export const refusals: readonly Refusal[] = byService.flatMap((rows) => Object.values(rows));
