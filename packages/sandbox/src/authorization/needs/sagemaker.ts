import {
  anywhere,
  type CallInput,
  type Need,
  type Needs,
  objectsIn,
  tagContext,
  textIn,
  type Where,
} from '../need';
import { awsPartitionOf } from '../../account/partition';

const on =
  (action: string, type: string, member: string) =>
  (input: CallInput, { account, region }: Where): readonly Need[] => [
    {
      action: `sagemaker:${action}`,
      resource: `arn:${awsPartitionOf(region)}:sagemaker:${region}:${account}:${type}/${textIn(input, member).toLowerCase()}`,
    },
  ];
const notebook = (action: string) => on(action, 'notebook-instance', 'NotebookInstanceName');
const domain = (action: string) => on(action, 'domain', 'DomainId');
const tagged =
  (action: string) =>
  (input: CallInput): readonly Need[] => [
    {
      action: `sagemaker:${action}`,
      resource: textIn(input, 'ResourceArn'),
      context: tagContext(objectsIn(input, 'Tags')),
    },
  ];

/** Giving a role to a notebook needs `iam:PassRole`. */
function passRoleNeeds(input: CallInput): readonly Need[] {
  const role = textIn(input, 'RoleArn');
  if (role === '') return [];
  const context = { 'iam:PassedToService': 'sagemaker.amazonaws.com' };
  return [{ action: 'iam:PassRole', resource: role, context }];
}

/** The network settings that a request to create or change a notebook states, as condition keys. */
function network(input: CallInput): Readonly<Record<string, string>> {
  const keys: readonly (readonly [string, string])[] = [
    ['sagemaker:DirectInternetAccess', 'DirectInternetAccess'],
    ['sagemaker:RootAccess', 'RootAccess'],
  ];
  const stated = keys.map(([key, member]) => [key, textIn(input, member)] as const);
  return Object.fromEntries(stated.filter(([, value]) => value !== ''));
}

export const sagemakerNeeds: Needs = {
  ListNotebookInstances: anywhere('sagemaker:ListNotebookInstances'),
  ListDomains: anywhere('sagemaker:ListDomains'),
  ListApps: anywhere('sagemaker:ListApps'),
  ListUserProfiles: anywhere('sagemaker:ListUserProfiles'),
  DescribeNotebookInstance: notebook('DescribeNotebookInstance'),
  StartNotebookInstance: notebook('StartNotebookInstance'),
  StopNotebookInstance: notebook('StopNotebookInstance'),
  DeleteNotebookInstance: notebook('DeleteNotebookInstance'),
  UpdateNotebookInstance: (input, where) => [
    ...notebook('UpdateNotebookInstance')(input, where).map((need) => ({ ...need, context: network(input) })),
    ...passRoleNeeds(input),
  ],
  CreateNotebookInstance: (input, where) => {
    const tags = objectsIn(input, 'Tags');
    const create = notebook('CreateNotebookInstance')(input, where);
    return [
      ...create.map((need) => ({ ...need, context: { ...network(input), ...tagContext(tags) } })),
      ...(tags.length === 0
        ? []
        : create.map(({ resource }) => ({
            action: 'sagemaker:AddTags',
            resource,
            context: tagContext(tags),
          }))),
      ...passRoleNeeds(input),
    ];
  },
  DescribeDomain: domain('DescribeDomain'),
  UpdateDomain: domain('UpdateDomain'),
  ListTags: tagged('ListTags'),
  AddTags: tagged('AddTags'),
  DeleteTags: tagged('DeleteTags'),
};
