import { describe, expect, it } from '@jest/globals';
import type { SliceName, Slices } from '../../../core/slices';
import { gatheredPlace } from '../fixtures/gathering';
import { smallAccount } from '../fixtures/small-account';
import { stubClients } from '../fixtures/stub-clients';
import { dnsReader } from './dns';
import type { GatherContext } from './gatherer';
import { gatherers } from './gatherers';

/** The contents of the other slices, so that only the calls of the gatherer under test are made. */
const others: Partial<Slices> = {
  endpoints: [],
  routeTables: [{ RouteTableId: 'rtb-1', VpcId: 'vpc-1', Routes: [{ DestinationPrefixListId: 'pl-1' }] }],
  securityGroups: [],
  vpcs: [{ VpcId: 'vpc-1' }],
};

function contextOf(clients: GatherContext['clients']): GatherContext {
  const inVpc1 = () => Promise.resolve(['vpc-1']);
  return {
    clients,
    place: gatheredPlace,
    slice: (name) => {
      const value = others[name];
      return value === undefined ? Promise.reject(new Error(`not ${name}`)) : Promise.resolve(value);
    },
    vpcs: { of: inVpc1, inUse: inVpc1, withEndpoints: inVpc1 },
    dns: dnsReader(clients, gatheredPlace),
  };
}

describe('the calls that a gatherer declares', () => {
  // Object.keys loses the type of the keys.
  const names = (Object.keys(gatherers) as SliceName[]).filter((name) => name !== 'organizationPolicies');

  it.each(names)('are those that it makes: %s', async (name) => {
    const clients = stubClients(smallAccount);
    await gatherers[name].read('all', contextOf(clients));
    expect([...clients.calls.keys()].toSorted()).toEqual(gatherers[name].calls.toSorted());
  });

  it('are none when nothing can be read', () => {
    expect(gatherers.organizationPolicies.calls).toEqual([]);
  });
});
