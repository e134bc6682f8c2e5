import type {
  GetStackPolicyInput,
  GetStackPolicyOutput,
  SetStackPolicyInput,
  UpdateTerminationProtectionInput,
  UpdateTerminationProtectionOutput,
} from '@aws-sdk/client-cloudformation';
import type { Call } from '../../account/account';
import type { Service } from '../service';
import { defined } from '../members';
import { createChangeSet, deleteChangeSet, executeChangeSet } from './change-sets';
import { describeChangeSet, listChangeSets } from './describe-change-sets';
import {
  describeStackEvents,
  describeStackResource,
  describeStackResources,
  listStackResources,
} from './describe-resources';
import { describeStacks, listExports, listStacks } from './describe-stacks';
import { getTemplate, getTemplateSummary, validateTemplate } from './describe-templates';
import { findLiveStack } from './find-stack';
import { createStack, deleteStack, updateStack } from './stacks';
import { CLOUDFORMATION_SLOT } from './state';

/** CloudFormation's API. The registered worker (`createCloud`) creates the resources. */
export const CLOUDFORMATION: Service = {
  name: 'cloudformation',
  eventSource: 'cloudformation',
  protocol: 'query',
  xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  sdk: () => import('@aws-sdk/client-cloudformation'),
  throttled: { code: 'Throttling', status: 400 },
  denied: { code: 'AccessDenied', status: 403 },
  slot: CLOUDFORMATION_SLOT,
  operations: {
    CreateStack: createStack,
    UpdateStack: updateStack,
    DeleteStack: deleteStack,
    DescribeStacks: describeStacks,
    ListStacks: listStacks,
    ListExports: listExports,
    DescribeStackEvents: describeStackEvents,
    DescribeStackResource: describeStackResource,
    DescribeStackResources: describeStackResources,
    ListStackResources: listStackResources,
    ValidateTemplate: validateTemplate,
    GetTemplate: getTemplate,
    GetTemplateSummary: getTemplateSummary,
    CreateChangeSet: createChangeSet,
    DescribeChangeSet: describeChangeSet,
    ExecuteChangeSet: executeChangeSet,
    DeleteChangeSet: deleteChangeSet,
    ListChangeSets: listChangeSets,
    SetStackPolicy: setStackPolicy,
    GetStackPolicy: getStackPolicy,
    UpdateTerminationProtection: updateTerminationProtection,
  },
  readOperations: new Set(['ValidateTemplate']),
};

/** Stack policies are stored but have no effect. */
function setStackPolicy(input: SetStackPolicyInput, call: Call): object {
  findLiveStack(input.StackName, call).policy = input.StackPolicyBody;
  return {};
}

function getStackPolicy(input: GetStackPolicyInput, call: Call): GetStackPolicyOutput {
  return defined({ StackPolicyBody: findLiveStack(input.StackName, call).policy });
}

function updateTerminationProtection(
  input: UpdateTerminationProtectionInput,
  call: Call,
): UpdateTerminationProtectionOutput {
  const stack = findLiveStack(input.StackName, call);
  stack.isProtected = input.EnableTerminationProtection === true;
  return { StackId: stack.id };
}
