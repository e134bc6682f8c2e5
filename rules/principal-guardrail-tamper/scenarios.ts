import {
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  EntityAlreadyExistsException,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { addEndpoint, addNetwork } from '../../test/scenarios/network';
import type { Scenario, ScenarioAccount } from '../../test/scenarios/scenario';

const rule = 'principal-guardrail-tamper';

const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action: string, more: object = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...more });
const trust = (Principal: object) => policy({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });

/** Creates the role that shows that Palisade is deployed. If Palisade is really deployed, the role exists already. */
async function addPalisade({ aws: { iam } }: ScenarioAccount): Promise<void> {
  const RoleName = 'palisade-us-east-1-on-change';
  const role = new CreateRoleCommand({
    RoleName,
    Path: '/palisade/',
    AssumeRolePolicyDocument: trust({ Service: 'lambda.amazonaws.com' }),
  });
  await iam.send(role).catch((error: unknown) => {
    if (!(error instanceof EntityAlreadyExistsException)) throw error;
  });
}

export const scenarios: readonly Scenario[] = [
  {
    rule,
    name: 'the guard is created and attached to a user, after approval',
    approve: 'steps',
    ends: 'fixed',
    seed: async (account) => {
      await addPalisade(account);
      const UserName = 'olga';
      await account.aws.iam.send(new CreateUserCommand({ UserName }));
      await account.aws.iam.send(
        new PutUserPolicyCommand({
          UserName,
          PolicyName: 'operations',
          PolicyDocument: policy(allow('ssm:PutParameter'), allow('lambda:*')),
        }),
      );
      return { type: 'AWS::IAM::User', id: UserName };
    },
  },
  {
    rule,
    name: 'a boundary is protected by an additional inline policy',
    approve: 'steps',
    ends: 'fixed',
    seed: async (account) => {
      const { iam } = account.aws;
      const vpc = await addNetwork(account, 0);
      await addEndpoint(account, vpc, 'api');
      await account.wait();
      const inside = { Condition: { StringEquals: { 'aws:SourceVpc': vpc.vpcId } } };
      const { Policy } = await iam.send(
        new CreatePolicyCommand({
          PolicyName: 'inside',
          PolicyDocument: policy(allow('sagemaker:*', inside), allow('iam:*')),
        }),
      );
      const RoleName = 'bounded';
      await iam.send(
        new CreateRoleCommand({
          RoleName,
          AssumeRolePolicyDocument: trust({ AWS: 'arn:aws:iam::111122223333:user/ana' }),
          PermissionsBoundary: Policy?.Arn,
        }),
      );
      await iam.send(
        new PutRolePolicyCommand({
          RoleName,
          PolicyName: 'work',
          PolicyDocument: policy(allow('sagemaker:*'), allow('iam:DeleteRolePermissionsBoundary')),
        }),
      );
      return { type: 'AWS::IAM::Role', id: RoleName };
    },
  },
];
