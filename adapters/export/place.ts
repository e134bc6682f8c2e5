import { z } from 'zod';
import { type Arn, splitArn } from '@palisade/iam';
import { badInput, BadInputError } from '../../core/model/bad-input';
import { isRegionName, noPartition, partitionNamed, regionAtStart } from '../../core/model/partitions';
import type { Place } from '../../core/model/resource';
import { sageMakerService } from '../../core/model/sagemaker-services';
import { sliceNames, slices } from '../../core/slices';
import type { Reading, Snapshot } from '../../core/model/snapshot';

/** The content of `account.json`. `palisade collect` adds `collectedAt`: when the oldest data was read. */
const accountFile = z.object({
  account: z
    .string()
    .regex(/^\d{12}$/, 'is not an account number of 12 digits')
    .optional(),
  region: z.string().refine(isRegionName, 'is not a Region such as us-east-1').optional(),
  collectedAt: z.iso.datetime({ offset: true }).optional(),
});
export type AccountFile = z.infer<typeof accountFile>;
export const accountFileName = 'account.json';

/** @throws BadInputError */
export function readAccountFile(content: unknown, source: string): AccountFile {
  const parsed = accountFile.safeParse(content);
  if (parsed.success) return parsed.data;
  throw badInput(source, parsed.error);
}

export interface StatedPlace {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

/**
 * The account and Region of an export: what is stated, otherwise what the data shows. ARNs tell the partition.
 * @param data the slices; only its readings are used
 * @param tell called with what was inferred or assumed
 * @throws BadInputError if the data shows none or several
 */
export function placeOfExport(
  path: string,
  stated: StatedPlace,
  data: Pick<Snapshot, 'read'>,
  tell: (note: string) => void,
): Place {
  const account = stated.account ?? one(path, 'account', accountsIn(data));
  const region = stated.region ?? globalRegion(data) ?? one(path, 'region', regionsIn(data));
  const inferred = [
    ...(stated.account === undefined ? [`account ${account}`] : []),
    ...(stated.region === undefined ? [`Region ${region}`] : []),
  ];
  if (inferred.length > 0)
    tell(`${path}: no ${accountFileName} says so, taken from the data: ${inferred.join(', ')}`);
  const partition = partitionIn(account, data);
  return { account, region, ...(partition === undefined ? {} : { partition }) };
}

/** The partition in the account's own ARNs; `undefined` without any, and none at all if they disagree. */
function partitionIn(account: string, data: Pick<Snapshot, 'read'>): string | undefined {
  const found = arnsIn(data).filter((arn) => arn.account === account);
  const [first, ...others] = new Set(found.map(({ partition }) => partition));
  return others.length === 0 ? first : noPartition;
}

function one(path: string, what: 'account' | 'region', found: readonly string[]): string {
  const [first, ...others] = [...new Set(found)];
  if (first !== undefined && others.length === 0) return first;
  const because =
    first === undefined
      ? 'nothing in it shows the'
      : `it shows several (${[first, ...others].join(', ')}) for the`;
  throw new BadInputError(
    path,
    '',
    `${because} ${what}; add ${accountFileName} with { "account": "111122223333", "region": "us-east-1" }`,
  );
}

/** The accounts in the ARNs; the owners of endpoints only if there is no ARN. */
function accountsIn(data: Pick<Snapshot, 'read'>): readonly string[] {
  const accounts = arnsIn(data).map(({ account }) => account);
  if (accounts.length > 0) return accounts;
  return valueOf(data.read('endpoints'), []).flatMap(({ OwnerId }) =>
    OwnerId === undefined ? [] : [OwnerId],
  );
}

function regionsIn(data: Pick<Snapshot, 'read'>): readonly string[] {
  const services = valueOf(data.read('endpoints'), []).map(
    ({ ServiceName }) => sageMakerService(ServiceName)?.region,
  );
  const zones = valueOf(data.read('subnets'), []).map(
    ({ AvailabilityZone: zone = '' }) => regionAtStart.exec(zone)?.[0],
  );
  return [...arnsIn(data).map(({ region }) => region), ...services, ...zones].flatMap((region) =>
    region === undefined || region === '' ? [] : [region],
  );
}

/** IAM has no Region, so an export with IAM data alone gets the main Region of its partition. */
function globalRegion(data: Pick<Snapshot, 'read'>): string | undefined {
  const hasRegional = sliceNames.some(
    (name) => slices[name].isGlobal !== true && data.read(name).status === 'read',
  );
  if (hasRegional) return undefined;
  return partitionNamed(arnsIn(data)[0]?.partition ?? '')?.globalEvents.iam;
}

function arnsIn(data: Pick<Snapshot, 'read'>): readonly Arn[] {
  const notebooks = valueOf(data.read('notebooks'), nothing).items.map(
    ({ NotebookInstanceArn }) => NotebookInstanceArn,
  );
  const domains = valueOf(data.read('domains'), nothing).items.map(({ DomainArn }) => DomainArn);
  const principals = valueOf(data.read('principals'), undefined);
  const people = [...(principals?.UserDetailList ?? []), ...(principals?.RoleDetailList ?? [])].map(
    ({ Arn }) => Arn,
  );
  return [...notebooks, ...domains, ...people].flatMap((arn) => {
    const parts = splitArn(arn);
    return parts === undefined || parts.account === '' ? [] : [parts];
  });
}

const nothing = { items: [], unreadable: [] } as const;

function valueOf<T, D>(reading: Reading<T>, otherwise: D): T | D {
  return reading.status === 'read' ? reading.value : otherwise;
}
