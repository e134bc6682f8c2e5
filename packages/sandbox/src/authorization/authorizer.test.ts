import { GetAccountSummaryCommand, AttachUserPolicyCommand, CreateUserCommand } from '@aws-sdk/client-iam';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { DescribeVpcsCommand, ModifyVpcAttributeCommand } from '@aws-sdk/client-ec2';
import { CreateTableCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { CloudTrailClient, DescribeTrailsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import { DeleteConfigRuleCommand, DescribeConfigRulesCommand } from '@aws-sdk/client-config-service';
import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  InvokeCommand,
} from '@aws-sdk/client-lambda';
import { CreateOpsItemCommand, UpdateOpsItemCommand } from '@aws-sdk/client-ssm';
import { ListHostedZonesByVPCCommand } from '@aws-sdk/client-route-53';
import { CreateNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { assumedRole } from '../account/identity';
import { useAccount } from '../testing/account';
import { type Clients, clientsOf, failureOf } from '../testing/clients';
import { unusedGrants } from './report';

const test = useAccount();
let role: Clients;
const roleArn = 'arn:aws:iam::111122223333:role/app/worker';

beforeEach(async () => {
  const { iam } = test.aws;
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  });
  await iam.send(
    new CreateRoleCommand({ RoleName: 'worker', Path: '/app/', AssumeRolePolicyDocument: trust }),
  );
  await iam.send(new CreateUserCommand({ UserName: 'ana', Path: '/people/' }));
  test.sandbox.admin.setIdentity('ASIAWORKER', assumedRole(roleArn, 'session', 'ASIAWORKER', 0));
  test.sandbox.authorizer.enforce(roleArn);
  role = clientsOf(test.sandbox.url, 'us-east-1', 'ASIAWORKER');
});

async function allow(...Statement: object[]): Promise<void> {
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await test.aws.iam.send(new PutRolePolicyCommand({ RoleName: 'worker', PolicyName: 'p', PolicyDocument }));
}

/** `Code: message` of a refusal, or `none`. */
async function outcome(call: Promise<unknown>): Promise<string> {
  const error = await failureOf(call);
  return error === undefined ? 'none' : `${error.name}: ${error.message}`;
}

const caller = 'arn:aws:sts::111122223333:assumed-role/worker/session';
const refusedFor = (action: string, resource?: string): string =>
  `User: ${caller} is not authorized to perform: ${action}${resource === undefined ? '' : ` on resource: ${resource}`} because no identity-based policy allows the ${action} action`;

describe('a session whose role is enforced', () => {
  it('may only do what its policies allow, and is refused in the words of each service', async () => {
    expect(await outcome(role.iam.send(new GetAccountSummaryCommand({})))).toBe(
      `AccessDenied: ${refusedFor('iam:GetAccountSummary')}`,
    );
    expect(await outcome(role.ec2.send(new DescribeVpcsCommand({})))).toContain(
      `UnauthorizedOperation: You are not authorized to perform this operation. ${refusedFor('ec2:DescribeVpcs')}. Encoded authorization failure message: `,
    );
    await test.aws.dynamodb.send(
      new CreateTableCommand({
        TableName: 'ledger',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      }),
    );
    const read = new GetItemCommand({ TableName: 'ledger', Key: { pk: { S: 'a' } } });
    expect(await outcome(role.dynamodb.send(read))).toBe(
      `AccessDeniedException: ${refusedFor('dynamodb:GetItem', 'arn:aws:dynamodb:us-east-1:111122223333:table/ledger')}`,
    );
    await allow({
      Effect: 'Allow',
      Action: ['iam:GetAccountSummary', 'ec2:DescribeVpcs', 'dynamodb:GetItem'],
      Resource: '*',
    });
    expect(await outcome(role.iam.send(new GetAccountSummaryCommand({})))).toBe('none');
    expect(await outcome(role.ec2.send(new DescribeVpcsCommand({})))).toBe('none');
    expect(await outcome(role.dynamodb.send(read))).toBe('none');
  });

  it('needs every permission of a call: for passed roles, tags and lookups', async () => {
    const create = new CreateNotebookInstanceCommand({
      NotebookInstanceName: 'churn',
      InstanceType: 'ml.t3.medium',
      RoleArn: 'arn:aws:iam::111122223333:role/notebooks',
      Tags: [{ Key: 'team', Value: 'ml' }],
    });
    const arn = 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/churn';
    const statements: object[] = [
      { Effect: 'Allow', Action: 'sagemaker:CreateNotebookInstance', Resource: arn },
    ];
    await allow(...statements);
    expect(await outcome(role.sagemaker.send(create))).toContain(refusedFor('sagemaker:AddTags', arn));
    statements.push({
      Effect: 'Allow',
      Action: 'sagemaker:AddTags',
      Resource: arn,
      Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } },
    });
    await allow(...statements);
    expect(await outcome(role.sagemaker.send(create))).toContain(
      refusedFor('iam:PassRole', 'arn:aws:iam::111122223333:role/notebooks'),
    );
    statements.push({
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: '*',
      Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    });
    await allow(...statements);
    expect(await outcome(role.sagemaker.send(create))).toBe('none');

    await allow({ Effect: 'Allow', Action: 'route53:ListHostedZonesByVPC', Resource: '*' });
    const zones = new ListHostedZonesByVPCCommand({ VPCId: 'vpc-0123456789abcdef0', VPCRegion: 'us-east-1' });
    expect(await outcome(role.route53.send(zones))).toContain(refusedFor('ec2:DescribeVpcs'));
  });

  it('must satisfy conditions, paths in ARNs and denials', async () => {
    const user = 'arn:aws:iam::111122223333:user/people/ana';
    const attach = (PolicyArn: string) =>
      role.iam.send(new AttachUserPolicyCommand({ UserName: 'ana', PolicyArn }));
    const only = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    await allow({
      Effect: 'Allow',
      Action: 'iam:AttachUserPolicy',
      Resource: user,
      Condition: { ArnEquals: { 'iam:PolicyARN': only } },
    });
    expect(await outcome(attach('arn:aws:iam::aws:policy/AdministratorAccess'))).toContain(
      refusedFor('iam:AttachUserPolicy', user),
    );
    expect(await outcome(attach(only))).toBe('none');
    await allow(
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'iam:*', Resource: '*' },
    );
    expect(await outcome(attach(only))).toBe(
      `AccessDenied: User: ${caller} is not authorized to perform: iam:AttachUserPolicy on resource: ${user} with an explicit deny in an identity-based policy`,
    );
  });

  it.each([
    ['arn:aws:ssm:us-east-1:111122223333:opsitem/*', false],
    ['arn:aws:ssm:*:*:*', false],
    ['*', true],
  ])('allows CreateOpsItem with a statement on %s: %s', async (Resource, isAllowed) => {
    await allow({ Effect: 'Allow', Action: ['ssm:CreateOpsItem', 'ssm:UpdateOpsItem'], Resource });
    const create = new CreateOpsItemCommand({ Title: 't', Source: 's', Description: 'd' });
    expect(await outcome(role.ssm.send(create))).toBe(
      isAllowed ? 'none' : `AccessDeniedException: ${refusedFor('ssm:CreateOpsItem')}`,
    );
    // The other calls about OpsItems do have a resource type.
    const { OpsItemId } = await test.aws.ssm.send(create);
    const update = new UpdateOpsItemCommand({ OpsItemId, Status: 'Resolved' });
    expect(await outcome(role.ssm.send(update))).toBe('none');
  });

  it('needs permissions for functions, AWS Config rules and trails', async () => {
    const FunctionName = 'one';
    test.sandbox.admin.setTrail('main');
    const trail = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main';
    const fn = 'arn:aws:lambda:us-east-1:111122223333:function:one';
    const client = new CloudTrailClient({
      endpoint: test.sandbox.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'ASIAWORKER', secretAccessKey: 'secret' },
    });
    const tried: readonly (readonly [() => Promise<unknown>, string, string | undefined])[] = [
      [() => role.lambda.send(new GetAccountSettingsCommand({})), 'lambda:GetAccountSettings', undefined],
      [
        () => role.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })),
        'lambda:GetFunctionConcurrency',
        fn,
      ],
      [
        () => role.lambda.send(new InvokeCommand({ FunctionName: `${fn}:$LATEST` })),
        'lambda:InvokeFunction',
        fn,
      ],
      [() => role.config.send(new DescribeConfigRulesCommand({})), 'config:DescribeConfigRules', undefined],
      [
        () => role.config.send(new DeleteConfigRuleCommand({ ConfigRuleName: 'r' })),
        'config:DeleteConfigRule',
        'arn:aws:config:us-east-1:111122223333:config-rule/*',
      ],
      [() => client.send(new DescribeTrailsCommand({})), 'cloudtrail:DescribeTrails', undefined],
      [() => client.send(new GetTrailStatusCommand({ Name: trail })), 'cloudtrail:GetTrailStatus', trail],
    ];
    for (const [call, action, resource] of tried)
      expect(await outcome(call())).toBe(`AccessDeniedException: ${refusedFor(action, resource)}`);
    client.destroy();
  });

  it('gets an error when the sandbox does not know what an operation needs', async () => {
    await allow({ Effect: 'Allow', Action: '*', Resource: '*' });
    const create = new CreateUserCommand({ UserName: 'eve' });
    expect(await outcome(role.iam.send(create))).toContain(
      'does not know which permissions iam:CreateUser needs',
    );
  });

  it('records which permissions were used, were missing, and were never used', async () => {
    const statement = {
      Sid: 'Read',
      Effect: 'Allow',
      Action: ['iam:GetAccountSummary', 'ec2:ModifyVpcAttribute'],
      Resource: '*',
    };
    await allow(statement);
    await role.iam.send(new GetAccountSummaryCommand({}));
    await failureOf(role.ec2.send(new DescribeVpcsCommand({})));
    const { used, missing } = test.sandbox.authorizer;
    expect(used).toEqual([{ role: roleArn, action: 'iam:GetAccountSummary', resource: '*' }]);
    expect(missing).toEqual([{ role: roleArn, action: 'ec2:DescribeVpcs', resource: '*' }]);
    expect(unusedGrants([{ Statement: statement }], used)).toEqual([
      { sid: 'Read', action: 'ec2:ModifyVpcAttribute', resource: '*' },
    ]);
  });
});

it('does not restrict other callers', async () => {
  const modify = new ModifyVpcAttributeCommand({
    VpcId: 'vpc-0123456789abcdef0',
    EnableDnsSupport: { Value: true },
  });
  expect(await outcome(test.aws.ec2.send(modify))).toContain('InvalidVpcID.NotFound');
});
