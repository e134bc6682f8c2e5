import type {
  CreateOpsItemRequest,
  CreateOpsItemResponse,
  GetOpsItemRequest,
  GetOpsItemResponse,
  OpsItem,
  UpdateOpsItemRequest,
  UpdateOpsItemResponse,
} from '@aws-sdk/client-ssm';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { refused } from '../../refusals/refusal';
import { ssm } from '../../refusals/ssm';
import { isPlainObject } from '../../protocol/shape';
import { defined, given } from '../members';
import { checkOpsItem } from './check-ops-item';
import { SSM_SLOT } from './state';
import { awsPartitionOf } from '../../account/partition';

type StoredItem = OpsItem & { OpsItemId: string };

export function createOpsItem(input: CreateOpsItemRequest, call: Call): CreateOpsItemResponse {
  checkOpsItem(input);
  const { opsItems } = call.state(SSM_SLOT);
  const items = [...opsItems.values()];
  const open = items.filter(isOpen);
  const key = dedupKey(input.OperationalData);
  const duplicate = open.find((item) => key !== undefined && dedupKey(item.OperationalData) === key);
  if (duplicate !== undefined) {
    throw new AwsError('OpsItemAlreadyExistsException', 'Similar OpsItem found', 400, {
      OpsItemId: duplicate.OpsItemId,
    });
  }
  requireRoom(items, call);
  const id = call.account.ids.ec2('oi').slice(0, 15);
  const arn = `arn:${awsPartitionOf(call.region)}:ssm:${call.region}:${call.account.accountId}:opsitem/${id}`;
  const now = new Date(call.now);
  opsItems.set(
    id,
    defined({
      OpsItemId: id,
      OpsItemArn: arn,
      OpsItemType: input.OpsItemType ?? '/aws/issue',
      Title: input.Title,
      Description: input.Description,
      Source: input.Source,
      Status: 'Open' as const,
      Priority: input.Priority,
      Category: input.Category,
      Severity: input.Severity,
      Notifications: input.Notifications,
      RelatedOpsItems: input.RelatedOpsItems,
      OperationalData: input.OperationalData ?? {},
      CreatedBy: call.identity.arn,
      CreatedTime: now,
      LastModifiedBy: call.identity.arn,
      LastModifiedTime: now,
      Version: '1',
    }),
  );
  return { OpsItemId: id, OpsItemArn: arn };
}

export function getOpsItem(input: GetOpsItemRequest, call: Call): GetOpsItemResponse {
  return { OpsItem: findItem(call, input.OpsItemId) };
}

export function updateOpsItem(input: UpdateOpsItemRequest, call: Call): UpdateOpsItemResponse {
  const item = findItem(call, input.OpsItemId);
  checkOpsItem(input);
  const newKey = dedupKey(input.OperationalData);
  if (newKey !== undefined && newKey !== dedupKey(item.OperationalData)) {
    throw new AwsError(
      'OpsItemInvalidParameterException',
      'The deduplication string cannot be changed',
      400,
      {
        ParameterNames: ['OperationalData'],
      },
    );
  }
  const data = { ...item.OperationalData, ...input.OperationalData };
  for (const key of input.OperationalDataToDelete ?? []) Reflect.deleteProperty(data, key);
  const changes = {
    Title: input.Title,
    Description: input.Description,
    Status: input.Status,
    Priority: input.Priority,
    Category: input.Category,
    Severity: input.Severity,
    Notifications: input.Notifications,
    RelatedOpsItems: input.RelatedOpsItems,
  };
  Object.assign(item, defined(changes), {
    OperationalData: data,
    LastModifiedBy: call.identity.arn,
    LastModifiedTime: new Date(call.now),
    Version: String(Number(item.Version) + 1),
  });
  return {};
}

/** Checks OpsCenter's two quotas, which all callers of the account share. A month is a calendar month (assumed). */
function requireRoom(items: readonly StoredItem[], { account, now }: Call): void {
  const { opsItems, opsItemsAMonth } = account.quotas;
  const month = new Date(now).toISOString().slice(0, 7);
  const ofThisMonth = items.filter(
    ({ CreatedTime }) => CreatedTime?.toISOString().startsWith(month) === true,
  );
  const full: readonly (readonly [boolean, number])[] = [
    [items.length >= opsItems, opsItems],
    [ofThisMonth.length >= opsItemsAMonth, opsItemsAMonth],
  ];
  const limit = full.find(([isFull]) => isFull)?.[1];
  if (limit === undefined) return;
  const members = { ResourceTypes: ['OpsItem'], Limit: limit, LimitType: 'OpsItem' };
  throw refused(ssm.opsItemsFull, {}, members);
}

/** Only open OpsItems and those in progress block a duplicate. */
function isOpen(item: StoredItem): boolean {
  return item.Status === 'Open' || item.Status === 'InProgress';
}

/** The deduplication string with the resources: AWS hashes both. */
function dedupKey(data: OpsItem['OperationalData']): string | undefined {
  const raw = data?.['/aws/dedup']?.Value;
  if (raw === undefined) return undefined;
  const parsed: unknown = JSON.parse(raw);
  const text = isPlainObject(parsed) ? parsed['dedupString'] : undefined;
  return `${String(text)}\n${data?.['/aws/resources']?.Value ?? ''}`;
}

function findItem(call: Call, id: string | undefined): StoredItem {
  const item = call.state(SSM_SLOT).opsItems.get(given(id));
  if (item === undefined)
    throw new AwsError('OpsItemNotFoundException', `OpsItem ID ${String(id)} not found`);
  return item;
}
