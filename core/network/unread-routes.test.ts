import { describe, expect, it } from '@jest/globals';
import type { Route } from '@aws-sdk/client-ec2';
import { snapshotOf } from '../../test/rules/given';
import { throughNat } from './internet';
import { networkOf } from './network';

const VpcId = 'vpc-1';
const toNat: Route = { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1', State: 'active' };
const toInternet: Route = { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'active' };
const listed = (more: Route): Route => ({ DestinationPrefixListId: 'pl-1', State: 'active', ...more });

/** A subnet with these routes beside a NAT gateway whose own subnet has the others. */
function answer(own: readonly Route[], ofGateway: readonly Route[] = [toInternet]) {
  const table = (RouteTableId: string, SubnetId: string, Routes: readonly Route[]) => ({
    RouteTableId,
    VpcId,
    Associations: [{ SubnetId }],
    Routes: [...Routes],
  });
  const network = networkOf(
    snapshotOf({
      prefixLists: [],
      blockPublicAccess: { VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: 'off' } },
      encryptionControls: [],
      natGateways: [
        {
          NatGatewayId: 'nat-1',
          VpcId,
          SubnetId: 'subnet-public',
          State: 'available',
          ConnectivityType: 'public',
        },
      ],
      routeTables: [table('rtb-own', 'subnet-1', own), table('rtb-public', 'subnet-public', ofGateway)],
    }),
  );
  return throughNat(network, 'subnet-1', VpcId);
}

describe('a route that was not read as a whole', () => {
  it.each<[string, readonly Route[], readonly Route[], string]>([
    [
      'to a prefix list that may hold SageMaker’s addresses',
      [toNat, listed({ TransitGatewayId: 'tgw-1' })],
      [toInternet],
      'pl-1',
    ],
    [
      'of the NAT gateway’s subnet, to such a list',
      [toNat],
      [toInternet, listed({ TransitGatewayId: 'tgw-1' })],
      'pl-1',
    ],
    [
      'without its state',
      [{ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' }],
      [toInternet],
      'the state of the route to nat-1',
    ],
    [
      'of the NAT gateway’s subnet, without its state',
      [toNat],
      [{ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' }],
      'igw-1',
    ],
  ])('%s makes it unknown whether NAT is used', (_, own, ofGateway, missing) => {
    expect(answer(own, ofGateway)).toEqual({
      status: 'unknown',
      missing: [expect.stringContaining(missing) as unknown],
    });
  });

  it('to a list of a gateway endpoint decides nothing: it holds addresses of S3 or DynamoDB', () => {
    expect(answer([toNat, listed({ GatewayId: 'vpce-1' })])).toMatchObject({ status: 'yes' });
  });
});
