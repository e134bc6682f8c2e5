import {
  AuthorizeSecurityGroupEgressCommand,
  DescribeVpcsCommand,
  ModifyVpcBlockPublicAccessOptionsCommand,
} from '@aws-sdk/client-ec2';
import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateUserCommand,
  LimitExceededException,
  ListPoliciesCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  AssociateVPCWithHostedZoneCommand,
  CreateHostedZoneCommand,
  type VPCRegion,
} from '@aws-sdk/client-route-53';
import { seedAccount } from '@palisade/sandbox/seeds';
import type { ResourceRef } from '../../core/model/resource';
import { addNetwork, madeId } from '../scenarios/network';
import type { Scenario, ScenarioAccount } from '../scenarios/scenario';

const allowing = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

/** A user with the maximum number of attached policies, so that the guardrail becomes an inline policy. */
export const outOfAttachments: Scenario = {
  rule: 'principal-outside-access',
  name: 'a user without a free attachment gets the guardrail inline',
  ends: 'fixed',
  seed: async ({ aws: { iam } }): Promise<ResourceRef> => {
    const UserName = 'dan';
    await iam.send(new CreateUserCommand({ UserName }));
    for (let index = 0; index < 10; index += 1) {
      const PolicyDocument = allowing('s3:ListAllMyBuckets');
      const policy = new CreatePolicyCommand({ PolicyName: `team-${index}`, PolicyDocument });
      const { Policy } = await iam.send(policy);
      await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: Policy?.Arn }));
    }
    const PolicyDocument = allowing('sagemaker:CreatePresignedNotebookInstanceUrl');
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'notebooks', PolicyDocument }));
    return { type: 'AWS::IAM::User', id: UserName };
  },
};

/** A new user with these permissions. */
const newcomer = (rule: string, UserName: string, ...actions: string[]): Scenario => ({
  rule,
  name: `${UserName} comes later`,
  approve: 'steps',
  ends: 'fixed',
  seed: async ({ aws: { iam } }): Promise<ResourceRef> => {
    await iam.send(new CreateUserCommand({ UserName }));
    for (const [index, action] of actions.entries()) {
      const PolicyDocument = allowing(action);
      await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: `work-${index}`, PolicyDocument }));
    }
    return { type: 'AWS::IAM::User', id: UserName };
  },
});

/** One user for each of the two guardrails. */
export const newcomers: readonly Scenario[] = [
  newcomer('principal-outside-access', 'nina', 'sagemaker:CreatePresignedNotebookInstanceUrl'),
  newcomer('principal-guardrail-tamper', 'oscar', 'ssm:PutParameter', 'lambda:*'),
];

/** Two users that are deleted later without an event: the sweep notices one, the rule of AWS Config the other. */
export const leavers: readonly Scenario[] = ['lea', 'leo'].map((name) =>
  newcomer('principal-outside-access', name, 'sagemaker:CreatePresignedNotebookInstanceUrl'),
);

/** A security group that allows egress to a prefix list of AWS, so that the list's ranges have to be read. */
export async function usePrefixList(account: ScenarioAccount): Promise<void> {
  const { groupId: GroupId } = await addNetwork(account, 9);
  const PrefixListIds = [{ PrefixListId: 'pl-63a5400a' }];
  await account.aws.ec2.send(
    new AuthorizeSecurityGroupEgressCommand({
      GroupId,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, PrefixListIds }],
    }),
  );
}

/**
 * A zone below SageMaker's names, a Profile with it, and VPC Block Public Access that only keeps the internet out: they
 * change no verdict, and have to be read.
 */
export async function useNamesAndGates({ aws, sandbox }: Omit<ScenarioAccount, 'wait'>): Promise<void> {
  const { Vpcs = [] } = await aws.ec2.send(new DescribeVpcsCommand({}));
  const [first, ...others] = Vpcs.map(({ VpcId }) => madeId(VpcId));
  const Name = `other.sagemaker.${sandbox.region}.amazonaws.com`;
  const inRegion = (VPCId: string) => ({ VPCId, VPCRegion: sandbox.region as VPCRegion });
  const { HostedZone } = await aws.route53.send(
    new CreateHostedZoneCommand({ Name, CallerReference: 'names', VPC: inRegion(madeId(first)) }),
  );
  const HostedZoneId = madeId(HostedZone?.Id);
  for (const id of others)
    await aws.route53.send(new AssociateVPCWithHostedZoneCommand({ HostedZoneId, VPC: inRegion(id) }));
  const ProfileId = { $ref: 'profile.Profile.Id' };
  await seedAccount(sandbox, [
    { call: 'route53profiles:CreateProfile', input: { Name: 'names', ClientToken: 'names' }, as: 'profile' },
    {
      call: 'route53profiles:AssociateResourceToProfile',
      input: { Name: 'zone', ProfileId, ResourceArn: `arn:aws:route53:::${HostedZoneId.replace(/^\//, '')}` },
    },
    ...Vpcs.map(({ VpcId }) => ({
      call: 'route53profiles:AssociateProfile',
      input: { Name: madeId(VpcId), ProfileId, ResourceId: VpcId },
    })),
  ]);
  await aws.ec2.send(
    new ModifyVpcBlockPublicAccessOptionsCommand({ InternetGatewayBlockMode: 'block-ingress' }),
  );
}

/** Replaces every guardrail with a harmless text, as many times as IAM keeps versions of a policy. */
export async function weakenGuardrails({ aws: { iam } }: Pick<ScenarioAccount, 'aws'>): Promise<void> {
  const { Policies = [] } = await iam.send(new ListPoliciesCommand({ PathPrefix: '/palisade/' }));
  const Statement = [{ Effect: 'Deny', Action: 's3:DeleteBucket', Resource: '*' }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  for (const { Arn } of Policies) {
    const weaken = new CreatePolicyVersionCommand({
      PolicyArn: madeId(Arn),
      PolicyDocument,
      SetAsDefault: true,
    });
    for (let isFull = false; !isFull;)
      isFull = await iam.send(weaken).then(
        () => false,
        (error: unknown) => {
          if (error instanceof LimitExceededException) return true;
          throw error;
        },
      );
  }
}
