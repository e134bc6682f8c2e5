import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteGroupPolicyCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand,
  DetachGroupPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountSummaryCommand,
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListGroupPoliciesCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
  PutGroupPolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  SetDefaultPolicyVersionCommand,
  TagPolicyCommand,
  paginateGetAccountAuthorizationDetails,
} from '@aws-sdk/client-iam';
import { useAccount } from '../../testing/account';
import { errorOf } from '../../testing/clients';

const test = useAccount();
const RoleName = 'role-1';
const UserName = 'user-1';
const GroupName = 'group-1';
const PolicyName = 'inline';
const policy = (Sid = 'One') =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid, Effect: 'Allow', Action: 's3:Get*', Resource: '*' }],
  });
const padded = (size: number) => policy('x'.repeat(size - policy('').length));
const TRUST = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }] });

const managed = async (name = 'guardrail', PolicyDocument = policy()) =>
  (await test.aws.iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument }))).Policy?.Arn ?? '';

beforeEach(async () => {
  const { iam } = test.aws;
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new CreateGroupCommand({ GroupName }));
});

describe('inline policies', () => {
  it.each(['user', 'role', 'group'] as const)('of a %s are put, read, listed, deleted', async (kind) => {
    const { iam } = test.aws;
    const PolicyDocument = policy();
    const operations = {
      user: {
        put: (document: string) =>
          iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument: document })),
        get: () => iam.send(new GetUserPolicyCommand({ UserName, PolicyName })),
        list: () => iam.send(new ListUserPoliciesCommand({ UserName })),
        remove: () => iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName })),
      },
      role: {
        put: (document: string) =>
          iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: document })),
        get: () => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })),
        list: () => iam.send(new ListRolePoliciesCommand({ RoleName })),
        remove: () => iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })),
      },
      group: {
        put: (document: string) =>
          iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName, PolicyDocument: document })),
        get: () => iam.send(new GetGroupPolicyCommand({ GroupName, PolicyName })),
        list: () => iam.send(new ListGroupPoliciesCommand({ GroupName })),
        remove: () => iam.send(new DeleteGroupPolicyCommand({ GroupName, PolicyName })),
      },
    }[kind];
    await operations.put(policy('Old'));
    await operations.put(PolicyDocument);
    const { PolicyDocument: encoded } = await operations.get();
    expect(encoded).not.toMatch(/[!'()*"{]/);
    expect(decodeURIComponent(encoded ?? '')).toBe(PolicyDocument);
    expect((await operations.list()).PolicyNames).toEqual([PolicyName]);
    expect(await errorOf(operations.put('{"Statement":[{"Effect":"Maybe"}]}'))).toBe(
      'MalformedPolicyDocumentException',
    );
    const limit = { user: 2048, role: 10_240, group: 5120 }[kind];
    expect(await errorOf(operations.put(`${padded(limit)}\n\n   `))).toBe('none');
    expect(await errorOf(operations.put(padded(limit + 1)))).toBe('LimitExceededException');
    await operations.remove();
    expect(await errorOf(operations.remove())).toBe('NoSuchEntityException');
    expect(await errorOf(operations.get())).toBe('NoSuchEntityException');
  });

  it('share one quota', async () => {
    const { iam } = test.aws;
    const put = (name: string, size: number) =>
      errorOf(
        iam.send(new PutUserPolicyCommand({ UserName, PolicyName: name, PolicyDocument: padded(size) })),
      );
    expect(await put('a', 1024)).toBe('none');
    expect(await put('b', 1025)).toBe('LimitExceededException');
    expect(await put('b', 1024)).toBe('none');
  });
});

describe('attachments', () => {
  it.each(['user', 'role', 'group'] as const)(
    'of a %s are added, listed, removed and limited',
    async (kind) => {
      const { iam } = test.aws;
      const operations = {
        user: {
          attach: (PolicyArn: string) => iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn })),
          detach: (PolicyArn: string) => iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn })),
          list: () => iam.send(new ListAttachedUserPoliciesCommand({ UserName })),
        },
        role: {
          attach: (PolicyArn: string) => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })),
          detach: (PolicyArn: string) => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
          list: () => iam.send(new ListAttachedRolePoliciesCommand({ RoleName })),
        },
        group: {
          attach: (PolicyArn: string) => iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn })),
          detach: (PolicyArn: string) => iam.send(new DetachGroupPolicyCommand({ GroupName, PolicyArn })),
          list: () => iam.send(new ListAttachedGroupPoliciesCommand({ GroupName })),
        },
      }[kind];
      const arn = await managed('first');
      await operations.attach(arn);
      await operations.attach(arn);
      expect((await operations.list()).AttachedPolicies).toEqual([{ PolicyName: 'first', PolicyArn: arn }]);
      for (let index = 1; index < 10; index += 1) await operations.attach(await managed(`more-${index}`));
      expect(await errorOf(operations.attach(await managed('eleventh')))).toBe('LimitExceededException');
      await operations.detach(arn);
      expect(await errorOf(operations.detach(arn))).toBe('NoSuchEntityException');
      expect(await errorOf(operations.attach('arn:aws:iam::111122223333:policy/none'))).toBe(
        'NoSuchEntityException',
      );
    },
  );

  it('are listed by policy', async () => {
    const { iam } = test.aws;
    const PolicyArn = await managed();
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary: PolicyArn }));
    const all = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn }));
    expect([all.PolicyRoles?.[0]?.RoleName, all.PolicyUsers?.[0]?.UserName]).toEqual([RoleName, UserName]);
    const roles = await iam.send(
      new ListEntitiesForPolicyCommand({ PolicyArn, PolicyUsageFilter: 'PermissionsPolicy' }),
    );
    expect([roles.PolicyRoles?.length, roles.PolicyUsers?.length ?? 0]).toEqual([1, 0]);
    const users = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn, EntityFilter: 'User' }));
    expect([users.PolicyRoles?.length ?? 0, users.PolicyUsers?.length]).toEqual([0, 1]);
    expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy).toMatchObject({
      AttachmentCount: 1,
      PermissionsBoundaryUsageCount: 1,
    });
  });

  it('boundaries are put and deleted', async () => {
    const { iam } = test.aws;
    const PermissionsBoundary = await managed();
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
    const { RoleDetailList } = await iam.send(
      new GetAccountAuthorizationDetailsCommand({ Filter: ['Role'] }),
    );
    expect(RoleDetailList?.[0]?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(PermissionsBoundary);
    await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
    expect(await errorOf(iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName })))).toBe(
      'NoSuchEntityException',
    );
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary }));
    expect(await errorOf(iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName })))).toBe('none');
    test.sandbox.admin.createServiceLinkedRole('sagemaker.amazonaws.com', 'Linked');
    const linked = new PutRolePermissionsBoundaryCommand({ RoleName: 'Linked', PermissionsBoundary });
    expect(await errorOf(iam.send(linked))).toBe('UnmodifiableEntityException');
  });
});

describe('managed policies', () => {
  it('have at most five versions, and the default one cannot be deleted', async () => {
    const { iam } = test.aws;
    const PolicyArn = await managed();
    const version = (SetAsDefault: boolean) =>
      iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: policy('Next'), SetAsDefault }));
    const { PolicyVersion } = await version(true);
    expect(PolicyVersion).toMatchObject({ VersionId: 'v2', IsDefaultVersion: true });
    for (let index = 0; index < 3; index += 1) await version(false);
    expect(await errorOf(version(false))).toBe('LimitExceededException');
    const remove = (VersionId: string) => iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
    expect(await errorOf(remove('v2'))).toBe('DeleteConflictException');
    expect(await errorOf(remove('v9'))).toBe('NoSuchEntityException');
    await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v3' }));
    await remove('v2');
    const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
    expect(Versions?.map((one) => [one.VersionId, one.IsDefaultVersion])).toEqual([
      ['v5', false],
      ['v4', false],
      ['v3', true],
      ['v1', false],
    ]);
    const one = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
    expect(decodeURIComponent(one.PolicyVersion?.Document ?? '')).toBe(policy());
    expect((await version(false)).PolicyVersion?.VersionId).toBe('v6');
  });

  it('have quotas and unique names', async () => {
    expect(await errorOf(managed('big', padded(6144)))).toBe('none');
    expect(await errorOf(managed('bigger', padded(6145)))).toBe('LimitExceededException');
    expect(await errorOf(managed('BIG'))).toBe('EntityAlreadyExistsException');
    expect(await errorOf(managed('bad', '[]'))).toBe('MalformedPolicyDocumentException');
  });

  it('can only be deleted when they are not in use', async () => {
    const { iam } = test.aws;
    const PolicyArn = await managed();
    const remove = () => errorOf(iam.send(new DeletePolicyCommand({ PolicyArn })));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    expect(await remove()).toBe('DeleteConflictException');
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: policy() }));
    expect(await remove()).toBe('DeleteConflictException');
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
    expect([await remove(), await remove()]).toEqual(['none', 'NoSuchEntityException']);
  });

  it('are listed by scope and tagged; AWS managed policies cannot change', async () => {
    const { iam } = test.aws;
    const PolicyArn = await managed();
    await iam.send(new TagPolicyCommand({ PolicyArn, Tags: [{ Key: 'a', Value: 'b' }] }));
    expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy?.Tags).toEqual([
      { Key: 'a', Value: 'b' },
    ]);
    const local = await iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
    expect(local.Policies?.map((one) => one.Arn)).toEqual([PolicyArn]);
    const aws = await iam.send(new ListPoliciesCommand({ Scope: 'AWS' }));
    expect(aws.Policies?.map((one) => one.PolicyName)).toEqual(
      expect.arrayContaining([
        'AdministratorAccess',
        'PowerUserAccess',
        'ReadOnlyAccess',
        'AmazonSageMakerFullAccess',
      ]),
    );
    const admin = { PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess', PolicyDocument: policy() };
    expect(await errorOf(iam.send(new CreatePolicyVersionCommand(admin)))).toBe('AccessDenied');
  });
});

describe('GetAccountAuthorizationDetails', () => {
  it('returns everything in pages, each item once', async () => {
    const { iam } = test.aws;
    const PolicyArn = await managed();
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: policy('Two') }));
    await iam.send(new AddUserToGroupCommand({ UserName, GroupName }));
    await iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName: 'inline', PolicyDocument: policy() }));
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'inline', PolicyDocument: policy() }));
    const filter = {
      Filter: ['User' as const, 'Role' as const, 'Group' as const, 'LocalManagedPolicy' as const],
    };
    const pages = [];
    for await (const page of paginateGetAccountAuthorizationDetails({ client: iam, pageSize: 1 }, filter))
      pages.push(page);
    expect(pages).toHaveLength(4);
    expect(pages.map((page) => page.IsTruncated)).toEqual([true, true, true, false]);
    const users = pages.flatMap((page) => page.UserDetailList ?? []);
    expect(users).toMatchObject([
      { UserName, GroupList: [GroupName], UserPolicyList: [{ PolicyName: 'inline' }] },
    ]);
    expect(users[0]?.UserPolicyList?.[0]?.PolicyDocument).toMatch(/^%7B/);
    const groups = pages.flatMap((page) => page.GroupDetailList ?? []);
    expect(decodeURIComponent(groups[0]?.GroupPolicyList?.[0]?.PolicyDocument ?? '')).toBe(policy());
    expect(pages.flatMap((page) => page.RoleDetailList ?? [])).toMatchObject([{ RoleName }]);
    expect(pages.flatMap((page) => page.Policies ?? [])).toMatchObject([
      {
        Arn: PolicyArn,
        PolicyVersionList: [{ VersionId: 'v2' }, { VersionId: 'v1', IsDefaultVersion: true }],
      },
    ]);
  });

  it('has a summary with the quotas', async () => {
    const { SummaryMap } = await test.aws.iam.send(new GetAccountSummaryCommand({}));
    expect(SummaryMap).toMatchObject({
      Users: 1,
      Roles: 1,
      AttachedPoliciesPerRoleQuota: 10,
      VersionsPerPolicyQuota: 5,
    });
  });
});
