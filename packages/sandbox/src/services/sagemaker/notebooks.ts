import type {
  CreateNotebookInstanceInput,
  CreateNotebookInstanceOutput,
  DeleteNotebookInstanceInput,
  DescribeNotebookInstanceInput,
  DescribeNotebookInstanceOutput,
  StartNotebookInstanceInput,
  StopNotebookInstanceInput,
  UpdateNotebookInstanceInput,
  UpdateNotebookInstanceOutput,
} from '@aws-sdk/client-sagemaker';
import type { Call } from '../../account/account';
import { sagemaker as refusals } from '../../refusals/sagemaker';
import { refused } from '../../refusals/refusal';
import { IAM_SLOT } from '../iam/state';
import { defined, given } from '../members';
import { requireStatus, transition } from './lifecycle';
import { SAGEMAKER_SLOT, validation, type Notebook } from './state';
import { awsPartitionOf } from '../../account/partition';

export function createNotebook(input: CreateNotebookInstanceInput, call: Call): CreateNotebookInstanceOutput {
  const { notebooks } = call.state(SAGEMAKER_SLOT);
  const { accountId, quotas, timings } = call.account;
  const name = given(input.NotebookInstanceName);
  if (!/^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/.test(name) || name.length > 63) {
    throw validation(`Value '${name}' at 'notebookInstanceName' failed to satisfy constraint`);
  }
  const arn = `arn:${awsPartitionOf(call.region)}:sagemaker:${call.region}:${accountId}:notebook-instance/${name.toLowerCase()}`;
  if (notebooks.has(name)) throw validation(`Cannot create a duplicate Notebook Instance (${arn})`);
  if (notebooks.size >= quotas.notebookInstances) {
    throw refused(refusals.notebookQuota, {
      quota: String(quotas.notebookInstances),
      used: String(notebooks.size),
    });
  }
  checkNetwork(input);
  checkPlatform(call, input.PlatformIdentifier);
  checkRole(call, given(input.RoleArn));
  const now = new Date(call.now);
  const notebook: Notebook = {
    detail: defined({
      NotebookInstanceName: name,
      NotebookInstanceArn: arn,
      Url: `${name}.notebook.${call.region}.sagemaker.aws`,
      InstanceType: input.InstanceType,
      RoleArn: input.RoleArn,
      KmsKeyId: input.KmsKeyId,
      SubnetId: input.SubnetId,
      SecurityGroups: input.SecurityGroupIds ?? [],
      NotebookInstanceLifecycleConfigName: input.LifecycleConfigName,
      DirectInternetAccess: input.DirectInternetAccess ?? 'Enabled',
      VolumeSizeInGB: input.VolumeSizeInGB ?? 5,
      DefaultCodeRepository: input.DefaultCodeRepository,
      AdditionalCodeRepositories: input.AdditionalCodeRepositories,
      RootAccess: input.RootAccess ?? 'Enabled',
      PlatformIdentifier: input.PlatformIdentifier ?? 'notebook-al2023-v1',
      IpAddressType: input.IpAddressType ?? 'ipv4',
      InstanceMetadataServiceConfiguration: input.InstanceMetadataServiceConfiguration ?? {
        MinimumInstanceMetadataServiceVersion: '1',
      },
      CreationTime: now,
      LastModifiedTime: now,
    }),
    tags: [...(input.Tags ?? [])],
    failNext: undefined,
  };
  notebooks.set(name, notebook);
  transition(call, notebook, 'Pending', 'InService', timings.notebookStart);
  return { NotebookInstanceArn: arn };
}

/** A role that does not exist in the account is accepted, because most tests create none. */
function checkRole(call: Call, role: string): void {
  const found = call.state(IAM_SLOT).roles.get(role.split('/').at(-1) ?? '');
  if (found !== undefined && !found.trust?.includes('sagemaker.amazonaws.com'))
    throw refused(refusals.roleNotAssumable, { role });
}

function checkPlatform(call: Call, platform: string | undefined): void {
  if (platform !== undefined && call.state(SAGEMAKER_SLOT).endedPlatforms.has(platform))
    throw refused(refusals.platformEnded, { platform });
}

function checkNetwork(input: CreateNotebookInstanceInput): void {
  if (input.SubnetId === undefined && input.DirectInternetAccess === 'Disabled') {
    throw validation('DirectInternetAccess can be set to Disabled only with a SubnetId');
  }
  if (input.SubnetId === undefined && (input.SecurityGroupIds ?? []).length > 0) {
    throw validation('SecurityGroupIds need a SubnetId');
  }
  if ((input.SecurityGroupIds ?? []).length > 5) throw validation('At most 5 security groups are allowed');
}

export function describeNotebook(
  input: DescribeNotebookInstanceInput,
  call: Call,
): DescribeNotebookInstanceOutput {
  return find(call, input.NotebookInstanceName).detail;
}

export function startNotebook(input: StartNotebookInstanceInput, call: Call): void {
  const notebook = find(call, input.NotebookInstanceName);
  requireStatus(notebook, ['Stopped', 'Failed'], 'Pending', refusals.startInTransition);
  checkPlatform(call, notebook.detail.PlatformIdentifier);
  transition(call, notebook, 'Pending', 'InService', call.account.timings.notebookStart);
}

export function stopNotebook(input: StopNotebookInstanceInput, call: Call): void {
  const notebook = find(call, input.NotebookInstanceName);
  requireStatus(notebook, ['InService'], 'Stopping', refusals.stopNotInService);
  transition(call, notebook, 'Stopping', 'Stopped', call.account.timings.notebookStop);
}

export function deleteNotebook(input: DeleteNotebookInstanceInput, call: Call): void {
  const notebook = find(call, input.NotebookInstanceName);
  requireStatus(notebook, ['Stopped', 'Failed'], 'Deleting');
  transition(call, notebook, 'Deleting', 'gone', call.account.timings.notebookDelete);
}

export function updateNotebook(input: UpdateNotebookInstanceInput, call: Call): UpdateNotebookInstanceOutput {
  const notebook = find(call, input.NotebookInstanceName);
  requireStatus(notebook, ['Stopped'], 'Updating');
  const { detail } = notebook;
  if (input.VolumeSizeInGB !== undefined && input.VolumeSizeInGB < (detail.VolumeSizeInGB ?? 5)) {
    throw validation('The volume size of a notebook instance cannot be decreased');
  }
  Object.assign(
    detail,
    defined({
      InstanceType: input.InstanceType,
      RoleArn: input.RoleArn,
      VolumeSizeInGB: input.VolumeSizeInGB,
      PlatformIdentifier: input.PlatformIdentifier,
      IpAddressType: input.IpAddressType,
      RootAccess: input.RootAccess,
      InstanceMetadataServiceConfiguration: input.InstanceMetadataServiceConfiguration,
      DefaultCodeRepository: input.DefaultCodeRepository,
      AdditionalCodeRepositories: input.AdditionalCodeRepositories,
      NotebookInstanceLifecycleConfigName: input.LifecycleConfigName,
    }),
  );
  if (input.DisassociateLifecycleConfig === true) delete detail.NotebookInstanceLifecycleConfigName;
  if (input.DisassociateDefaultCodeRepository === true) delete detail.DefaultCodeRepository;
  if (input.DisassociateAdditionalCodeRepositories === true) delete detail.AdditionalCodeRepositories;
  transition(call, notebook, 'Updating', 'Stopped', call.account.timings.notebookUpdate);
  return {};
}

function find(call: Call, name: string | undefined): Notebook {
  const notebook = call.state(SAGEMAKER_SLOT).notebooks.get(given(name));
  if (notebook === undefined) throw validation('RecordNotFound');
  return notebook;
}
