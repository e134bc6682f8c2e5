import { DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { GetRolePolicyCommand } from '@aws-sdk/client-iam';
import { DescribeNotebookInstanceCommand, ListDomainsCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from '@jest/globals';
import { useAccount } from '../testing/account';
import { readSeed, seedAccount, seedNames } from '.';
import { parseSeed } from './seed';

const test = useAccount();

const seed = (...calls: object[]) => seedAccount(test.sandbox, parseSeed(JSON.stringify(calls), 's'), 's');
const vpc = { call: 'ec2:CreateVpc', input: { CidrBlock: '10.0.0.0/16' }, as: 'vpc' };

describe('a seed', () => {
  it('performs its calls, each with the answers of earlier ones', async () => {
    const document = {
      Statement: [{ Effect: 'Allow', Action: 'ec2:*', Resource: { $ref: 'role.Role.Arn' } }],
    };
    const trust = {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 'sagemaker.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    };
    await seed(
      {
        call: 'iam:CreateRole',
        input: { RoleName: 'r', AssumeRolePolicyDocument: { $json: trust } },
        as: 'role',
      },
      {
        call: 'iam:PutRolePolicy',
        input: {
          RoleName: { $ref: 'role.Role.RoleName' },
          PolicyName: { $text: ['in-', { $ref: 'account.Region' }, '-', { $ref: 'account.Id' }] },
          PolicyDocument: { $json: { Version: '2012-10-17', ...document } },
        },
      },
    );
    const name = { RoleName: 'r', PolicyName: 'in-us-east-1-111122223333' };
    const { PolicyDocument } = await test.aws.iam.send(new GetRolePolicyCommand(name));
    expect(JSON.parse(decodeURIComponent(PolicyDocument ?? ''))).toMatchObject({
      Statement: [{ Resource: 'arn:aws:iam::111122223333:role/r' }],
    });
  });

  it('finds every resource in its final state', async () => {
    await seedAccount(test.sandbox, readSeed('open'), 'open');
    const name = { NotebookInstanceName: 'fraud-model' };
    const notebook = await test.aws.sagemaker.send(new DescribeNotebookInstanceCommand(name));
    expect(notebook).toMatchObject({ NotebookInstanceStatus: 'InService', DirectInternetAccess: 'Enabled' });
    expect(test.sandbox.clock.pending()).toEqual([]);
  });

  it.each([
    ['closed', { vpcs: 1, domains: ['VpcOnly'] }],
    ['open', { vpcs: 1, domains: ['PublicInternetOnly'] }],
    ['empty', { vpcs: 0, domains: [] }],
  ])('%s is a seed of the package, and AWS refuses none of its calls', async (name, { vpcs, domains }) => {
    await seedAccount(test.sandbox, readSeed(name), name);
    // Exactly the calls of the seed succeeded.
    const answered = test.sandbox.calls().map(({ errorCode = 'none' }) => errorCode);
    expect(answered).toEqual(readSeed(name).map(() => 'none'));
    const made = await test.aws.ec2.send(new DescribeVpcsCommand({}));
    expect(made.Vpcs).toHaveLength(vpcs);
    const { Domains = [] } = await test.aws.sagemaker.send(new ListDomainsCommand({}));
    expect(Domains.map(({ Status }) => Status)).toEqual(domains.map(() => 'InService'));
  });

  it('has a test for every name', () => {
    expect(seedNames()).toEqual(['closed', 'empty', 'open']);
  });

  it('ends at the first call that AWS refuses, with its message', async () => {
    const subnet = (CidrBlock: string) => ({
      call: 'ec2:CreateSubnet',
      input: { VpcId: { $ref: 'vpc.Vpc.VpcId' }, CidrBlock },
    });
    await expect(seed(vpc, subnet('10.0.1.0/24'), subnet('10.0.1.0/24'))).rejects.toThrow(
      /^seed s: \[2\] ec2:CreateSubnet: InvalidSubnet\.Conflict: The CIDR '10\.0\.1\.0\/24' conflicts/,
    );
    await expect(seed({ call: 'ec2:CreateVpc', input: { CidrBlok: '10.0.0.0/16' } })).rejects.toThrow(
      /^seed s: \[0\] ec2:CreateVpc: MissingParameter/,
    );
  });

  it.each([
    [{ call: 'ec2:CreateVpc', input: { CidrBlock: { $ref: 'x.Y' } } }, 'no earlier call is called x'],
    [
      { call: 'ec2:DeleteVpc', input: { VpcId: { $ref: 'vpc.Vpc.Id' } } },
      '$ref vpc.Vpc.Id: the answer has no Id',
    ],
    [{ call: 'ec2:DeleteVpc', input: { VpcId: { $ref: 'vpc.Vpc.VpcId.x' } } }, 'the answer has no x'],
    [{ call: 'ec2:DeleteVpc', input: { VpcId: { $ref: 7 } } }, '$ref is not a text'],
    [{ call: 'ec2:DeleteVpc', input: { VpcId: { $text: 'a' } } }, '$text is not a list'],
    [{ call: 'ec2:DeleteVpc', input: { VpcId: { $text: [7] } } }, '$text holds 7, which is not a text'],
    [{ call: 'ec2:DeleteVpc', input: { VpcId: { $reff: 'a' } } }, '$reff is neither $ref, $text nor $json'],
    [{ call: 'ec2:DeleteVpc', input: { $json: {} } }, 'input is not an object'],
    [{ call: 'glue:CreateJob' }, 'there is no service glue; there are cloudformation, '],
    [{ call: 'ec2:MakeVpc' }, 'AWS has no operation MakeVpc of ec2'],
  ])('%j is refused: %s', async (call, says) => {
    await expect(seed(vpc, call)).rejects.toThrow(`seed s: [1] ${call.call}: `);
    await expect(seed(vpc, call)).rejects.toThrow(says);
  });
});
