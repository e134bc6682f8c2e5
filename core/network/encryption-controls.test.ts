import { describe, expect, it } from '@jest/globals';
import type { VpcEncryptionControl } from '@aws-sdk/client-ec2';
import { type GivenAccount, snapshotOf } from '../../test/rules/given';
import { describeGates, gatePassage } from './internet-gates';
import { networkOf } from './network';

function networkWith(
  controls: VpcEncryptionControl[],
  mode: 'off' | 'block-bidirectional' = 'off',
  more: GivenAccount = {},
) {
  return networkOf(
    snapshotOf({
      subnets: [{ SubnetId: 'subnet-0n', VpcId: 'vpc-0ml', OwnerId: '111122223333' }],
      blockPublicAccess: {
        VpcBlockPublicAccessOptions: { State: 'update-complete', InternetGatewayBlockMode: mode },
        VpcBlockPublicAccessExclusions: [],
      },
      encryptionControls: controls,
      ...more,
    }),
  );
}

const here = [{ vpcId: 'vpc-0ml', subnetId: 'subnet-0n' }];

describe('encryption controls', () => {
  const control = (rest: VpcEncryptionControl): VpcEncryptionControl => ({ VpcId: 'vpc-0ml', ...rest });
  const spare = (State: 'enabled' | 'enabling' | 'disabled') => ({ NatGateway: { State } });

  it.each<[string, VpcEncryptionControl, 'open' | 'unknown']>([
    ['of another VPC', { VpcId: 'vpc-0other', Mode: 'enforce', State: 'available' }, 'open'],
    ['that monitors', control({ Mode: 'monitor', State: 'available' }), 'open'],
    ['that monitors and could not be deleted', control({ Mode: 'monitor', State: 'delete-failed' }), 'open'],
    ['that is gone', control({ Mode: 'enforce', State: 'deleted' }), 'open'],
    ['that enforces', control({ Mode: 'enforce', State: 'available' }), 'unknown'],
    ['that is about to', control({ Mode: 'monitor', State: 'enforce-in-progress' }), 'unknown'],
    [
      'that enforces and excludes NAT',
      control({ Mode: 'enforce', State: 'available', ResourceExclusions: spare('enabled') }),
      'open',
    ],
    [
      'that is about to exclude NAT',
      control({ Mode: 'enforce', State: 'available', ResourceExclusions: spare('enabling') }),
      'unknown',
    ],
    ['without a mode', control({ State: 'available' }), 'unknown'],
    ['of a VPC that is not shown', { Mode: 'monitor', State: 'available' }, 'unknown'],
  ])('one %s', (_, one, is) => {
    expect(gatePassage(networkWith([one]), 'nat', here).is).toBe(is);
  });

  it('are described with what they exclude', () => {
    const one = control({ Mode: 'enforce', State: 'available', ResourceExclusions: spare('enabled') });
    expect(describeGates(networkWith([one]), 'vpc-0ml')).toEqual([
      'vpc-0ml has an encryption control in enforce mode (available), without NAT gateways',
    ]);
  });

  it('leave closed what Block Public Access closes', () => {
    const unread: GivenAccount = { encryptionControls: 'unreadable' };
    const network = networkWith([], 'block-bidirectional', unread);
    expect(gatePassage(network, 'nat', here).is).toBe('closed');
    const open = networkWith([], 'off', unread);
    expect(gatePassage(open, 'nat', here).is).toBe('unknown');
  });
});
