import { describe, expect, it } from '@jest/globals';
import {
  AssociateVPCWithHostedZoneCommand,
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  ListHostedZonesByVPCCommand,
  ListResourceRecordSetsCommand,
  type ChangeAction,
  type VPC,
} from '@aws-sdk/client-route-53';
import { useAccount } from '../../testing/account';
import { errorOf } from '../../testing/clients';

const test = useAccount();
const vpc = (id: string): VPC => ({ VPCId: id, VPCRegion: 'us-east-1' });

const zone = (CallerReference: string, associated?: VPC, Name = 'Example.internal') =>
  test.aws.route53.send(
    new CreateHostedZoneCommand({
      Name,
      CallerReference,
      VPC: associated,
      HostedZoneConfig: { Comment: 'a & <b>' },
    }),
  );

describe('hosted zones', () => {
  it('are created and listed by VPC, in pages', async () => {
    const { route53 } = test.aws;
    const { HostedZone, Location } = await zone('1', vpc('vpc-1'));
    expect(HostedZone).toMatchObject({
      Name: 'example.internal.',
      Config: { Comment: 'a & <b>', PrivateZone: true },
    });
    expect(Location).toContain(HostedZone?.Id?.replace('/hostedzone/', ''));
    await zone('2', vpc('vpc-1'), 'other.internal.');
    expect(await errorOf(zone('1'))).toBe('HostedZoneAlreadyExists');
    const list = (VPCId: string, NextToken?: string) =>
      route53.send(
        new ListHostedZonesByVPCCommand({ VPCId, VPCRegion: 'us-east-1', MaxItems: 1, NextToken }),
      );
    const first = await list('vpc-1');
    const second = await list('vpc-1', first.NextToken);
    const names = [...(first.HostedZoneSummaries ?? []), ...(second.HostedZoneSummaries ?? [])].map(
      (one) => one.Name,
    );
    expect([names, second.NextToken]).toEqual([['example.internal.', 'other.internal.'], undefined]);
    expect((await list('vpc-2')).HostedZoneSummaries).toEqual([]);
  });

  it('are associated with a VPC only once per name', async () => {
    const { route53 } = test.aws;
    const associate = (HostedZoneId: string | undefined, id: string) =>
      errorOf(route53.send(new AssociateVPCWithHostedZoneCommand({ HostedZoneId, VPC: vpc(id) })));
    const one = await zone('1', vpc('vpc-1'));
    const open = await zone('2');
    expect(await associate(one.HostedZone?.Id, 'vpc-2')).toBe('none');
    expect(await associate(one.HostedZone?.Id, 'vpc-2')).toBe('ConflictingDomainExists');
    expect(await associate(open.HostedZone?.Id, 'vpc-3')).toBe('PublicZoneVPCAssociation');
    expect(await associate('Z0000', 'vpc-3')).toBe('NoSuchHostedZone');
  });

  it('store records, and make all changes of a call or none', async () => {
    const { route53 } = test.aws;
    const { HostedZone } = await zone('1', vpc('vpc-1'));
    const HostedZoneId = HostedZone?.Id;
    const change = (Action: ChangeAction, ...names: string[]) => {
      const Changes = names.map((Name) => ({
        Action,
        ResourceRecordSet: { Name, Type: 'A' as const, TTL: 60, ResourceRecords: [{ Value: '10.0.0.1' }] },
      }));
      return route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } }));
    };
    await change('CREATE', 'api.example.internal', 'b.example.internal');
    expect(await errorOf(change('CREATE', 'c.example.internal', 'api.example.internal'))).toBe(
      'InvalidChangeBatch',
    );
    expect(await errorOf(change('DELETE', 'c.example.internal'))).toBe('InvalidChangeBatch');
    await change('UPSERT', 'b.example.internal');
    const list = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId, MaxItems: 2 }));
    expect(list.ResourceRecordSets?.map(({ Name, Type }) => [Name, Type])).toEqual([
      ['example.internal.', 'NS'],
      ['example.internal.', 'SOA'],
    ]);
    const rest = await route53.send(
      new ListResourceRecordSetsCommand({
        HostedZoneId,
        StartRecordName: list.NextRecordName,
        StartRecordType: list.NextRecordType,
      }),
    );
    expect([list.IsTruncated, rest.IsTruncated]).toEqual([true, false]);
    expect(rest.ResourceRecordSets?.map(({ Name }) => Name)).toEqual([
      'api.example.internal.',
      'b.example.internal.',
    ]);
    expect(rest.ResourceRecordSets?.[0]?.ResourceRecords).toEqual([{ Value: '10.0.0.1' }]);
  });
});
