import type {
  DescribeOpsItemsRequest,
  DescribeOpsItemsResponse,
  OpsItem,
  OpsItemFilter,
} from '@aws-sdk/client-ssm';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { isPlainObject } from '../../protocol/shape';
import { defined } from '../members';
import { page } from '../pages';
import { SSM_SLOT } from './state';

const TEXT_FIELDS: Readonly<Record<string, (item: OpsItem) => string | undefined>> = {
  Status: (item) => item.Status,
  Title: (item) => item.Title,
  Source: (item) => item.Source,
  OpsItemId: (item) => item.OpsItemId,
  Category: (item) => item.Category,
  Severity: (item) => item.Severity,
  Priority: (item) => (item.Priority === undefined ? undefined : String(item.Priority)),
  CreatedBy: (item) => item.CreatedBy,
};

export function describeOpsItems(input: DescribeOpsItemsRequest, call: Call): DescribeOpsItemsResponse {
  const matching = [...call.state(SSM_SLOT).opsItems.values()].filter((item) =>
    (input.OpsItemFilters ?? []).every((filter) => matches(item, filter)),
  );
  const bad = () => new AwsError('ValidationException', 'Invalid NextToken');
  const { items, next } = page(matching, input.MaxResults ?? 50, input.NextToken, bad);
  return defined({
    OpsItemSummaries: items.map(
      ({
        Description: _d,
        Notifications: _n,
        RelatedOpsItems: _r,
        Version: _v,
        OpsItemArn: _a,
        ...summary
      }) => summary,
    ),
    NextToken: next,
  });
}

function matches(item: OpsItem, filter: OpsItemFilter): boolean {
  const values = filter.Values ?? [];
  const compare = (actual: string, wanted: string) =>
    filter.Operator === 'Contains' ? actual.includes(wanted) : actual === wanted;
  const data = item.OperationalData ?? {};
  switch (filter.Key) {
    case 'OperationalDataKey':
      return values.some((wanted) => Object.keys(data).some((key) => compare(key, wanted)));
    case 'OperationalDataValue':
      return values.some((wanted) => Object.values(data).some(({ Value }) => compare(Value ?? '', wanted)));
    case 'OperationalData':
      return values.some((wanted) => {
        const pair: unknown = JSON.parse(wanted);
        return isPlainObject(pair) && data[String(pair['key'])]?.Value === pair['value'];
      });
    case 'ResourceId':
      return values.some((wanted) => data['/aws/resources']?.Value?.includes(wanted) === true);
    default: {
      const field = TEXT_FIELDS[filter.Key ?? ''];
      if (field === undefined) {
        throw new AwsError(
          'ValidationException',
          `The embedded account has no OpsItem filter ${String(filter.Key)}`,
        );
      }
      const actual = field(item);
      return actual !== undefined && values.some((wanted) => compare(actual, wanted));
    }
  }
}
