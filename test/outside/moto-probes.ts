import {
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { GetRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import type { Probed } from './gap';

const small = JSON.stringify({
  Parameters: { Mode: { Type: 'String', Default: 'on', AllowedValues: ['on', 'off'] } },
  Resources: { Queue: { Type: 'AWS::SQS::Queue' } },
});

/** A role with a fixed name, which needs CAPABILITY_NAMED_IAM. */
const withRole = JSON.stringify({
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'named',
        AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
        Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: [] } }],
      },
    },
  },
});

const withSwitch = JSON.stringify({
  Resources: {
    Queue: { Type: 'AWS::SQS::Queue' },
    Switch: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: '/palisade/switch', Type: 'String', Value: 'on' },
      DependsOn: 'Queue',
    },
  },
});

const create = ({ clients }: Probed, TemplateBody: string, more = {}) =>
  clients.cloudformation.send(new CreateStackCommand({ StackName: 'probe', TemplateBody, ...more }));

const statusOf = async ({ clients }: Probed) => {
  const { Stacks = [] } = await clients.cloudformation.send(
    new DescribeStacksCommand({ StackName: 'probe' }),
  );
  return Stacks[0]?.StackStatus;
};

/** Resolves to whether the call succeeds. */
async function succeeds(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch {
    return false;
  }
}

export const takesAnyValue = (probed: Probed) =>
  succeeds(create(probed, small, { Parameters: [{ ParameterKey: 'Mode', ParameterValue: 'sideways' }] }));

export const asksNoCapability = (probed: Probed) => succeeds(create(probed, withRole));

export async function policyIsNoJson(probed: Probed): Promise<boolean> {
  await create(probed, withRole);
  const { PolicyDocument = '' } = await probed.clients.iam.send(
    new GetRolePolicyCommand({ RoleName: 'named', PolicyName: 'own' }),
  );
  return decodeURIComponent(PolicyDocument).startsWith("{'Version'");
}

/** A parameter of that name exists already, so the stack cannot be created. */
export async function rollsNothingBack(probed: Probed): Promise<boolean> {
  await probed.clients.ssm.send(
    new PutParameterCommand({ Name: '/palisade/switch', Value: 'mine', Type: 'String' }),
  );
  if (await succeeds(create(probed, withSwitch))) return false;
  return (await statusOf(probed)) === 'CREATE_IN_PROGRESS';
}

export async function tellsNoResourceEvents(probed: Probed): Promise<boolean> {
  await create(probed, withSwitch);
  const { StackEvents = [] } = await probed.clients.cloudformation.send(
    new DescribeStackEventsCommand({ StackName: 'probe' }),
  );
  return StackEvents.every(({ ResourceType }) => ResourceType === 'AWS::CloudFormation::Stack');
}

export async function findsNoStackByResource(probed: Probed): Promise<boolean> {
  await create(probed, withSwitch);
  const find = new DescribeStackResourcesCommand({ PhysicalResourceId: '/palisade/switch' });
  return !(await succeeds(probed.clients.cloudformation.send(find)));
}

export async function readsTemplatesOfLocalhostOnly(probed: Probed): Promise<boolean> {
  const { s3 } = probed.clients;
  await s3.send(new CreateBucketCommand({ Bucket: 'templates' }));
  await s3.send(new PutObjectCommand({ Bucket: 'templates', Key: 'small.json', Body: small }));
  const at = (host: string) => ({ TemplateBody: undefined, TemplateURL: `${host}/templates/small.json` });
  const byAddress = await succeeds(create(probed, small, at(probed.address)));
  const byName = await succeeds(create(probed, small, at(probed.address.replace('127.0.0.1', 'localhost'))));
  return byName && !byAddress;
}

const custom = JSON.stringify({
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { RoleName: 'named', AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'answers',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Code: { ZipFile: 'exports.handler = async () => ({})' },
      },
    },
    Own: { Type: 'Custom::Own', Properties: { ServiceToken: { 'Fn::GetAtt': ['Function', 'Arn'] } } },
  },
});

/** The custom resource gets no answer, because no function is run. */
export async function waitsForCustomResources(probed: Probed): Promise<boolean> {
  await create(probed, custom);
  return (await statusOf(probed)) === 'CREATE_IN_PROGRESS';
}

export async function changeSetsDoNotWait(probed: Probed): Promise<boolean> {
  const names = { StackName: 'probe', ChangeSetName: 'first' };
  const { cloudformation } = probed.clients;
  await cloudformation.send(
    new CreateChangeSetCommand({ ...names, ChangeSetType: 'CREATE', TemplateBody: custom }),
  );
  await cloudformation.send(new ExecuteChangeSetCommand(names));
  return (await statusOf(probed)) === 'CREATE_COMPLETE';
}

export async function refusesWhatIsOnlyWarnedOf(probed: Probed): Promise<boolean> {
  const twice = {
    First: { Type: 'AWS::SQS::Queue' },
    Second: {
      Type: 'AWS::SQS::Queue',
      DependsOn: 'First',
      Properties: { QueueName: { 'Fn::GetAtt': ['First', 'QueueName'] } },
    },
  };
  const { cloudformation } = probed.clients;
  const validate = (DependsOn: object) =>
    cloudformation.send(
      new ValidateTemplateCommand({
        TemplateBody: JSON.stringify({ Resources: { ...twice, Second: { ...twice.Second, ...DependsOn } } }),
      }),
    );
  return (await succeeds(validate({ DependsOn: undefined }))) && !(await succeeds(validate({})));
}
