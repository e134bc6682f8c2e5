import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageService, readPackage } from '../../infra/package.cjs';
import { portable } from '../../infra/portable.cjs';
import { type ProcessResult, type Aws, repositoryRoot } from './run';
import type { PortableTemplate } from './template';

/** The bucket's name without its Region, the form of the portable template's parameter. */
const code = 'palisade-code';
export const codeBucket = `${code}-us-east-1`;
export const stack = 'palisade-prod';

/** The release that is deployed without Node: the portable template and the code packages in one folder. */
export interface Release {
  readonly folder: string;
  /** The template for one account, which the Serverless Framework deploys. */
  readonly packaged: PortableTemplate;
  readonly portable: PortableTemplate;
}

/** In CI the step before has packaged this tree; elsewhere .serverless may be out of date. */
export async function makeRelease(): Promise<Release> {
  const folder = mkdtempSync(path.join(tmpdir(), 'palisade-outside-'));
  const there = path.join(repositoryRoot, '.serverless');
  const packaged = process.env['CI'] !== undefined && existsSync(path.join(there, 'serverless-state.json'));
  // A copy: the Serverless Framework removes its folder after a deployment.
  if (packaged) cpSync(there, folder, { recursive: true });
  const { template } = packaged ? readPackage(folder) : await packageService(folder);
  return { folder, packaged: template as PortableTemplate, portable: portable(template) as PortableTemplate };
}

/** Creates the bucket with the code packages like README. @throws Error with the output of the AWS CLI */
export async function upload(aws: Aws, { folder }: Release): Promise<void> {
  const made = await aws('s3', 'mb', `s3://${codeBucket}`);
  if (made.code !== 0) throw new Error(made.err);
  const only = ['--recursive', '--exclude', '*', '--include', '*.zip', '--only-show-errors'];
  const copied = await aws('s3', 'cp', folder, `s3://${codeBucket}/palisade`, ...only);
  if (copied.code !== 0) throw new Error(copied.err);
}

/** `aws cloudformation deploy` of a template over 51,200 bytes. */
export function deployTemplate(
  aws: Aws,
  template: PortableTemplate,
  options: Readonly<Record<string, string>>,
  ...more: string[]
): Promise<ProcessResult> {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'palisade-template-')), 'palisade.json');
  writeFileSync(file, JSON.stringify(template, undefined, 2));
  const overrides = Object.entries(options).map(([name, value]) => `${name}=${value}`);
  return aws(
    ...['cloudformation', 'deploy', '--stack-name', stack, '--template-file', file],
    ...['--s3-bucket', codeBucket, '--s3-prefix', 'templates', '--capabilities', 'CAPABILITY_NAMED_IAM'],
    ...(overrides.length === 0 ? [] : ['--parameter-overrides', ...overrides]),
    ...more,
  );
}

/** The required parameters of a first deployment. */
export const required = { CodeBucket: code };

/** Every option that changes the resources, with a value other than its default. */
export const everyOption = {
  ...required,
  ConfigRules: 'all',
  AlarmTopicArn: 'arn:aws:sns:us-east-1:123456789012:alarms',
  KmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/0a0b0c0d-1111-2222-3333-444455556666',
  Tracing: 'Active',
  CentralSettingsAccount: '999988887777',
};

/** The package of the Serverless Framework with another template in it. @returns its folder */
export function packageOf({ folder }: Release, template: PortableTemplate): string {
  const other = mkdtempSync(path.join(tmpdir(), 'palisade-package-'));
  cpSync(folder, other, { recursive: true });
  const state = path.join(other, 'serverless-state.json');
  const kept = JSON.parse(readFileSync(state, 'utf8')) as { service: { provider: Record<string, unknown> } };
  kept.service.provider['compiledCloudFormationTemplate'] = template;
  writeFileSync(state, JSON.stringify(kept));
  writeFileSync(path.join(other, 'cloudformation-template-update-stack.json'), JSON.stringify(template));
  return other;
}
