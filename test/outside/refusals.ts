import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import type { OutsideClients } from './read/clients';

/** A call that CloudFormation refuses, for both accounts. */
export interface RefusedCall {
  readonly what: string;
  readonly call: (clients: OutsideClients) => Promise<unknown>;
  readonly aws: { readonly code: string; readonly says: string };
  /** Where AWS's answer is recorded. */
  readonly source: string;
  /** `same` if moto answers with the same code; otherwise what it does, and why AWS's answer is right. */
  readonly moto: 'same' | { readonly code: string; readonly because: string };
}

const queue = (parameters: object) =>
  JSON.stringify({ Parameters: parameters, Resources: { Queue: { Type: 'AWS::SQS::Queue' } } });
const plain = JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue' } } });
const create = ({ cloudformation }: OutsideClients, more: object, name = 'probe') =>
  cloudformation.send(new CreateStackCommand({ StackName: name, TemplateBody: plain, ...more }));
const one = [{ ParameterKey: 'Tracing', ParameterValue: 'Active' }];

export const refusedCalls: readonly RefusedCall[] = [
  {
    what: 'a parameter that the template does not declare',
    call: (clients) =>
      create(clients, { TemplateBody: queue({ Mode: { Type: 'String', Default: 'a' } }), Parameters: one }),
    aws: { code: 'ValidationError', says: 'Parameters: [Tracing] do not exist in the template' },
    source: 'aws-samples/amazon-ec2-image-builder-samples#18',
    moto: {
      code: 'none',
      because:
        'takes it. With it the first `serverless deploy` of Palisade would have passed that AWS refused',
    },
  },
  {
    what: 'parameters for a template that declares none',
    call: (clients) => create(clients, { Parameters: one }),
    aws: {
      code: 'ValidationError',
      says: 'Parameter values specified for a template which does not require them',
    },
    source: 'aws/aws-sdk-net#726',
    moto: { code: 'none', because: 'takes them' },
  },
  {
    what: 'a parameter without a default that is not given',
    call: (clients) => create(clients, { TemplateBody: queue({ Needed: { Type: 'String' } }) }),
    aws: { code: 'ValidationError', says: 'Parameters: [Needed] must have values' },
    source: 'boto/botocore#2598',
    moto: 'same',
  },
  {
    what: 'a template of more than 51,200 bytes in the call',
    call: (clients) =>
      create(clients, {
        TemplateBody: plain.replace('{', `{"Metadata":{"a":"${'x'.repeat(51_200)}"},`),
      }),
    aws: {
      code: 'ValidationError',
      says: "at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200",
    },
    source: 'CloudFormation API reference, CreateStack',
    moto: { code: 'none', because: 'takes it' },
  },
  {
    what: 'a template in a bucket that is not there',
    call: (clients) =>
      create(clients, {
        TemplateBody: undefined,
        TemplateURL: 'https://s3.us-east-1.amazonaws.com/no-such-bucket-1/a.json',
      }),
    aws: { code: 'ValidationError', says: 'S3 error: The specified bucket does not exist' },
    source: 'aws-samples/amazon-comprehend-doc-search#11',
    moto: { code: 'NoSuchBucket', because: "answers S3's own code, as if CloudFormation were S3" },
  },
  {
    what: 'a stack whose name is taken',
    call: async (clients) => {
      await create(clients, {}, 'taken');
      await create(clients, {}, 'taken');
    },
    aws: { code: 'AlreadyExistsException', says: 'already exists' },
    source: 'CloudFormation API reference, CreateStack',
    moto: 'same',
  },
  {
    what: 'an update without a change',
    call: async (clients) => {
      await create(clients, {}, 'still');
      for (let tries = 0; tries < 50; tries += 1) {
        const { Stacks = [] } = await clients.cloudformation.send(
          new DescribeStacksCommand({ StackName: 'still' }),
        );
        if (Stacks[0]?.StackStatus === 'CREATE_COMPLETE') break;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      await clients.cloudformation.send(new UpdateStackCommand({ StackName: 'still', TemplateBody: plain }));
    },
    aws: { code: 'ValidationError', says: 'No updates are to be performed.' },
    source: 'aws/aws-cli#3249',
    moto: { code: 'none', because: 'takes it where no parameter is given' },
  },
  {
    what: 'a stack that is not there',
    call: ({ cloudformation }) => cloudformation.send(new DescribeStacksCommand({ StackName: 'nowhere' })),
    aws: { code: 'ValidationError', says: 'Stack with id nowhere does not exist' },
    source: 'CloudFormation API reference, DescribeStacks',
    moto: 'same',
  },
];

/** Removing what does not exist is no error in either account. */
export const removeNothing = ({ cloudformation }: OutsideClients) =>
  cloudformation.send(new DeleteStackCommand({ StackName: 'nowhere' }));
