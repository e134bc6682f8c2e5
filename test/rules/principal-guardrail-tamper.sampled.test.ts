import { expect, it } from '@jest/globals';
import type { ManagedPolicyDetail, UserDetail } from '@aws-sdk/client-iam';
import fc from 'fast-check';
import type { AttachCalls } from '../../core/guardrail/attach';
import type { StepOf } from '../../core/model/plan';
import { parseSettings } from '../../core/settings';
import { principalGuardrailTamper as rule } from '../../rules/principal-guardrail-tamper';
import { rules } from '../../rules/registry';
import { least, runs } from '../runner/size';
import { type GivenAccount, snapshotOf } from './given';
import { nameInArn } from '@palisade/iam';

const iam = (name: string) => `arn:aws:iam::111122223333:${name}`;
const guardrail = iam('policy/palisade/PalisadeSageMakerGuardrail-us-east-1');
const boundary = iam('policy/inside');
const team = iam('policy/team');
const encoded = (...Statement: object[]) =>
  encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement }));
const managed = (Arn: string, Document: string): ManagedPolicyDetail => ({
  PolicyName: nameInArn(Arn),
  Arn,
  DefaultVersionId: 'v1',
  PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document }],
});
const inVpc = { StringEquals: { 'aws:SourceVpc': 'vpc-0ml' } };

const statement = fc.record(
  {
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    Action: fc.constantFrom(
      '*',
      'iam:*',
      'iam:Detach*',
      'iam:PutUserPolicy',
      'iam:AttachUserPolicy',
      'iam:CreatePolicyVersion',
      'iam:*PermissionsBoundary',
      'iam:PassRole',
      'lambda:*',
      'lambda:Invoke*',
      'ssm:PutParameter',
      'dynamodb:*Item',
      'sqs:*',
      'events:*',
      'cloudformation:*',
      'securityhub:*',
      'sagemaker:*',
    ),
    Resource: fc.constantFrom('*', iam('user/*'), iam('user/ana'), iam('policy/*'), team, boundary),
    Condition: fc.constantFrom(
      { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      { ArnLike: { 'iam:PolicyARN': iam('policy/palisade/*') } },
      { ArnEquals: { 'iam:PermissionsBoundary': boundary } },
      { Bool: { 'aws:ViaAWSService': 'true' } },
      inVpc,
    ),
  },
  { requiredKeys: ['Effect', 'Action', 'Resource'] },
);

const allSageMaker = { Effect: 'Allow', Action: 'sagemaker:*', Resource: '*' };

interface Made {
  readonly user: UserDetail;
  readonly policies: readonly ManagedPolicyDetail[];
}
const made: fc.Arbitrary<Made> = fc
  .record({
    own: fc.array(statement, { minLength: 1, maxLength: 4 }),
    shared: fc.array(statement, { maxLength: 2 }),
    isBound: fc.boolean(),
    hasGuardrail: fc.boolean(),
  })
  .map(({ own, shared, isBound, hasGuardrail }) => ({
    user: {
      UserName: 'ana',
      Arn: iam('user/ana'),
      UserPolicyList: [
        { PolicyName: 'p', PolicyDocument: encoded(...own, ...(isBound ? [allSageMaker] : [])) },
      ],
      AttachedManagedPolicies: [team, ...(hasGuardrail ? [guardrail] : [])].map((PolicyArn) => ({
        PolicyArn,
      })),
      ...(isBound ? { PermissionsBoundary: { PermissionsBoundaryArn: boundary } } : {}),
    },
    policies: [
      managed(team, encoded(...shared)),
      managed(
        boundary,
        encoded(
          { Effect: 'Allow', Action: 'sagemaker:*', Resource: '*', Condition: inVpc },
          { Effect: 'Allow', NotAction: 'sagemaker:*', Resource: '*' },
        ),
      ),
      managed(guardrail, encoded({ Effect: 'Deny', Action: 'sagemaker:DeleteEndpoint', Resource: '*' })),
    ],
  }));

function givenOf({ user, policies }: Made): GivenAccount {
  return {
    principals: {
      UserDetailList: [user],
      RoleDetailList: [
        {
          RoleName: 'palisade-us-east-1-on-change',
          Arn: iam('role/palisade/palisade-us-east-1-on-change'),
          Path: '/palisade/',
          AssumeRolePolicyDocument: encoded(),
        },
      ],
      Policies: policies,
    },
    endpoints: [
      {
        VpcEndpointId: 'vpce-0api',
        VpcEndpointType: 'Interface',
        VpcId: 'vpc-0ml',
        ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
        State: 'Available',
        PrivateDnsEnabled: true,
      },
    ],
    organizationPolicies: { scps: [], rcps: [] },
  };
}

/** The account after a step. */
function performed({ user, policies }: Made, step: StepOf<AttachCalls>): Made {
  switch (step.call) {
    case 'iam:CreatePolicy':
      return {
        user,
        policies: [
          ...policies,
          managed(iam(`policy/palisade/${step.input.PolicyName}`), step.input.PolicyDocument),
        ],
      };
    case 'iam:AttachUserPolicy':
      return {
        user: {
          ...user,
          AttachedManagedPolicies: [
            ...(user.AttachedManagedPolicies ?? []),
            { PolicyArn: step.input.PolicyArn },
          ],
        },
        policies,
      };
    case 'iam:PutUserPolicy':
      return { user: { ...user, UserPolicyList: [...(user.UserPolicyList ?? []), step.input] }, policies };
    default:
      throw new Error(`${step.call} was not expected`);
  }
}

const settings = parseSettings({}, rules);
function judged(account: Made) {
  const judgement = rule
    .judge(snapshotOf(givenOf(account)), settings)
    .find(({ resource }) => resource.id === 'ana');
  if (judgement === undefined) throw new Error('the user was not judged');
  return judgement;
}

it('after its steps a principal passes, whatever it could do before', () => {
  const seen = { failing: 0, bound: 0 };
  fc.assert(
    fc.property(made, (account) => {
      const judgement = judged(account);
      if (judgement.verdict.status !== 'fail') return;
      const plan = judgement.plan();
      expect(plan).toMatchObject({ kind: 'steps' });
      if (plan.kind !== 'steps') return;
      seen.failing += 1;
      if (plan.steps.length > 2) seen.bound += 1;
      const steps = plan.steps as readonly StepOf<AttachCalls>[];
      expect(steps.every(({ approval }) => approval === 'required')).toBe(true);
      expect(judged(steps.reduce(performed, account)).verdict).toMatchObject({ status: 'pass' });
    }),
    runs(120, 12),
  );
  // The generator does produce principals that fail.
  expect(seen.failing).toBeGreaterThan(least(30, 3));
  expect(seen.bound).toBeGreaterThan(least(3, 0));
}, 120_000);
