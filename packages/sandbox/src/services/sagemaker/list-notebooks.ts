import type {
  ListNotebookInstancesInput,
  ListNotebookInstancesOutput,
  NotebookInstanceSummary,
} from '@aws-sdk/client-sagemaker';
import type { Call } from '../../account/account';
import { defined } from '../members';
import { page } from '../pages';
import { SAGEMAKER_SLOT, validation, type Notebook } from './state';

/** Summaries have no network fields, as in AWS. */
export function listNotebooks(input: ListNotebookInstancesInput, call: Call): ListNotebookInstancesOutput {
  const size = input.MaxResults ?? 10;
  if (size < 1 || size > 100) throw validation(`Value '${size}' at 'maxResults' must be between 1 and 100`);
  const matching = [...call.state(SAGEMAKER_SLOT).notebooks.values()].filter(({ detail }) =>
    matches(input, detail),
  );
  const sorted = matching.sort((a, b) => {
    const order = compare(sortKey(input, a), sortKey(input, b));
    return input.SortOrder === 'Descending' ? -order : order;
  });
  const { items, next } = page(sorted, size, input.NextToken, () => validation('Invalid NextToken'));
  return defined({ NotebookInstances: items.map(summary), NextToken: next });
}

function matches(input: ListNotebookInstancesInput, detail: Notebook['detail']): boolean {
  const created = detail.CreationTime?.getTime() ?? 0;
  const modified = detail.LastModifiedTime?.getTime() ?? 0;
  const lifecycle = input.NotebookInstanceLifecycleConfigNameContains;
  return (
    detail.NotebookInstanceName.includes(input.NameContains ?? '') &&
    (input.StatusEquals === undefined || detail.NotebookInstanceStatus === input.StatusEquals) &&
    (lifecycle === undefined || detail.NotebookInstanceLifecycleConfigName?.includes(lifecycle) === true) &&
    created < (input.CreationTimeBefore?.getTime() ?? Infinity) &&
    created > (input.CreationTimeAfter?.getTime() ?? -Infinity) &&
    modified < (input.LastModifiedTimeBefore?.getTime() ?? Infinity) &&
    modified > (input.LastModifiedTimeAfter?.getTime() ?? -Infinity)
  );
}

function sortKey(input: ListNotebookInstancesInput, { detail }: Notebook): string | number {
  switch (input.SortBy) {
    case 'CreationTime':
      return detail.CreationTime?.getTime() ?? 0;
    case 'Status':
      return detail.NotebookInstanceStatus ?? '';
    default:
      return detail.NotebookInstanceName;
  }
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function summary({ detail }: Notebook): NotebookInstanceSummary {
  return defined({
    NotebookInstanceName: detail.NotebookInstanceName,
    NotebookInstanceArn: detail.NotebookInstanceArn,
    NotebookInstanceStatus: detail.NotebookInstanceStatus,
    Url: detail.Url,
    InstanceType: detail.InstanceType,
    CreationTime: detail.CreationTime,
    LastModifiedTime: detail.LastModifiedTime,
    NotebookInstanceLifecycleConfigName: detail.NotebookInstanceLifecycleConfigName,
    DefaultCodeRepository: detail.DefaultCodeRepository,
    AdditionalCodeRepositories: detail.AdditionalCodeRepositories,
  });
}
