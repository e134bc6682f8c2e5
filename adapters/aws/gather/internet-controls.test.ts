import { describe, expect, it } from '@jest/globals';
import { EC2ServiceException } from '@aws-sdk/client-ec2';
import { gather, unreadableReason, valueOf } from '../fixtures/gathering';
import type { Stubs } from '../fixtures/stub-clients';

const refusal = (name: string) =>
  new EC2ServiceException({ name, message: name, $fault: 'client', $metadata: { httpStatusCode: 400 } });

describe('VPC Block Public Access', () => {
  const set = (mode: 'off' | 'block-bidirectional'): Stubs => ({
    'ec2:DescribeVpcBlockPublicAccessOptions': () => ({
      VpcBlockPublicAccessOptions: {
        AwsAccountId: '111122223333',
        AwsRegion: 'us-east-1',
        State: 'update-complete',
        InternetGatewayBlockMode: mode,
        ManagedBy: 'account',
        ExclusionsAllowed: 'allowed',
        LastUpdateTimestamp: new Date(0),
      },
    }),
    'ec2:DescribeVpcBlockPublicAccessExclusions': ({ NextToken }) => ({
      VpcBlockPublicAccessExclusions: [
        {
          ExclusionId: NextToken ?? 'first',
          ResourceArn: 'arn:aws:ec2:us-east-1:111122223333:vpc/vpc-1',
          InternetGatewayExclusionMode: 'allow-egress',
          State: 'create-complete',
        },
      ],
      ...(NextToken === undefined ? { NextToken: 'second' } : {}),
    }),
  });

  it('is one call where it is off: exclusions change nothing then', async () => {
    const { snapshot, calls } = await gather(set('off'), { blockPublicAccess: 'all' });
    expect(valueOf(snapshot, 'blockPublicAccess')).toEqual({
      VpcBlockPublicAccessOptions: {
        State: 'update-complete',
        InternetGatewayBlockMode: 'off',
        ManagedBy: 'account',
        ExclusionsAllowed: 'allowed',
      },
    });
    expect(calls).toEqual({ 'ec2:DescribeVpcBlockPublicAccessOptions': 1 });
  });

  it('comes with all pages of its exclusions where it blocks', async () => {
    const { snapshot } = await gather(set('block-bidirectional'), { blockPublicAccess: 'all' });
    const { VpcBlockPublicAccessExclusions: exclusions } = valueOf(snapshot, 'blockPublicAccess');
    expect(exclusions?.map(({ ExclusionId }) => ExclusionId)).toEqual(['first', 'second']);
  });

  it('is unreadable if either call is denied', async () => {
    for (const call of ['Options', 'Exclusions'] as const) {
      const denied = `ec2:DescribeVpcBlockPublicAccess${call}` as const;
      const { snapshot } = await gather(
        {
          ...set('block-bidirectional'),
          [denied]: () => {
            throw refusal('UnauthorizedOperation');
          },
        },
        { blockPublicAccess: 'all' },
      );
      expect(unreadableReason(snapshot, 'blockPublicAccess')).toContain(denied);
    }
  });
});

describe('encryption controls', () => {
  it('are read with what they exclude', async () => {
    const { snapshot } = await gather(
      {
        'ec2:DescribeVpcEncryptionControls': () => ({
          VpcEncryptionControls: [
            {
              VpcId: 'vpc-1',
              VpcEncryptionControlId: 'vpcec-1',
              Mode: 'enforce',
              State: 'available',
              ResourceExclusions: { NatGateway: { State: 'enabled' }, Lambda: { State: 'disabled' } },
            },
          ],
        }),
      },
      { encryptionControls: 'all' },
    );
    expect(valueOf(snapshot, 'encryptionControls')).toEqual([
      {
        VpcId: 'vpc-1',
        Mode: 'enforce',
        State: 'available',
        ResourceExclusions: { NatGateway: { State: 'enabled' } },
      },
    ]);
  });

  it.each([
    ['InvalidAction', 'read'],
    ['UnauthorizedOperation', 'unreadable'],
  ])('%s: %s', async (code, status) => {
    const { snapshot } = await gather(
      {
        'ec2:DescribeVpcEncryptionControls': () => {
          throw refusal(code);
        },
      },
      { encryptionControls: 'all' },
    );
    expect(snapshot.read('encryptionControls').status).toBe(status);
  });
});
