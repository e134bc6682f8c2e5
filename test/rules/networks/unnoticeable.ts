import { isRecord } from '../../../core/model/json';
import type { SliceName } from '../../../core/slices';
import type { Files } from './files';
import type { Removal } from './removals';

// What nobody who reads an export can notice to be missing: nothing in it refers to the record, or AWS leaves the field
// out itself. Everything else has to be noticed.

/** Records to which nothing else in an export refers. */
const unreferred: Readonly<Partial<Record<SliceName, string>>> = {
  notebooks: 'nothing else in an export names a notebook',
  endpoints:
    'nothing names an endpoint by an id that could not be of another account: a record of a zone or a route may lead to a central one',
  endpointServices: 'AWS’s catalogue is optional: without an entry the documented name and zones stand',
  apps: 'only the plan for a domain rests on its apps',
};

/** Items of the lists that belong to a VPC. */
const items: Readonly<Partial<Record<SliceName, string>>> = {
  hostedZones: 'a zone without records in the export is only in this list',
  zoneRecords: 'a zone whose name is in no other list is only in this one',
  resolverRules: 'a rule is only in this list',
  route53Profiles: 'the Profile of a VPC is only in this list, and a VPC may have none',
};

/** Fields whose absence has a meaning. */
const meanings: readonly (readonly [SliceName, RegExp, string])[] = [
  ['domains', /^AppNetworkAccessType$/, 'PublicInternetOnly is the default (CreateDomain)'],
  ['domains', /^Status$/, 'what is true of a domain is true while it is being deleted'],
  ['notebooks', /^NotebookInstanceStatus$/, 'what is true of a notebook is true while it is being deleted'],
  ['endpoints', /^PrivateDnsEnabled$/, 'false is the default (AWS::EC2::VPCEndpoint)'],
  ['natGateways', /^ConnectivityType$/, 'public is the default (CreateNatGateway)'],
  ['routeTables', /^Associations/, 'a table that is associated with nothing'],
];

/** Why a removal cannot be noticed; `undefined` if it can. */
export function whyUnnoticed(removal: Removal, files: Files): string | undefined {
  const { slice, path, record } = removal;
  const { field } = removal;
  if (field !== undefined)
    return meanings.find(([name, pattern]) => name === slice && pattern.test(field))?.[2];
  if (path.length === 0) return undefined;
  if (slice === 'domains' && !isNamedByApp(record, files)) return 'no app names the domain';
  if (slice === 'routeTables' && !isNamedByEndpoint(record, files) && !isMain(record))
    return 'a subnet without an association of its own uses the main route table';
  if (path.length > 1) return hasOtherTrace(removal, files) ? undefined : items[slice];
  return unreferred[slice];
}

function listOf(slice: SliceName, files: Files): readonly Readonly<Record<string, unknown>>[] {
  const content = files.get(slice)?.content;
  return Array.isArray(content) ? content.filter(isRecord) : [];
}

function isNamedByApp(domain: unknown, files: Files): boolean {
  return listOf('apps', files).some((app) => isRecord(domain) && app['DomainId'] === domain['DomainId']);
}

/** A gateway endpoint names the route tables that it serves. */
function isNamedByEndpoint(table: unknown, files: Files): boolean {
  const named = listOf('endpoints', files).flatMap(({ RouteTableIds }) =>
    Array.isArray(RouteTableIds) ? (RouteTableIds as readonly unknown[]) : [],
  );
  return isRecord(table) && named.includes(table['RouteTableId']);
}

function isMain(table: unknown): boolean {
  if (!isRecord(table) || !Array.isArray(table['Associations'])) return false;
  return table['Associations'].some((one) => isRecord(one) && one['Main'] === true);
}

/** Whether a zone is still in the other one of the two lists of zones. */
function hasOtherTrace({ slice, path: [vpc = ''], record }: Removal, files: Files): boolean {
  const listed = (name: SliceName): readonly unknown[] => {
    const content = files.get(name)?.content;
    const list = isRecord(content) ? content[String(vpc)] : undefined;
    return Array.isArray(list) ? list : [];
  };
  if (slice === 'hostedZones')
    return listed('zoneRecords').some((zone) => isRecord(zone) && zone['Name'] === record);
  return slice === 'zoneRecords' && isRecord(record) && listed('hostedZones').includes(record['Name']);
}
