import { describe, expect, it } from '@jest/globals';
import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  CreateGroupCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  GetRoleCommand,
  GetUserCommand,
  ListRolesCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  RemoveUserFromGroupCommand,
  TagRoleCommand,
  TagUserCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { useAccount } from '../../testing/account';
import { errorOf } from '../../testing/clients';

const test = useAccount();
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';

const role = (RoleName: string, Path = '/') =>
  test.aws.iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument: TRUST }));

describe('principals', () => {
  it('are created, read and tagged', async () => {
    const { iam } = test.aws;
    const created = await role('DataScientist', '/team/');
    expect(created.Role?.Arn).toBe('arn:aws:iam::111122223333:role/team/DataScientist');
    expect(created.Role?.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/);
    await iam.send(new TagRoleCommand({ RoleName: 'DataScientist', Tags: [{ Key: 'team', Value: 'ml' }] }));
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'DataScientist' }));
    expect(Role).toMatchObject({ Tags: [{ Key: 'team', Value: 'ml' }], MaxSessionDuration: 3600 });
    expect(Role?.AssumeRolePolicyDocument).toMatch(/^%7B/);
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(TRUST);
    await iam.send(new CreateUserCommand({ UserName: 'ann' }));
    await iam.send(new TagUserCommand({ UserName: 'ann', Tags: [{ Key: 'a', Value: 'b' }] }));
    expect((await iam.send(new GetUserCommand({ UserName: 'ann' }))).User).toMatchObject({
      Arn: 'arn:aws:iam::111122223333:user/ann',
      Tags: [{ Key: 'a', Value: 'b' }],
    });
  });

  it('have names that are unique without regard to case', async () => {
    const { iam } = test.aws;
    await role('Analyst');
    expect(await errorOf(role('ANALYST'))).toBe('EntityAlreadyExistsException');
    await iam.send(new CreateUserCommand({ UserName: 'ann' }));
    expect(await errorOf(iam.send(new CreateUserCommand({ UserName: 'Ann' })))).toBe(
      'EntityAlreadyExistsException',
    );
    await iam.send(new CreateGroupCommand({ GroupName: 'ml' }));
    expect(await errorOf(iam.send(new CreateGroupCommand({ GroupName: 'ML' })))).toBe(
      'EntityAlreadyExistsException',
    );
  });

  it('are listed in pages without tags', async () => {
    const { iam } = test.aws;
    for (const name of ['a', 'b', 'c']) await role(name);
    const first = await iam.send(new ListRolesCommand({ MaxItems: 2 }));
    const second = await iam.send(new ListRolesCommand({ MaxItems: 2, Marker: first.Marker }));
    expect([first.IsTruncated, second.IsTruncated]).toEqual([true, false]);
    expect([...(first.Roles ?? []), ...(second.Roles ?? [])].map((one) => one.RoleName)).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect((await iam.send(new ListUsersCommand({}))).Users ?? []).toEqual([]);
    expect(await errorOf(iam.send(new ListRolesCommand({ Marker: '!' })))).toBe('ValidationError');
    expect(await errorOf(iam.send(new ListRolesCommand({ MaxItems: 1001 })))).toBe('ValidationError');
  });

  it('join and leave groups', async () => {
    const { iam } = test.aws;
    const membership = { GroupName: 'ml', UserName: 'ann' };
    expect(await errorOf(iam.send(new AddUserToGroupCommand(membership)))).toBe('NoSuchEntityException');
    await iam.send(new CreateGroupCommand({ GroupName: 'ml' }));
    await iam.send(new CreateUserCommand({ UserName: 'ann' }));
    await iam.send(new AddUserToGroupCommand(membership));
    expect(await errorOf(iam.send(new DeleteUserCommand({ UserName: 'ann' })))).toBe(
      'DeleteConflictException',
    );
    await iam.send(new RemoveUserFromGroupCommand(membership));
    expect(await errorOf(iam.send(new RemoveUserFromGroupCommand(membership)))).toBe('NoSuchEntityException');
    expect(await errorOf(iam.send(new DeleteUserCommand({ UserName: 'ann' })))).toBe('none');
  });

  it('cannot be deleted while they have policies', async () => {
    const { iam } = test.aws;
    await role('r');
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'r', PolicyArn: ADMIN }));
    expect(await errorOf(iam.send(new DeleteRoleCommand({ RoleName: 'r' })))).toBe('DeleteConflictException');
    expect(await errorOf(iam.send(new DeleteRoleCommand({ RoleName: 'x' })))).toBe('NoSuchEntityException');
  });

  it.each([
    ['no JSON', '{'],
    ['no statement', '{"Version":"2012-10-17"}'],
    ['a resource', TRUST.replace('"Effect"', '"Resource":"*","Effect"')],
    [
      'no principal',
      TRUST.replace('"Principal"', '"Sid"').replace('{"Service":"sagemaker.amazonaws.com"}', '"x"'),
    ],
    ['an unknown version', TRUST.replace('2012-10-17', '2020-01-01')],
  ])('refuse a trust policy with %s', async (_, PolicyDocument) => {
    await role('r');
    const command = new UpdateAssumeRolePolicyCommand({ RoleName: 'r', PolicyDocument });
    expect(await errorOf(test.aws.iam.send(command))).toBe('MalformedPolicyDocumentException');
    expect(
      await errorOf(
        test.aws.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'r', PolicyDocument: TRUST })),
      ),
    ).toBe('none');
  });
});

describe('protected roles', () => {
  it.each([
    [
      'service-linked',
      () => test.sandbox.admin.createServiceLinkedRole('sagemaker.amazonaws.com', 'Protected'),
    ],
    ['SSO', () => test.sandbox.admin.createSsoRole('Protected', [ADMIN])],
  ])('a %s role cannot be changed', async (_, make) => {
    const { iam } = test.aws;
    expect(make()).toMatch(
      /^arn:aws:iam::111122223333:role\/(aws-service-role\/sagemaker|aws-reserved\/sso)\./,
    );
    const RoleName = 'Protected';
    const PolicyDocument = JSON.stringify({ Statement: { Effect: 'Deny', Action: '*', Resource: '*' } });
    const changes = [
      () => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: ADMIN })),
      () => iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument })),
      () => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: TRUST })),
      () => iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'a', Value: 'b' }] })),
      () => iam.send(new DeleteRoleCommand({ RoleName })),
    ];
    for (const change of changes) expect(await errorOf(change())).toBe('UnmodifiableEntityException');
  });

  it('cannot be created by CreateRole', async () => {
    expect(await errorOf(role('x', '/aws-service-role/x.amazonaws.com/'))).toBe('InvalidInputException');
  });
});
