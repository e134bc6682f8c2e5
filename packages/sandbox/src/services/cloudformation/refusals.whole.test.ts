import {
  CreateChangeSetCommand,
  type CreateChangeSetCommandInput,
  CreateStackCommand,
  type CreateStackCommandInput,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  type Parameter,
  UpdateStackCommand,
  type UpdateStackCommandInput,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Cloud, createCloud } from '../../cloudformation/cloud';
import { useAccount } from '../../testing/account';
import { failureOf } from '../../testing/clients';

const test = useAccount();
let cloud: Cloud;
beforeEach(() => {
  cloud = createCloud(test.sandbox);
});
afterEach(() => cloud.stop());

const queue = { Type: 'AWS::SQS::Queue' };
const plain = { Resources: { Queue: queue } };
const wordy = {
  Parameters: {
    Word: { Type: 'String', Default: 'one', AllowedValues: ['one', 'two'] },
    Must: { Type: 'String', AllowedPattern: '[a-z]+', MaxLength: 5 },
    Pin: { Type: 'String', Default: '1', AllowedPattern: '\\d', ConstraintDescription: 'one digit' },
    Count: { Type: 'Number', Default: 3, MinValue: 1, MaxValue: 9 },
    Names: { Type: 'CommaDelimitedList', Default: 'a,b' },
    Hidden: { Type: 'String', Default: 'x', NoEcho: true },
  },
  Resources: {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: { Ref: 'Count' } } },
    Parameter: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: '/p', Type: 'String', Value: { 'Fn::Sub': '${Word} ${Must}' } },
    },
  },
};
const assume = { Version: '2012-10-17', Statement: [] };
const role = (name: object) => ({
  Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: assume, ...name } } },
});
const parameters = (given: Readonly<Record<string, string>>): Parameter[] =>
  Object.entries(given).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
const body = (template: object) => JSON.stringify(template);
const before = (ParameterKey: string): Parameter => ({ ParameterKey, UsePreviousValue: true });

const create = (input: Partial<CreateStackCommandInput>) =>
  test.aws.cloudformation.send(new CreateStackCommand({ StackName: 's', ...input }));
const update = (input: Partial<UpdateStackCommandInput>) =>
  test.aws.cloudformation.send(new UpdateStackCommand({ StackName: 's', ...input }));
const changeSet = (input: Partial<CreateChangeSetCommandInput>) =>
  test.aws.cloudformation.send(new CreateChangeSetCommand({ StackName: 's', ChangeSetName: 'c', ...input }));
const idle = () => test.sandbox.account.stacks.worker?.idle();
const shown = async () =>
  (await test.aws.cloudformation.send(new DescribeStacksCommand({ StackName: 's' }))).Stacks?.[0];

async function refusal(call: Promise<unknown>) {
  const error = await failureOf(call);
  return [error?.name, error?.message];
}

const more =
  '\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html';
const previous = 'Cannot specify usePreviousValue as true for a parameter key not in the previous template';
const long = 'x'.repeat(51_201 - body({ ...plain, Description: '' }).length);

describe('CreateStack refuses', () => {
  it.each<[string, Partial<CreateStackCommandInput>, string]>([
    [
      'a parameter that is not declared',
      { TemplateBody: body(wordy), Parameters: parameters({ Must: 'a', X: '1', Y: '2' }) },
      'Parameters: [X, Y] do not exist in the template',
    ],
    [
      'any parameter where none is declared',
      { TemplateBody: body(plain), Parameters: parameters({ X: '1' }) },
      'Parameter values specified for a template which does not require them.',
    ],
    ['a missing value', { TemplateBody: body(wordy) }, 'Parameters: [Must] must have values'],
    ...((
      [
        [{ Must: 'a', Word: 'three' }, "Parameter 'Word' must be one of AllowedValues"],
        [{ Must: 'A' }, "Parameter 'Must' must match pattern [a-z]+"],
        [{ Must: 'abcdef' }, "Parameter 'Must' must contain at most 5 characters"],
        [{ Must: 'a', Pin: 'x' }, "Parameter 'Pin' failed to satisfy constraint: one digit"],
        [{ Must: 'a', Count: 'many' }, "Parameter 'Count' must be a number."],
        [{ Must: 'a', Count: '0' }, "Parameter 'Count' must be a number not less than 1"],
        [{ Must: 'a', Count: '10' }, "Parameter 'Count' must be a number not greater than 9"],
      ] as const
    ).map(
      ([given, message]) =>
        [body(given), { TemplateBody: body(wordy), Parameters: parameters(given) }, message] as const,
    ) as [string, Partial<CreateStackCommandInput>, string][]),
    [
      'a previous value, as there is none',
      { TemplateBody: body(wordy), Parameters: [before('Must')] },
      `Invalid input for parameter key Must. ${previous}`,
    ],
    [
      'a template of more than 51,200 bytes',
      { TemplateBody: body({ ...plain, Description: long }) },
      "at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200",
    ],
    ['no template', {}, 'Either Template URL or Template Body must be specified.'],
    [
      'two templates',
      { TemplateBody: body(plain), TemplateURL: 'https://s3.amazonaws.com/b/k' },
      'You cannot specify more than one of Template URL, Template Body',
    ],
    [
      'a bucket that does not exist',
      { TemplateURL: 'https://s3.us-east-1.amazonaws.com/nobodys/k' },
      `S3 error: The specified bucket does not exist${more}`,
    ],
    [
      'a key that does not exist',
      { TemplateURL: 'https://templates.s3.us-east-1.amazonaws.com/nothing' },
      `S3 error: The specified key does not exist.${more}`,
    ],
    [
      'a file of more than a megabyte',
      { TemplateURL: 'https://s3.amazonaws.com/templates/huge' },
      'Template may not exceed 1000000 bytes in size.',
    ],
    [
      'an address outside S3',
      { TemplateURL: 'https://example.com/t' },
      'TemplateURL must be a supported URL.',
    ],
    [
      'a name with an underscore',
      { StackName: 'a_b', TemplateBody: body(plain) },
      'regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*',
    ],
    [
      'no resources',
      { TemplateBody: '{"Resources":{}}' },
      'Template format error: At least one Resources member must be defined.',
    ],
    ['text', { TemplateBody: 'hello' }, 'Template format error: unsupported structure.'],
    ['broken YAML', { TemplateBody: 'Resources: [' }, 'Template format error: YAML not well-formed.'],
    ['broken JSON', { TemplateBody: '{"Resources":' }, 'Template format error: JSON not well-formed.'],
    [
      'an unknown type',
      { TemplateBody: body({ Resources: { A: { Type: 'AWS::Foo::Bar' } } }) },
      'Template format error: Unrecognized resource types: [AWS::Foo::Bar]',
    ],
    [
      'a reference to a missing resource',
      { TemplateBody: body({ Resources: { A: { ...queue, DependsOn: 'B' } } }) },
      'Template format error: Unresolved resource dependencies [B] in the Resources block of the template',
    ],
    [
      'an output of a missing resource',
      { TemplateBody: body({ ...plain, Outputs: { O: { Value: { Ref: 'B' } } } }) },
      'Template format error: Unresolved resource dependencies [B] in the Outputs block of the template',
    ],
    [
      'a circular dependency',
      {
        TemplateBody: body({
          Resources: { A: { ...queue, DependsOn: 'B' }, B: { ...queue, DependsOn: 'A' } },
        }),
      },
      'Circular dependency between resources: [A, B]',
    ],
    [
      'two settings for failures',
      { TemplateBody: body(plain), OnFailure: 'DELETE', DisableRollback: true },
      'You cannot specify both DisableRollback and OnFailure',
    ],
  ])('%s', async (_, input, message) => {
    await test.aws.s3.send(new CreateBucketCommand({ Bucket: 'templates' }));
    const Body = body({ ...plain, Description: 'x'.repeat(1_000_000) });
    await test.aws.s3.send(new PutObjectCommand({ Bucket: 'templates', Key: 'huge', Body }));
    const [name, said] = await refusal(create(input));
    expect([name, said]).toEqual(['ValidationError', expect.stringContaining(message)]);
    const { Stacks } = await test.aws.cloudformation.send(new DescribeStacksCommand({}));
    expect(Stacks).toEqual([]);
  });

  it.each([
    [{}, [], 'Requires capabilities : [CAPABILITY_IAM]'],
    [{ RoleName: 'r' }, ['CAPABILITY_IAM'], 'Requires capabilities : [CAPABILITY_NAMED_IAM]'],
  ] as const)('roles %j that nobody acknowledged', async (named, Capabilities, message) => {
    const refused = await refusal(
      create({ TemplateBody: body(role(named)), Capabilities: [...Capabilities] }),
    );
    expect(refused).toEqual(['InsufficientCapabilitiesException', message]);
  });

  it('a stack that exists', async () => {
    await create({ TemplateBody: body(plain) });
    expect(await refusal(create({ TemplateBody: body(plain) }))).toEqual([
      'AlreadyExistsException',
      'Stack [s] already exists',
    ]);
  });
});

describe('UpdateStack', () => {
  const Parameters = parameters({ Must: 'a', Word: 'two' });
  beforeEach(async () => {
    await create({ TemplateBody: body(wordy), Parameters });
    await idle();
  });

  it.each<[string, Partial<UpdateStackCommandInput>, string]>([
    ['no change', { TemplateBody: body(wordy), Parameters }, 'No updates are to be performed.'],
    [
      'previous values without any change',
      { UsePreviousTemplate: true, Parameters: [before('Must'), before('Word')] },
      'No updates are to be performed.',
    ],
    [
      'the previous value of a new parameter',
      {
        TemplateBody: body({ ...wordy, Parameters: { ...wordy.Parameters, New: { Type: 'String' } } }),
        Parameters: [...Parameters, before('New')],
      },
      `Invalid input for parameter key New. ${previous}`,
    ],
    [
      'both a value and the previous value',
      {
        UsePreviousTemplate: true,
        Parameters: [{ ParameterKey: 'Must', ParameterValue: 'b', UsePreviousValue: true }],
      },
      'Invalid input for parameter key Must. Cannot specify usePreviousValue as true and non empty value for a parameter',
    ],
    [
      'no value for a parameter without a default',
      { UsePreviousTemplate: true, Parameters: parameters({ Word: 'one' }) },
      'Parameters: [Must] must have values',
    ],
    [
      'another type of the same resource',
      {
        TemplateBody: body({
          ...wordy,
          Resources: { ...wordy.Resources, Queue: { Type: 'AWS::SNS::Topic' } },
        }),
        Parameters,
      },
      'Update of resource type is not permitted. The new template modifies resource type of the following resources: [Queue]',
    ],
  ])('refuses %s', async (_, input, message) => {
    expect(await refusal(update(input))).toEqual(['ValidationError', message]);
    expect((await shown())?.StackStatus).toBe('CREATE_COMPLETE');
  });

  it('refuses a stack that does not exist or is being changed', async () => {
    expect(await refusal(update({ StackName: 'other', UsePreviousTemplate: true }))).toEqual([
      'ValidationError',
      'Stack [other] does not exist',
    ]);
    test.sandbox.setFault(({ service }) =>
      service === 'ssm' ? { kind: 'latency', milliseconds: 500 } : undefined,
    );
    const { StackId } = await update({ UsePreviousTemplate: true, Parameters: [before('Must')] });
    expect(await refusal(update({ UsePreviousTemplate: true, Parameters: [before('Must')] }))).toEqual([
      'ValidationError',
      `Stack:${String(StackId)} is in UPDATE_IN_PROGRESS state and can not be updated.`,
    ]);
    expect(await refusal(test.aws.cloudformation.send(new DeleteStackCommand({ StackName: 's' })))).toEqual([
      'ValidationError',
      `Stack [${String(StackId)}] cannot be deleted while in status UPDATE_IN_PROGRESS`,
    ]);
  });

  it('uses the default for an omitted parameter, and keeps its value with UsePreviousValue', async () => {
    const wordNow = async () =>
      (await shown())?.Parameters?.find(({ ParameterKey }) => ParameterKey === 'Word')?.ParameterValue;
    await update({ UsePreviousTemplate: true, Parameters: [...parameters({ Must: 'b' }), before('Word')] });
    await idle();
    expect(await wordNow()).toBe('two');
    await update({ UsePreviousTemplate: true, Parameters: parameters({ Must: 'b' }) });
    await idle();
    expect(await wordNow()).toBe('one');
    const hidden = (await shown())?.Parameters?.find(({ ParameterKey }) => ParameterKey === 'Hidden');
    expect(hidden?.ParameterValue).toBe('****');
  });
});

describe('something that does not exist', () => {
  const send = {
    DescribeStacks: () => test.aws.cloudformation.send(new DescribeStacksCommand({ StackName: 's' })),
    DescribeStackEvents: () =>
      test.aws.cloudformation.send(new DescribeStackEventsCommand({ StackName: 's' })),
    DescribeStackResource: () =>
      test.aws.cloudformation.send(
        new DescribeStackResourceCommand({ StackName: 's', LogicalResourceId: 'x' }),
      ),
    DescribeStackResources: () =>
      test.aws.cloudformation.send(new DescribeStackResourcesCommand({ StackName: 's' })),
    ListStackResources: () => test.aws.cloudformation.send(new ListStackResourcesCommand({ StackName: 's' })),
    GetTemplate: () => test.aws.cloudformation.send(new GetTemplateCommand({ StackName: 's' })),
    byPhysicalId: () =>
      test.aws.cloudformation.send(
        new DescribeStackResourcesCommand({ PhysicalResourceId: '/palisade/switch' }),
      ),
    CreateChangeSet: () => changeSet({ TemplateBody: body(plain) }),
    DescribeChangeSet: () =>
      test.aws.cloudformation.send(new DescribeChangeSetCommand({ StackName: 's', ChangeSetName: 'c' })),
  };
  it.each([
    ['DescribeStacks', 'Stack with id s does not exist'],
    ['DescribeStackEvents', 'Stack [s] does not exist'],
    ['DescribeStackResource', "Stack 's' does not exist"],
    ['DescribeStackResources', 'Stack with id s does not exist'],
    ['ListStackResources', 'Stack with id s does not exist'],
    ['GetTemplate', 'Stack with id s does not exist'],
    ['byPhysicalId', 'Stack for /palisade/switch does not exist'],
    ['CreateChangeSet', 'Stack [s] does not exist'],
    ['DescribeChangeSet', 'Stack [s] does not exist'],
  ] as const)('%s: %s', async (operation, message) => {
    expect(await refusal(send[operation]())).toEqual(['ValidationError', message]);
  });

  it('a missing resource of an existing stack', async () => {
    await create({ TemplateBody: body(plain) });
    expect(await refusal(send.DescribeStackResource())).toEqual([
      'ValidationError',
      'Resource x does not exist for stack s',
    ]);
  });

  it('can be deleted nevertheless', async () => {
    await test.aws.cloudformation.send(new DeleteStackCommand({ StackName: 's' }));
  });
});

describe('a change set', () => {
  const described = () =>
    test.aws.cloudformation.send(new DescribeChangeSetCommand({ StackName: 's', ChangeSetName: 'c' }));
  const execute = () =>
    test.aws.cloudformation.send(new ExecuteChangeSetCommand({ StackName: 's', ChangeSetName: 'c' }));

  it('creates a stack, and then updates it', async () => {
    await changeSet({ ChangeSetType: 'CREATE', TemplateBody: body(plain) });
    expect(await described()).toMatchObject({ Status: 'CREATE_PENDING', ExecutionStatus: 'UNAVAILABLE' });
    expect(await refusal(execute())).toEqual([
      'InvalidChangeSetStatusException',
      expect.stringContaining('cannot be executed in its current status of [CREATE_PENDING]'),
    ]);
    await test.sandbox.clock.advance(1);
    expect(await described()).toMatchObject({
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
      Changes: [
        { ResourceChange: { Action: 'Add', LogicalResourceId: 'Queue', ResourceType: 'AWS::SQS::Queue' } },
      ],
    });
    expect((await shown())?.StackStatus).toBe('REVIEW_IN_PROGRESS');
    await execute();
    await idle();
    expect((await shown())?.StackStatus).toBe('CREATE_COMPLETE');
    expect(await refusal(described())).toEqual([
      'ChangeSetNotFoundException',
      'ChangeSet [c] does not exist',
    ]);
    const Resources = { Queue: { ...queue, Properties: { DelaySeconds: 1 } }, Two: queue };
    await changeSet({ TemplateBody: body({ Resources }) });
    await test.sandbox.clock.advance(1);
    expect(await described()).toMatchObject({
      Changes: [
        { ResourceChange: { Action: 'Modify', LogicalResourceId: 'Queue', Replacement: 'False' } },
        { ResourceChange: { Action: 'Add', LogicalResourceId: 'Two' } },
      ],
    });
    await execute();
    await idle();
    expect((await shown())?.StackStatus).toBe('UPDATE_COMPLETE');
    await changeSet({ TemplateBody: body({ Resources }) });
    await test.sandbox.clock.advance(1);
    expect(await described()).toMatchObject({
      Status: 'FAILED',
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
    });
    expect(await refusal(execute())).toEqual([
      'InvalidChangeSetStatusException',
      expect.stringContaining('cannot be executed in its current status of [FAILED]'),
    ]);
    await test.aws.cloudformation.send(new DeleteChangeSetCommand({ StackName: 's', ChangeSetName: 'c' }));
    await test.aws.cloudformation.send(new DeleteChangeSetCommand({ StackName: 's', ChangeSetName: 'c' }));
  });

  it.each<[string, boolean, Partial<CreateChangeSetCommandInput>, string]>([
    [
      'for a stack that exists already',
      true,
      { ChangeSetType: 'CREATE' },
      'Stack [s] already exists and cannot be created again with the changeSet [c].',
    ],
    ['for a stack that is not', false, {}, 'Stack [s] does not exist'],
    [
      'with previous values for a new stack',
      false,
      { ChangeSetType: 'CREATE', TemplateBody: body(wordy), Parameters: [before('Must')] },
      'Cannot specify UsePreviousValue on Parameters when ChangeSetType is CREATE',
    ],
  ])('%s is refused', async (_, exists, input, message) => {
    if (exists) await create({ TemplateBody: body(plain) });
    await idle();
    expect(await refusal(changeSet({ TemplateBody: body(plain), ...input }))).toEqual([
      'ValidationError',
      message,
    ]);
  });
});

it('a YAML template with short-form functions is equivalent to the JSON template', async () => {
  const TemplateBody = [
    'Parameters:',
    '  Word: { Type: String, Default: a }',
    'Conditions:',
    '  IsA: !Equals [!Ref Word, a]',
    'Resources:',
    '  Queue: { Type: AWS::SQS::Queue }',
    '  Parameter:',
    '    Type: AWS::SSM::Parameter',
    '    Condition: IsA',
    '    Properties:',
    '      Type: String',
    '      Value: !Sub "${Word} ${Queue.QueueName} 2012-10-17"',
    'Outputs:',
    '  Arn: { Value: !GetAtt Queue.Arn, Description: where, Export: { Name: !Sub "${AWS::StackName}-arn" } }',
    '  Joined: { Value: !Join [ "-", [ !If [ IsA, yes, "no" ], !Select [ 1, !Split [ ".", "x.y" ] ] ] ] }',
  ].join('\n');
  await test.aws.cloudformation.send(new ValidateTemplateCommand({ TemplateBody }));
  await create({ TemplateBody });
  await idle();
  expect((await shown())?.Outputs).toEqual([
    {
      OutputKey: 'Arn',
      OutputValue: expect.stringMatching(/^arn:aws:sqs:us-east-1:111122223333:s-Queue-/) as unknown,
      Description: 'where',
      ExportName: 's-arn',
    },
    { OutputKey: 'Joined', OutputValue: 'yes-y' },
  ]);
});
