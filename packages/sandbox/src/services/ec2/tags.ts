import type {
  CreateTagsRequest,
  DescribeTagsRequest,
  DescribeTagsResult,
  ResourceType,
  Tag,
  TagSpecification,
} from '@aws-sdk/client-ec2';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { defined, given } from '../members';
import { mergeTags } from '../tags';
import { ec2Page, matchesFilters } from './filters';
import { EC2_SLOT } from './state';

const TYPES: Readonly<Record<string, ResourceType>> = {
  vpc: 'vpc',
  subnet: 'subnet',
  sg: 'security-group',
  sgr: 'security-group-rule',
  rtb: 'route-table',
  nat: 'natgateway',
  vpce: 'vpc-endpoint',
  eni: 'network-interface',
};

export function createTags(input: CreateTagsRequest, call: Call): void {
  const { tags } = call.state(EC2_SLOT);
  const resources = given(input.Resources);
  for (const id of resources) if (!exists(call, id)) throw unknownResource(id);
  for (const id of resources) tags.set(id, mergeTags(tags.get(id) ?? [], given(input.Tags)));
}

export function describeTags(input: DescribeTagsRequest, call: Call): DescribeTagsResult {
  const all = [...call.state(EC2_SLOT).tags].flatMap(([id, tags]) =>
    tags.map((tag) => ({ ResourceId: id, ResourceType: typeOf(id), Key: tag.Key, Value: tag.Value })),
  );
  const matching = all.filter((tag) =>
    matchesFilters(
      input.Filters,
      {
        key: [tag.Key],
        value: [tag.Value],
        'resource-id': [tag.ResourceId],
        'resource-type': [tag.ResourceType],
      },
      [{ Key: tag.Key, Value: tag.Value }],
    ),
  );
  const { items, next } = ec2Page(matching, input);
  return defined({ Tags: items.map((tag) => defined(tag)), NextToken: next });
}

export function tagsOf(call: Call, id: string): Tag[] {
  return call.state(EC2_SLOT).tags.get(id) ?? [];
}

/** Applies the `TagSpecifications` of a create call. */
export function tagNew(
  call: Call,
  id: string,
  type: ResourceType,
  specifications: readonly TagSpecification[] | undefined,
): void {
  for (const specification of specifications ?? []) {
    if (specification.ResourceType !== type) {
      throw new AwsError(
        'InvalidParameterValue',
        `"${String(specification.ResourceType)}" is not a valid taggable resource type for this operation`,
      );
    }
    const { tags } = call.state(EC2_SLOT);
    tags.set(id, mergeTags(tags.get(id) ?? [], specification.Tags ?? []));
  }
}

function typeOf(id: string): ResourceType | undefined {
  return TYPES[id.split('-')[0] ?? ''];
}

function exists(call: Call, id: string): boolean {
  const { vpcs, subnets, groups, routeTables, natGateways, endpoints, interfaces } = call.state(EC2_SLOT);
  return [vpcs, subnets, groups, routeTables, natGateways, endpoints, interfaces].some((resources) =>
    resources.has(id),
  );
}

function unknownResource(id: string): AwsError {
  return new AwsError('InvalidID', `The ID '${id}' is not valid`);
}
