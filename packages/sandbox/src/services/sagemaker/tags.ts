import type {
  AddTagsInput,
  AddTagsOutput,
  DeleteTagsInput,
  DeleteTagsOutput,
  ListTagsInput,
  ListTagsOutput,
} from '@aws-sdk/client-sagemaker';
import type { Call } from '../../account/account';
import { defined, given } from '../members';
import { page } from '../pages';
import { mergeTags } from '../tags';
import { notFound, SAGEMAKER_SLOT, validation, type DomainRecord, type Notebook } from './state';

export function listTags(input: ListTagsInput, call: Call): ListTagsOutput {
  const { items, next } = page(
    tagged(call, input.ResourceArn).tags,
    input.MaxResults ?? 50,
    input.NextToken,
    () => validation('Invalid NextToken'),
  );
  return defined({ Tags: items, NextToken: next });
}

export function addTags(input: AddTagsInput, call: Call): AddTagsOutput {
  const resource = tagged(call, input.ResourceArn);
  const tags = mergeTags(resource.tags, given(input.Tags));
  if (tags.length > 50) throw validation('A resource cannot have more than 50 tags');
  resource.tags = tags;
  return { Tags: tags };
}

export function deleteTags(input: DeleteTagsInput, call: Call): DeleteTagsOutput {
  const resource = tagged(call, input.ResourceArn);
  resource.tags = resource.tags.filter((tag) => !given(input.TagKeys).includes(tag.Key ?? ''));
  return {};
}

function tagged(call: Call, arn: string | undefined): Notebook | DomainRecord {
  const { notebooks, domains } = call.state(SAGEMAKER_SLOT);
  const notebook = [...notebooks.values()].find(({ detail }) => detail.NotebookInstanceArn === arn);
  const domain = [...domains.values()].find(({ detail }) => detail.DomainArn === arn);
  const resource = notebook ?? domain;
  if (resource === undefined) throw notFound(`Resource ${String(arn)} does not exist`);
  return resource;
}
