import type {
  AssociateVPCWithHostedZoneRequest,
  AssociateVPCWithHostedZoneResponse,
  ChangeInfo,
  ChangeResourceRecordSetsRequest,
  ChangeResourceRecordSetsResponse,
  CreateHostedZoneRequest,
  CreateHostedZoneResponse,
  ListHostedZonesByVPCRequest,
  ListHostedZonesByVPCResponse,
  ListResourceRecordSetsRequest,
  ListResourceRecordSetsResponse,
  ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import type { Service } from '../service';
import { defined, given } from '../members';
import { page } from '../pages';
import { ROUTE53_SLOT, type HostedZoneRecord } from './state';

export const ROUTE53: Service = {
  name: 'route53',
  eventSource: 'route53',
  protocol: 'rest-xml',
  xmlNamespace: 'https://route53.amazonaws.com/doc/2013-04-01/',
  sdk: () => import('@aws-sdk/client-route-53'),
  throttled: { code: 'Throttling', status: 400 },
  denied: { code: 'AccessDenied', status: 403 },
  slot: ROUTE53_SLOT,
  operations: {
    CreateHostedZone: createHostedZone,
    AssociateVPCWithHostedZone: associateVpc,
    ListHostedZonesByVPC: listByVpc,
    ListResourceRecordSets: listRecords,
    ChangeResourceRecordSets: changeRecords,
  },
};

function createHostedZone(input: CreateHostedZoneRequest, call: Call): CreateHostedZoneResponse {
  const { zones } = call.state(ROUTE53_SLOT);
  const reference = given(input.CallerReference);
  if ([...zones.values()].some((zone) => zone.callerReference === reference)) {
    throw new AwsError(
      'HostedZoneAlreadyExists',
      `A hosted zone was created with the reference ${reference}`,
    );
  }
  const id = `Z${call.account.ids.upper(20)}`;
  const name = given(input.Name).toLowerCase().replace(/\.?$/, '.');
  const zone: HostedZoneRecord = {
    id,
    name,
    callerReference: reference,
    comment: input.HostedZoneConfig?.Comment,
    privateZone: input.VPC !== undefined,
    vpcs: input.VPC === undefined ? [] : [input.VPC],
    records: [
      { Name: name, Type: 'NS', TTL: 172_800, ResourceRecords: [{ Value: 'ns-0.awsdns-00.com.' }] },
      {
        Name: name,
        Type: 'SOA',
        TTL: 900,
        ResourceRecords: [
          { Value: 'ns-0.awsdns-00.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400' },
        ],
      },
    ],
  };
  zones.set(id, zone);
  return defined({
    HostedZone: {
      Id: `/hostedzone/${id}`,
      Name: name,
      CallerReference: reference,
      Config: defined({ Comment: zone.comment, PrivateZone: zone.privateZone }),
      ResourceRecordSetCount: zone.records.length,
    },
    ChangeInfo: changeInfo(call),
    DelegationSet: { NameServers: ['ns-0.awsdns-00.com'] },
    Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${id}`,
    VPC: input.VPC,
  });
}

function associateVpc(
  input: AssociateVPCWithHostedZoneRequest,
  call: Call,
): AssociateVPCWithHostedZoneResponse {
  const zone = findZone(call, input.HostedZoneId);
  const vpc = given(input.VPC);
  if (!zone.privateZone) {
    throw new AwsError('PublicZoneVPCAssociation', 'A public hosted zone cannot be associated with a VPC');
  }
  const clash = [...call.state(ROUTE53_SLOT).zones.values()].some(
    (other) => other.name === zone.name && other.vpcs.some((known) => known.VPCId === vpc.VPCId),
  );
  if (clash) {
    const text = `The VPC ${String(vpc.VPCId)} is already associated with a zone of the name ${zone.name}`;
    throw new AwsError('ConflictingDomainExists', text);
  }
  zone.vpcs.push(vpc);
  return { ChangeInfo: changeInfo(call) };
}

function listByVpc(input: ListHostedZonesByVPCRequest, call: Call): ListHostedZonesByVPCResponse {
  const matching = [...call.state(ROUTE53_SLOT).zones.values()].filter((zone) =>
    zone.vpcs.some((vpc) => vpc.VPCId === input.VPCId && vpc.VPCRegion === input.VPCRegion),
  );
  const size = input.MaxItems ?? 100;
  const { items, next } = page(
    matching,
    size,
    input.NextToken,
    () => new AwsError('InvalidPaginationToken', 'The pagination token is not valid'),
  );
  return defined({
    HostedZoneSummaries: items.map((zone) => ({
      HostedZoneId: zone.id,
      Name: zone.name,
      Owner: { OwningAccount: call.account.accountId },
    })),
    MaxItems: size,
    NextToken: next,
  });
}

function listRecords(input: ListResourceRecordSetsRequest, call: Call): ListResourceRecordSetsResponse {
  const sorted = [...findZone(call, input.HostedZoneId).records].sort((a, b) =>
    recordKey(a) < recordKey(b) ? -1 : 1,
  );
  const from = recordKey({ Name: input.StartRecordName, Type: input.StartRecordType });
  const remaining = sorted.filter(
    (record) => input.StartRecordName === undefined || recordKey(record) >= from,
  );
  const size = input.MaxItems ?? 300;
  const next = remaining[size];
  return defined({
    ResourceRecordSets: remaining.slice(0, size),
    IsTruncated: next !== undefined,
    NextRecordName: next?.Name,
    NextRecordType: next?.Type,
    MaxItems: size,
  });
}

/** Makes all changes or none. */
function changeRecords(input: ChangeResourceRecordSetsRequest, call: Call): ChangeResourceRecordSetsResponse {
  const zone = findZone(call, input.HostedZoneId);
  let records = [...zone.records];
  for (const change of given(input.ChangeBatch?.Changes)) {
    const set = given(change.ResourceRecordSet);
    const record = { ...set, Name: given(set.Name).toLowerCase().replace(/\.?$/, '.') };
    const exists = records.some((other) => recordKey(other) === recordKey(record));
    if (change.Action === 'CREATE' ? exists : change.Action === 'DELETE' && !exists) {
      const problem = exists ? 'it already exists' : 'it was not found';
      const text = `Tried to ${String(change.Action).toLowerCase()} resource record set ${record.Name} but ${problem}`;
      throw new AwsError('InvalidChangeBatch', text);
    }
    records = records.filter((other) => recordKey(other) !== recordKey(record));
    if (change.Action !== 'DELETE') records.push(record);
  }
  zone.records = records;
  return { ChangeInfo: changeInfo(call) };
}

/** Records are listed by the labels of their names from the right (API reference, ListResourceRecordSets). */
function recordKey({ Name = '', Type }: Pick<ResourceRecordSet, 'Name' | 'Type'>): string {
  return `${Name.split('.').reverse().join('.')} ${Type ?? ''}`;
}

function changeInfo(call: Call): ChangeInfo {
  return { Id: `/change/C${call.account.ids.upper(12)}`, Status: 'INSYNC', SubmittedAt: new Date(call.now) };
}

function findZone(call: Call, id: string | undefined): HostedZoneRecord {
  const zone = call.state(ROUTE53_SLOT).zones.get(given(id).replace('/hostedzone/', ''));
  if (zone === undefined)
    throw new AwsError('NoSuchHostedZone', `No hosted zone found with ID: ${String(id)}`);
  return zone;
}
