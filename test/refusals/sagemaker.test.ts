import { describe, expect, it } from '@jest/globals';
import { CreateDomainCommand, DescribeDomainCommand } from '@aws-sdk/client-sagemaker';
import type { ResourceRef } from '../../core/resource';
import { onSandbox } from '../rules/on-sandbox';
import { met } from './met';

describe('studio-vpc-only', () => {
  const account = onSandbox('studio-vpc-only');

  async function domain(): Promise<ResourceRef> {
    const client = await account.clients.sagemaker();
    const { DomainId = '' } = await client.send(
      new CreateDomainCommand({
        DomainName: 'research',
        AuthMode: 'IAM',
        VpcId: 'vpc-0ml',
        SubnetIds: ['subnet-0a', 'subnet-0b'],
        DefaultUserSettings: {
          ExecutionRole: 'arn:aws:iam::111122223333:role/studio',
          SecurityGroups: ['sg-0ml'],
        },
      }),
    );
    await account.wait();
    return { type: 'AWS::SageMaker::Domain', id: DomainId };
  }

  it('an approved step of an older version, without VPC and subnets: a ticket with AWS’s words, nothing changed', async () => {
    const ref = await domain();
    const older = account.ports.rules.map((rule) => ({
      ...rule,
      perform: (...[step, clients]: Parameters<typeof rule.perform>) => {
        const {
          VpcId: _,
          SubnetIds: __,
          ...input
        } = { ...(step.input as Readonly<Record<string, unknown>>) };
        return rule.perform({ ...step, input }, clients);
      },
    }));
    await account.run(ref, { ...account.ports, rules: older });
    expect(await account.record(ref)).toMatchObject({
      status: 'fail',
      outcome: 'failed',
      because: expect.stringContaining('VpcId and Subnet IDs are required'),
    });
    expect(met(account.sandbox, 'sagemaker-vpc-only-without-subnets')).toBe(1);
    expect([...account.tickets.all.values()][0]?.texts[0]?.body).toContain('Subnet IDs are required');
    const client = await account.clients.sagemaker();
    expect(await client.send(new DescribeDomainCommand({ DomainId: ref.id }))).toMatchObject({
      AppNetworkAccessType: 'PublicInternetOnly',
      Status: 'InService',
    });
  });

  it('names VPC and subnets there and back, so that it does not meet it', async () => {
    const ref = await domain();
    expect(await account.settle(ref)).toMatchObject({ status: 'pass', outcome: 'fixed' });
    expect(await account.undo(ref)).toMatchObject({ status: 'done' });
    const sent = account.sandbox.calls().filter(({ operation }) => operation === 'UpdateDomain');
    const network = { VpcId: 'vpc-0ml', SubnetIds: ['subnet-0a', 'subnet-0b'] };
    expect(sent).toMatchObject([
      { input: { ...network, AppNetworkAccessType: 'VpcOnly' }, errorCode: undefined },
      { input: { ...network, AppNetworkAccessType: 'PublicInternetOnly' }, errorCode: undefined },
    ]);
  });
});
