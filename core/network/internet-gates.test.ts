import { describe, expect, it } from '@jest/globals';
import type {
  Subnet,
  VpcBlockPublicAccessExclusion,
  VpcBlockPublicAccessOptions,
  VpcEncryptionControl,
} from '@aws-sdk/client-ec2';
import { type GivenAccount, snapshotOf } from '../../test/rules/given';
import type { Gate } from './block-public-access';
import { describeGates, gatePassage } from './internet-gates';
import { networkOf } from './network';

const arn = 'arn:aws:ec2:us-east-1:111122223333:';
const own: Subnet = { SubnetId: 'subnet-0n', VpcId: 'vpc-0ml', OwnerId: '111122223333' };
const other: Subnet = { ...own, SubnetId: 'subnet-0p' };
const options = (mode: VpcBlockPublicAccessOptions['InternetGatewayBlockMode'], rest = {}) => ({
  State: 'update-complete' as const,
  InternetGatewayBlockMode: mode,
  ExclusionsAllowed: 'allowed' as const,
  ManagedBy: 'account' as const,
  ...rest,
});
const exclusion = (
  on: string,
  mode: VpcBlockPublicAccessExclusion['InternetGatewayExclusionMode'] = 'allow-bidirectional',
  state: VpcBlockPublicAccessExclusion['State'] = 'create-complete',
): VpcBlockPublicAccessExclusion => ({
  ExclusionId: 'vpcbpa-exclude-0a',
  ResourceArn: `${arn}${on}`,
  InternetGatewayExclusionMode: mode,
  State: state,
});

interface Facts {
  readonly options?: VpcBlockPublicAccessOptions;
  readonly exclusions?: VpcBlockPublicAccessExclusion[];
  readonly controls?: VpcEncryptionControl[];
  readonly subnets?: Subnet[];
  readonly given?: GivenAccount;
}

function networkWith({ options: set = options('off'), exclusions, controls = [], subnets, given }: Facts) {
  return networkOf(
    snapshotOf({
      subnets: subnets ?? [own, other],
      blockPublicAccess: {
        VpcBlockPublicAccessOptions: set,
        ...(exclusions === undefined ? {} : { VpcBlockPublicAccessExclusions: exclusions }),
      },
      encryptionControls: controls,
      ...given,
    }),
  );
}

/** `subnetId` undefined: a regional NAT gateway, which is in no subnet. */
const at = (...ids: readonly (string | undefined)[]) =>
  ids.map((subnetId) => ({ vpcId: 'vpc-0ml', subnetId }));

describe('VPC Block Public Access', () => {
  const bidirectional = options('block-bidirectional');
  const ingress = options('block-ingress');

  it.each<[string, Facts, Record<Gate, 'open' | 'closed' | 'unknown'>]>([
    ['off', {}, { nat: 'open', 'egress-only': 'open', 'internet-gateway': 'open' }],
    [
      'both directions',
      { options: bidirectional, exclusions: [] },
      { nat: 'closed', 'egress-only': 'closed', 'internet-gateway': 'closed' },
    ],
    [
      'ingress',
      { options: ingress, exclusions: [] },
      { nat: 'open', 'egress-only': 'open', 'internet-gateway': 'closed' },
    ],
    [
      'both directions, the VPC excluded',
      { options: bidirectional, exclusions: [exclusion('vpc/vpc-0ml')] },
      { nat: 'open', 'egress-only': 'open', 'internet-gateway': 'open' },
    ],
    [
      'both directions, another VPC excluded',
      { options: bidirectional, exclusions: [exclusion('vpc/vpc-0other')] },
      { nat: 'closed', 'egress-only': 'closed', 'internet-gateway': 'closed' },
    ],
    [
      'both directions, the VPC excluded for egress',
      { options: bidirectional, exclusions: [exclusion('vpc/vpc-0ml', 'allow-egress')] },
      { nat: 'open', 'egress-only': 'open', 'internet-gateway': 'unknown' },
    ],
    [
      'ingress, the VPC excluded for egress: changes nothing',
      { options: ingress, exclusions: [exclusion('vpc/vpc-0ml', 'allow-egress')] },
      { nat: 'open', 'egress-only': 'open', 'internet-gateway': 'closed' },
    ],
    [
      'both directions, exclusions not read',
      { options: bidirectional },
      { nat: 'unknown', 'egress-only': 'unknown', 'internet-gateway': 'unknown' },
    ],
    [
      'being changed',
      { options: options('block-bidirectional', { State: 'update-in-progress' }), exclusions: [] },
      { nat: 'unknown', 'egress-only': 'unknown', 'internet-gateway': 'unknown' },
    ],
    [
      'without a mode',
      { options: options(undefined), exclusions: [] },
      { nat: 'unknown', 'egress-only': 'unknown', 'internet-gateway': 'unknown' },
    ],
    [
      'a mode that is not known yet',
      { options: options('block-egress' as 'off'), exclusions: [] },
      { nat: 'unknown', 'egress-only': 'unknown', 'internet-gateway': 'unknown' },
    ],
    [
      'not read',
      { given: { blockPublicAccess: 'unreadable' } },
      { nat: 'unknown', 'egress-only': 'unknown', 'internet-gateway': 'unknown' },
    ],
    [
      'not read, but the subnets say that it is off',
      {
        given: { blockPublicAccess: 'unreadable' },
        subnets: [own, other].map((one) => ({
          ...one,
          BlockPublicAccessStates: { InternetGatewayBlockMode: 'off' as const },
        })),
      },
      { nat: 'open', 'egress-only': 'open', 'internet-gateway': 'open' },
    ],
    [
      'subnets of another account',
      { subnets: [own, other].map((one) => ({ ...one, OwnerId: '999988887777' })) },
      { nat: 'unknown', 'egress-only': 'unknown', 'internet-gateway': 'unknown' },
    ],
  ])('%s', (_, facts, expected) => {
    const network = networkWith(facts);
    const seen = (['nat', 'egress-only', 'internet-gateway'] as const).map((gate) => [
      gate,
      gatePassage(network, gate, at('subnet-0n', 'subnet-0p')).is,
    ]);
    expect(Object.fromEntries(seen)).toEqual(expected);
  });

  it.each([
    ['both subnets', ['subnet/subnet-0n', 'subnet/subnet-0p'], ['subnet-0n', 'subnet-0p'], 'open'],
    ['only that of the NAT gateway', ['subnet/subnet-0p'], ['subnet-0n', 'subnet-0p'], 'unknown'],
    ['only that of the notebook', ['subnet/subnet-0n'], ['subnet-0n', 'subnet-0p'], 'unknown'],
    ['the subnet, of a regional NAT gateway', ['subnet/subnet-0n'], ['subnet-0n', undefined], 'unknown'],
    ['the VPC, of a regional NAT gateway', ['vpc/vpc-0ml'], ['subnet-0n', undefined], 'open'],
  ] as const)('exclusions of %s', (_, on, ids, is) => {
    const network = networkWith({ options: bidirectional, exclusions: on.map((one) => exclusion(one)) });
    expect(gatePassage(network, 'nat', at(...ids)).is).toBe(is);
  });

  it.each([
    ['create-complete', 'open'],
    ['update-complete', 'open'],
    ['create-failed', 'closed'],
    ['delete-complete', 'closed'],
    ['disable-complete', 'closed'],
    ['create-in-progress', 'unknown'],
    ['delete-in-progress', 'unknown'],
    ['disable-in-progress', 'unknown'],
    ['update-in-progress', 'unknown'],
    ['update-failed', 'unknown'],
    [undefined, 'unknown'],
  ] as const)('an exclusion in state %s', (State, is) => {
    const exclusions = [{ ...exclusion('vpc/vpc-0ml'), State }];
    const network = networkWith({ options: bidirectional, exclusions });
    expect(gatePassage(network, 'nat', at('subnet-0n')).is).toBe(is);
  });

  it.each([
    ['without what it is for', [{ ...exclusion('vpc/vpc-0ml'), ResourceArn: undefined }]],
    ['of a mode not known yet', [exclusion('vpc/vpc-0ml', 'allow-some' as 'allow-egress')]],
  ])('an exclusion %s decides nothing', (_, exclusions) => {
    const network = networkWith({ options: bidirectional, exclusions });
    expect(gatePassage(network, 'nat', at('subnet-0n')).is).toBe('unknown');
  });

  it('names the policy of the organization', () => {
    const network = networkWith({
      options: options('block-bidirectional', { ManagedBy: 'declarative-policy' }),
      exclusions: [],
    });
    expect(gatePassage(network, 'nat', at('subnet-0n'))).toMatchObject({
      because: expect.stringContaining('by a declarative policy of the organization'),
    });
    expect(describeGates(network, 'vpc-0ml')).toEqual([
      'VPC Block Public Access of account 111122223333 is block-bidirectional, by a declarative policy',
    ]);
  });
});

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
    expect(gatePassage(networkWith({ controls: [one] }), 'nat', at('subnet-0n')).is).toBe(is);
  });

  it('are described with what they exclude', () => {
    const one = control({ Mode: 'enforce', State: 'available', ResourceExclusions: spare('enabled') });
    expect(describeGates(networkWith({ controls: [one] }), 'vpc-0ml')).toEqual([
      'vpc-0ml has an encryption control in enforce mode (available), without NAT gateways',
    ]);
  });

  it('leave closed what Block Public Access closes', () => {
    const network = networkWith({
      options: options('block-bidirectional'),
      exclusions: [],
      given: { encryptionControls: 'unreadable' },
    });
    expect(gatePassage(network, 'nat', at('subnet-0n')).is).toBe('closed');
    const open = networkWith({ given: { encryptionControls: 'unreadable' } });
    expect(gatePassage(open, 'nat', at('subnet-0n')).is).toBe('unknown');
  });
});
