import type { AwsClients } from '../../adapters/aws/clients';
import type { Sandbox } from '@palisade/sandbox';

const presign = ['sagemaker:CreatePresignedNotebookInstanceUrl', 'sagemaker:DescribeNotebookInstance'];
const fullAccess = 'arn:aws:iam::aws:policy/AmazonSageMakerFullAccess';
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** The role that the notebooks run as. */
export const notebookRole = 'notebook-execution';

/** Users and roles: open, inherited, restricted, out of attachments, protected, kept by AWS, exempt. */
export async function addPeople(clients: AwsClients, account: Sandbox, vpc: string): Promise<void> {
  const iam = await clients.iam();
  const sdk = await import('@aws-sdk/client-iam');
  const allow = (Condition?: object) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: presign,
          Resource: '*',
          ...(Condition === undefined ? {} : { Condition }),
        },
      ],
    });
  const user = async (UserName: string): Promise<void> => {
    await iam.send(new sdk.CreateUserCommand({ UserName }));
  };
  const role = async (RoleName: string, PolicyArn: string): Promise<void> => {
    await iam.send(
      new sdk.CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: trust({ AWS: `arn:aws:iam::${account.accountId}:root` }),
      }),
    );
    await iam.send(new sdk.AttachRolePolicyCommand({ RoleName, PolicyArn }));
  };

  await user('ana');
  await iam.send(
    new sdk.PutUserPolicyCommand({ UserName: 'ana', PolicyName: 'notebooks', PolicyDocument: allow() }),
  );

  await iam.send(new sdk.CreateGroupCommand({ GroupName: 'data-science' }));
  await iam.send(new sdk.AttachGroupPolicyCommand({ GroupName: 'data-science', PolicyArn: fullAccess }));
  await user('ben');
  await iam.send(new sdk.AddUserToGroupCommand({ GroupName: 'data-science', UserName: 'ben' }));

  await user('carol');
  const inVpc = { StringEquals: { 'aws:SourceVpc': vpc } };
  await iam.send(
    new sdk.PutUserPolicyCommand({
      UserName: 'carol',
      PolicyName: 'notebooks',
      PolicyDocument: allow(inVpc),
    }),
  );

  await user('dan');
  await iam.send(
    new sdk.PutUserPolicyCommand({ UserName: 'dan', PolicyName: 'notebooks', PolicyDocument: allow() }),
  );
  const nothing = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
  });
  for (let index = 0; index < 10; index += 1) {
    const PolicyName = `team-${index}`;
    const { Policy } = await iam.send(new sdk.CreatePolicyCommand({ PolicyName, PolicyDocument: nothing }));
    await iam.send(new sdk.AttachUserPolicyCommand({ UserName: 'dan', PolicyArn: Policy?.Arn }));
  }

  await role('data-scientist', fullAccess);
  // SageMaker runs notebooks only as a role that it may assume.
  await iam.send(
    new sdk.CreateRoleCommand({
      RoleName: notebookRole,
      AssumeRolePolicyDocument: trust({ Service: 'sagemaker.amazonaws.com' }),
    }),
  );
  await role('break-glass', administrator);
  await role('ci-builder', fullAccess);
  account.admin.createSsoRole('AWSReservedSSO_DataScientist_0123456789abcdef', [fullAccess]);
  account.admin.createServiceLinkedRole(
    'sagemaker.amazonaws.com',
    'AWSServiceRoleForAmazonSageMakerNotebooks',
  );
}

function trust(principal: object): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  });
}
