import { describe, expect, it } from '@jest/globals';
import { ListHostedZonesByVPCCommand } from '@aws-sdk/client-route-53';
import { onSandbox } from '../rules/on-sandbox';
import { met } from './met';
import { apiEndpoint, smallNetwork } from './network';

describe('endpoint-private-dns', () => {
  const account = onSandbox('endpoint-private-dns');

  it('somebody else uses up the rate of Route 53: unknown, never a pass, and fixed by the next pass', async () => {
    const ec2 = await account.clients.ec2();
    const network = await smallNetwork(ec2);
    const id = await apiEndpoint(ec2, network);
    await account.wait();
    account.sandbox.admin.setQuotas({ requestsPerSecond: { route53: 5 } });
    const route53 = await account.clients.route53();
    const ask = new ListHostedZonesByVPCCommand({ VPCId: network.VpcId, VPCRegion: 'us-east-1' });
    for (let times = 0; times < 5; times += 1) await route53.send(ask);

    const endpoint = { type: 'AWS::EC2::VPCEndpoint', id } as const;
    await account.run(endpoint);
    expect(met(account.sandbox, 'route53-too-many-requests')).toBeGreaterThan(0);
    expect(await account.record(endpoint)).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('Rate exceeded'),
    });
    expect(account.tickets.all.size).toBe(0);

    await account.wait(1_001);
    expect(await account.settle(endpoint)).toMatchObject({ status: 'pass', outcome: 'fixed' });
  });
});
