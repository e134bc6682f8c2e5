import { cloudtrail } from './cloudtrail';
import { config } from './config';
import { iam } from './iam';
import type { Refusal } from './refusal';
import { sagemaker } from './sagemaker';
import { securityhub } from './securityhub';
import { ssm } from './ssm';
import { sts } from './sts';

const byService: readonly Readonly<Record<string, Refusal>>[] = [
  cloudtrail,
  config,
  iam,
  sagemaker,
  securityhub,
  ssm,
  sts,
];

/** What the embedded account refuses as AWS does, by service. A service's file is named after it. */
export const refusals: readonly Refusal[] = byService.flatMap((rows) => Object.values(rows));
