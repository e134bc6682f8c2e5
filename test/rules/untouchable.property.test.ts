import { describe, expect, it } from '@jest/globals';
import type { RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import fc from 'fast-check';
import { whyUntouchable } from '../../core/engine/limits';
import { parseSettings } from '../../core/settings';
import { ruleIds, rules } from '../../rules/registry';
import { snapshotOf } from './given';

// Whatever its name and permissions: if a principal is ours, AWS's, or protected, no rule plans a step that names it,
// and the engine refuses such a step.

const account = '111122223333';
const settings = parseSettings(
  {
    protectedPrincipals: ['arn:aws:iam::*:role/break-glass-*', 'arn:aws:iam::*:user/root-*'],
    rules: Object.fromEntries(ruleIds.map((id) => [id, { mode: 'remediate' }])),
  },
  rules,
);

const name = fc.stringMatching(/^[A-Za-z0-9_+=,.@-]{1,20}$/);
const folder = fc.stringMatching(/^[a-z0-9-]{1,10}$/);
const path = fc
  .array(folder, { maxLength: 2 })
  .map((parts) => `/${parts.map((part) => `${part}/`).join('')}`);

const allow = (Action: string | readonly string[]) => ({
  PolicyName: 'p',
  PolicyDocument: encodeURIComponent(
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }),
  ),
});
const policies = fc.array(
  fc.constantFrom(
    allow('*'),
    allow('sagemaker:*'),
    allow('sagemaker:CreatePresignedNotebookInstanceUrl'),
    allow(['iam:*', 'sagemaker:CreatePresigned*']),
  ),
  { minLength: 1, maxLength: 2 },
);

const trusts = encodeURIComponent(
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' },
    ],
  }),
);

const role = (Path: string, RoleName: string, RolePolicyList: ReturnType<typeof allow>[]): RoleDetail => ({
  Path,
  RoleName,
  RoleId: `AROA${RoleName}`,
  Arn: `arn:aws:iam::${account}:role${Path}${RoleName}`,
  AssumeRolePolicyDocument: trusts,
  RolePolicyList,
  AttachedManagedPolicies: [],
});
const user = (Path: string, UserName: string, UserPolicyList: ReturnType<typeof allow>[]): UserDetail => ({
  Path,
  UserName,
  UserId: `AIDA${UserName}`,
  Arn: `arn:aws:iam::${account}:user${Path}${UserName}`,
  UserPolicyList,
  GroupList: [],
  AttachedManagedPolicies: [],
});

const untouchableRole = fc
  .oneof(
    fc.record({ path: path.map((more) => `/palisade${more}`), name }),
    fc.record({ path: folder.map((service) => `/aws-service-role/${service}.amazonaws.com/`), name }),
    fc.record({
      path: fc.constant('/aws-reserved/sso.amazonaws.com/'),
      name: name.map((one) => `AWSReservedSSO_${one}`),
    }),
    fc.record({ path, name: name.map((one) => `break-glass-${one}`) }),
  )
  .chain(({ path: where, name: called }) => policies.map((list) => role(where, called, list)));
const untouchableUser = fc
  .tuple(path, name, policies)
  .map(([where, called, list]) => user(where, `root-${called}`, list));

/** All steps and their inverses as text. */
function planned(roles: readonly RoleDetail[], users: readonly UserDetail[]): readonly string[] {
  const snapshot = snapshotOf({
    principals: { RoleDetailList: roles, UserDetailList: users, GroupDetailList: [], Policies: [] },
    endpoints: ['com.amazonaws.us-east-1.sagemaker.api', 'aws.sagemaker.us-east-1.notebook'].map(
      (ServiceName, n) => ({
        VpcEndpointId: `vpce-${n}`,
        VpcEndpointType: 'Interface',
        VpcId: 'vpc-0ml',
        ServiceName,
        State: 'Available',
        PrivateDnsEnabled: true,
      }),
    ),
    notebooks: [],
    domains: [],
    apps: [],
  });
  return rules.flatMap((rule) =>
    rule
      .judge(snapshot, settings)
      .filter(({ verdict }) => verdict.status === 'fail')
      .flatMap((judgement) => {
        const plan = judgement.plan([]);
        return plan.kind === 'steps'
          ? plan.steps.map((step) => JSON.stringify([step.input, step.inverse]))
          : [];
      }),
  );
}

/** Whether a call's input has a principal's name, as a whole value or at the end of an ARN. */
const names = (text: string, called: string): boolean =>
  text.includes(JSON.stringify(called)) || text.includes(`/${called}"`);

describe('principals that are never touched', () => {
  it('are in no step of any rule', () => {
    fc.assert(
      fc.property(
        fc.array(untouchableRole, { minLength: 1, maxLength: 3 }),
        untouchableUser,
        (roles, one) => {
          const texts = planned(roles, [one]);
          for (const called of [...roles.map(({ RoleName = '' }) => RoleName), one.UserName ?? ''])
            expect(texts.filter((text) => names(text, called))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are refused by the engine, whatever a rule plans', () => {
    fc.assert(
      fc.property(untouchableRole, untouchableUser, (one, other) => {
        const roleResource = {
          type: 'AWS::IAM::Role',
          id: one.RoleName ?? '',
          arn: one.Arn ?? '',
          region: 'global',
        } as const;
        const userResource = {
          type: 'AWS::IAM::User',
          id: other.UserName ?? '',
          arn: other.Arn ?? '',
          region: 'global',
        } as const;
        expect(whyUntouchable(roleResource, settings)).toBeDefined();
        expect(whyUntouchable(userResource, settings)).toBeDefined();
      }),
    );
  });

  it('ordinary users are changed: the same policies give steps that name them', () => {
    expect(planned([], [user('/', 'ana', [allow('sagemaker:*')])]).some((text) => names(text, 'ana'))).toBe(
      true,
    );
    const ana = {
      type: 'AWS::IAM::User',
      id: 'ana',
      arn: `arn:aws:iam::${account}:user/ana`,
      region: 'global',
    } as const;
    expect(whyUntouchable(ana, settings)).toBeUndefined();
  });
});
