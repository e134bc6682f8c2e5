import { describe, expect, it } from '@jest/globals';
import {
  CreateAppCommand,
  CreateDomainCommand,
  CreateUserProfileCommand,
  DeleteAppCommand,
  DescribeDomainCommand,
  DescribeUserProfileCommand,
  ListAppsCommand,
  ListDomainsCommand,
  ListUserProfilesCommand,
  UpdateDomainCommand,
  type CreateDomainRequest,
} from '@aws-sdk/client-sagemaker';
import { useAccount } from '../../testing/account';
import { errorOf } from '../../testing/clients';

const test = useAccount();
const HOUR = 3_600_000;

/** The network settings that AWS requires again in an update, although the domain has them. */
const network = { VpcId: 'vpc-1', SubnetIds: ['subnet-1', 'subnet-2'] };

async function domain(extra: Partial<CreateDomainRequest> = {}): Promise<string> {
  const { DomainId = '' } = await test.aws.sagemaker.send(
    new CreateDomainCommand({
      DomainName: 'studio',
      AuthMode: 'IAM',
      DefaultUserSettings: { ExecutionRole: 'arn:aws:iam::111122223333:role/studio' },
      ...network,
      ...extra,
    }),
  );
  return DomainId;
}

describe('Studio domains', () => {
  it('start pending and public, and can be changed to VpcOnly', async () => {
    const { sagemaker } = test.aws;
    const DomainId = await domain();
    expect(await errorOf(sagemaker.send(new UpdateDomainCommand({ DomainId })))).toBe('ResourceInUse');
    await test.sandbox.clock.advance(HOUR);
    const before = await sagemaker.send(new DescribeDomainCommand({ DomainId }));
    expect([before.Status, before.AppNetworkAccessType]).toEqual(['InService', 'PublicInternetOnly']);
    const vpcOnly = { DomainId, AppNetworkAccessType: 'VpcOnly' } as const;
    expect(await errorOf(sagemaker.send(new UpdateDomainCommand(vpcOnly)))).toBe('ValidationException');
    await sagemaker.send(new UpdateDomainCommand({ ...vpcOnly, ...network }));
    expect((await sagemaker.send(new DescribeDomainCommand({ DomainId }))).Status).toBe('Updating');
    await test.sandbox.clock.advance(HOUR);
    const after = await sagemaker.send(new DescribeDomainCommand({ DomainId }));
    expect([after.Status, after.AppNetworkAccessType]).toEqual(['InService', 'VpcOnly']);
    expect(after.DefaultUserSettings?.ExecutionRole).toBe('arn:aws:iam::111122223333:role/studio');
  });

  it('keep their network mode and subnets until their apps are deleted', async () => {
    const { sagemaker } = test.aws;
    const DomainId = await domain();
    await test.sandbox.clock.advance(HOUR);
    const UserProfileName = 'ann';
    await sagemaker.send(new CreateUserProfileCommand({ DomainId, UserProfileName }));
    const app = { DomainId, UserProfileName, AppType: 'JupyterServer' as const, AppName: 'default' };
    const update = () =>
      errorOf(
        sagemaker.send(new UpdateDomainCommand({ DomainId, AppNetworkAccessType: 'VpcOnly', ...network })),
      );
    const statuses = async () =>
      (await sagemaker.send(new ListAppsCommand({ DomainIdEquals: DomainId }))).Apps?.map(
        (one) => one.Status,
      );
    await sagemaker.send(new CreateAppCommand(app));
    expect([await statuses(), await update()]).toEqual([['Pending'], 'ValidationException']);
    await test.sandbox.clock.advance(HOUR);
    expect([await statuses(), await update()]).toEqual([['InService'], 'ValidationException']);
    expect(
      await errorOf(sagemaker.send(new UpdateDomainCommand({ DomainId, SubnetIds: ['subnet-1'] }))),
    ).toBe('ValidationException');
    await sagemaker.send(new DeleteAppCommand(app));
    expect([await statuses(), await update()]).toEqual([['Deleting'], 'ValidationException']);
    await test.sandbox.clock.advance(HOUR);
    expect([await statuses(), await update()]).toEqual([['Deleted'], 'none']);
  });

  it('never change their network mode with RStudio', async () => {
    const { sagemaker } = test.aws;
    const role = 'arn:aws:iam::111122223333:role/rstudio';
    const DomainId = await domain({
      DomainSettings: { RStudioServerProDomainSettings: { DomainExecutionRoleArn: role } },
    });
    await test.sandbox.clock.advance(HOUR);
    const update = new UpdateDomainCommand({ DomainId, AppNetworkAccessType: 'VpcOnly', ...network });
    expect(await errorOf(sagemaker.send(update))).toBe('ValidationException');
  });

  it('have an error of their own for a wrong id', async () => {
    const { sagemaker } = test.aws;
    const DomainId = 'd-000000000000';
    expect(await errorOf(sagemaker.send(new DescribeDomainCommand({ DomainId })))).toBe('ResourceNotFound');
    expect(await errorOf(sagemaker.send(new UpdateDomainCommand({ DomainId })))).toBe('ResourceNotFound');
    const profile = { DomainId, UserProfileName: 'nobody' };
    expect(await errorOf(sagemaker.send(new DescribeUserProfileCommand(profile)))).toBe('ResourceNotFound');
    const app = { ...profile, AppType: 'JupyterServer' as const, AppName: 'x' };
    expect(await errorOf(sagemaker.send(new DeleteAppCommand(app)))).toBe('ResourceNotFound');
  });

  it('are listed in pages, and so are their profiles', async () => {
    const { sagemaker } = test.aws;
    const ids = [await domain(), await domain(), await domain()];
    const first = await sagemaker.send(new ListDomainsCommand({ MaxResults: 2 }));
    const second = await sagemaker.send(new ListDomainsCommand({ NextToken: first.NextToken }));
    expect([...(first.Domains ?? []), ...(second.Domains ?? [])].map((one) => one.DomainId)).toEqual(ids);
    const DomainId = ids[0];
    for (const UserProfileName of ['ann', 'bob']) {
      await sagemaker.send(
        new CreateUserProfileCommand({
          DomainId,
          UserProfileName,
          UserSettings: { SecurityGroups: ['sg-1'] },
        }),
      );
    }
    const page = await sagemaker.send(
      new ListUserProfilesCommand({ DomainIdEquals: DomainId, MaxResults: 1 }),
    );
    expect(page.UserProfiles?.map((one) => one.UserProfileName)).toEqual(['ann']);
    expect(page.NextToken).toBeDefined();
    const bob = await sagemaker.send(new DescribeUserProfileCommand({ DomainId, UserProfileName: 'bob' }));
    expect(bob.UserSettings?.SecurityGroups).toEqual(['sg-1']);
  });
});
