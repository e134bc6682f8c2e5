import { describe, expect, it } from '@jest/globals';
import type { RouteTable, VpcEndpoint } from '@aws-sdk/client-ec2';
import { snapshotOf } from '../../test/rules/given';
import { networkOf } from './network';
import { routeTableOf } from './routes';

const VpcId = 'vpc-1';
const main: RouteTable = { RouteTableId: 'rtb-main', VpcId, Associations: [{ Main: true }], Routes: [] };
const own: RouteTable = {
  RouteTableId: 'rtb-own',
  VpcId,
  Associations: [{ SubnetId: 'subnet-1' }],
  Routes: [],
};
const gateway: VpcEndpoint = {
  VpcEndpointId: 'vpce-s3',
  VpcEndpointType: 'Gateway',
  VpcId,
  ServiceName: 'com.amazonaws.us-east-1.s3',
  State: 'Available',
  RouteTableIds: ['rtb-main', 'rtb-own'],
};

function tableOf(subnetId: string, routeTables: RouteTable[], endpoints: VpcEndpoint[]) {
  return routeTableOf(networkOf(snapshotOf({ routeTables, endpoints })), subnetId, VpcId);
}

describe('a route table that a gateway endpoint names and that is not among the tables', () => {
  it('leaves open which table a subnet without one of its own has', () => {
    expect(tableOf('subnet-1', [main], [gateway])).toEqual({
      missing: 'what an association of route table rtb-own is with',
    });
    expect(tableOf('subnet-1', [main], [{ ...gateway, VpcId: 'vpc-2' }])).toMatchObject({
      is: { how: 'main' },
    });
    expect(tableOf('subnet-1', [main], [])).toMatchObject({ is: { how: 'main' } });
  });

  it('changes nothing for a subnet that has one, or where all are listed', () => {
    expect(tableOf('subnet-1', [own], [gateway])).toMatchObject({ is: { how: 'its own' } });
    expect(tableOf('subnet-2', [main, own], [gateway])).toMatchObject({ is: { how: 'main' } });
  });

  it('is not the only thing that is missing if no table was read', () => {
    expect(tableOf('subnet-1', [], [gateway])).toEqual({ missing: 'the route tables of vpc-1' });
  });
});
