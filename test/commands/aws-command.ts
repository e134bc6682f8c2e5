import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as configservice from '@aws-sdk/client-config-service';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as ec2 from '@aws-sdk/client-ec2';
import * as iam from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import * as securityhub from '@aws-sdk/client-securityhub';
import * as sqs from '@aws-sdk/client-sqs';
import * as ssm from '@aws-sdk/client-ssm';
import * as sts from '@aws-sdk/client-sts';
import { readModel } from '@palisade/sandbox/protocol/operation';

// The AWS CLI derives its names of services, operations and parameters from the SDK's models, with hyphens.

const services: Readonly<Record<string, object>> = {
  cloudformation,
  cloudtrail,
  configservice,
  dynamodb,
  ec2,
  iam,
  lambda,
  s3api: s3,
  sagemaker,
  securityhub,
  sqs,
  ssm,
  sts,
};

/** Commands of the AWS CLI that are not in our SDK clients, with their parameters. */
const others: Readonly<
  Record<string, { readonly required: readonly string[]; readonly known: readonly string[] }>
> = {
  'cloudformation deploy': {
    required: ['stack-name', 'template-file'],
    known: ['capabilities', 'parameter-overrides', 's3-bucket', 'no-fail-on-empty-changeset', 'tags'],
  },
  'service-quotas request-service-quota-increase': {
    required: ['service-code', 'quota-code', 'desired-value'],
    known: [],
  },
};

const everywhere = ['region', 'profile', 'output', 'query', 'endpoint-url'];

/** What is wrong with a command of the AWS CLI; `undefined` if the CLI would accept it. */
export function awsProblem([, service = '', operation = '', ...words]: readonly string[]):
  string | undefined {
  const options = words
    .filter((word) => word.startsWith('--'))
    .map((word) => word.slice(2).split('=')[0] ?? '');
  const special = others[`${service} ${operation}`];
  if (special !== undefined)
    return problemOf(options, special.required, [...special.required, ...special.known], (one) => one);
  const sdk = services[service];
  if (sdk === undefined) return `no service ${service}`;
  const found = [...readModel(sdk).operations.values()].find(
    ({ name }) => joined(name) === joined(operation),
  );
  if (found === undefined) return `${service} has no operation ${operation}`;
  const members = found.input.kind === 'structure' ? found.input.members() : [];
  return problemOf(
    options,
    members.filter(({ required }) => required).map(({ name }) => name),
    members.map(({ name }) => name),
    joined,
  );
}

function problemOf(
  options: readonly string[],
  required: readonly string[],
  known: readonly string[],
  as: (name: string) => string,
): string | undefined {
  const given = options.filter((option) => !everywhere.includes(option));
  // The prefix `no-` turns a flag off.
  const names = new Set(given.flatMap((option) => [as(option), as(option.replace(/^no-/, ''))]));
  const unknown = given.find(
    (option) => !known.some((name) => [as(option), as(option.replace(/^no-/, ''))].includes(as(name))),
  );
  if (unknown !== undefined) return `there is no --${unknown}`;
  const missing = required.find((name) => !names.has(as(name)));
  return missing === undefined ? undefined : `${missing} is required`;
}

/** The same key for `describe-vpc-endpoints` and `DescribeVpcEndpoints`. */
function joined(name: string): string {
  return name.replaceAll('-', '').toLowerCase();
}
