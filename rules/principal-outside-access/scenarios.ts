import {
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { addEndpoint, addNetwork } from '../../test/scenarios/network';
import type { Scenario, ScenarioAccount } from '../../test/scenarios/scenario';

const rule = 'principal-outside-access';

const openNotebooks = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sagemaker:CreatePresignedNotebookInstanceUrl', Resource: '*' }],
});

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:user/ana' },
      Action: 'sts:AssumeRole',
    },
  ],
});

/** Creates a perimeter: a VPC with an available endpoint of the SageMaker API. */
async function addPerimeter(account: ScenarioAccount): Promise<void> {
  await addEndpoint(account, await addNetwork(account, 0), 'api');
  await account.wait();
}

export const scenarios: readonly Scenario[] = [
  {
    rule,
    name: 'the guardrail policy is created and attached to a user',
    ends: 'fixed',
    seed: async (account) => {
      await addPerimeter(account);
      const UserName = 'alice';
      await account.aws.iam.send(new CreateUserCommand({ UserName }));
      await account.aws.iam.send(
        new PutUserPolicyCommand({ UserName, PolicyName: 'notebooks', PolicyDocument: openNotebooks }),
      );
      return { type: 'AWS::IAM::User', id: UserName };
    },
  },
  {
    rule,
    name: 'the guardrail policy is created and attached to a role',
    ends: 'fixed',
    seed: async (account) => {
      await addPerimeter(account);
      const RoleName = 'scientist';
      await account.aws.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
      await account.aws.iam.send(
        new PutRolePolicyCommand({ RoleName, PolicyName: 'notebooks', PolicyDocument: openNotebooks }),
      );
      return { type: 'AWS::IAM::Role', id: RoleName };
    },
  },
];
