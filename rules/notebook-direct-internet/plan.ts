import { isAvailable, sageMakerEndpoints } from '../../core/perimeter';
import type { Plan, Step, StepOf } from '../../core/plan';
import type { NotebookInstance } from '../../core/slices/notebooks';
import type { Settings } from '../../core/settings';
import type { Snapshot } from '../../core/snapshot';
import type { Evidence } from './evaluate';

/** What CreateNotebookInstance takes. Several names differ from what Describe returns. */
export interface CreateInput {
  readonly [key: string]:
    string | number | readonly string[] | { readonly [key: string]: string } | undefined;
  readonly NotebookInstanceName: string;
  readonly InstanceType: string;
  readonly SubnetId: string;
  readonly SecurityGroupIds: readonly string[];
  readonly RoleArn: string;
  readonly DirectInternetAccess: 'Disabled';
}

/** The calls of this rule, with their inputs. */
export interface Calls {
  'sagemaker:StopNotebookInstance': { NotebookInstanceName: string };
  'sagemaker:StartNotebookInstance': { NotebookInstanceName: string };
  'sagemaker:CreateNotebookInstance': { copyTagsFrom: string; create: CreateInput };
  'sagemaker:DeleteNotebookInstance': { NotebookInstanceName: string };
}

/**
 * Contains by stopping, which keeps the volume and can be undone by starting. What would remove the cause, a
 * replacement inside the VPC and the deletion of the old instance, is shown and waits for approval.
 */
export function plan(
  notebook: NotebookInstance,
  { status }: Evidence,
  snapshot: Snapshot,
  settings: Settings,
): Plan<StepOf<Calls>> {
  const name = notebook.NotebookInstanceName;
  if (status !== 'InService' && status !== 'Stopped' && status !== 'Failed')
    return {
      kind: 'wait',
      because:
        status === 'Stopping'
          ? 'the notebook is stopping'
          : `the notebook is ${status}; it can be stopped once that has ended`,
    };

  const stop: Step<'sagemaker:StopNotebookInstance', { NotebookInstanceName: string }> = {
    call: 'sagemaker:StopNotebookInstance',
    input: { NotebookInstanceName: name },
    why: 'a stopped notebook keeps its volume and reaches nothing',
    precondition: 'the notebook is InService with direct internet access enabled',
    inverse: [
      {
        call: 'sagemaker:StartNotebookInstance',
        input: { NotebookInstanceName: name },
        why: 'it was running before',
      },
    ],
    approval: 'none',
  };
  const rebuild = rebuildSteps(notebook, snapshot, settings);
  const steps = [...(status === 'InService' ? [stop] : []), ...rebuild];
  if (steps.length === 0)
    return {
      kind: 'person',
      because:
        'it has to be recreated in a VPC, and no approved subnet and security group are known to propose',
      text: 'Approve a VPC (settings: perimeter.vpcs) that holds a sagemaker.api interface endpoint, or recreate the notebook by hand with SubnetId, SecurityGroupIds and DirectInternetAccess Disabled.',
    };
  return { kind: 'steps', steps };
}

function rebuildSteps(notebook: NotebookInstance, snapshot: Snapshot, settings: Settings): StepOf<Calls>[] {
  const target = targetNetwork(notebook, snapshot, settings);
  const { InstanceType, RoleArn } = notebook;
  if (target === undefined || InstanceType === undefined || RoleArn === undefined) return [];
  const name = notebook.NotebookInstanceName;
  const replacement = replacementName(name);
  const notebooks = snapshot.read('notebooks');
  const exists =
    notebooks.status === 'read' &&
    notebooks.value.items.some((other) => other.NotebookInstanceName === replacement);
  const create: StepOf<Calls> = {
    call: 'sagemaker:CreateNotebookInstance',
    input: {
      copyTagsFrom: notebook.NotebookInstanceArn,
      create: {
        ...carriedOver(notebook, InstanceType, RoleArn),
        NotebookInstanceName: replacement,
        ...target,
      },
    },
    why: 'AWS cannot change direct internet access in place: this is the same notebook inside the VPC',
    precondition: `no notebook named ${replacement} exists`,
    inverse: [
      {
        call: 'sagemaker:DeleteNotebookInstance',
        input: { NotebookInstanceName: replacement },
        why: 'the replacement is new and can be removed again',
      },
    ],
    approval: 'required',
  };
  const remove: StepOf<Calls> = {
    call: 'sagemaker:DeleteNotebookInstance',
    input: { NotebookInstanceName: name },
    why: `deletes the old notebook AND ITS VOLUME: copy what is needed from /home/ec2-user/SageMaker to ${replacement} first`,
    precondition: 'the old notebook is stopped and its data has been copied',
    approval: 'data-loss',
  };
  return exists ? [remove] : [create, remove];
}

/** All that a rebuild has to carry over, in Create's names (SageMaker API reference). */
function carriedOver(notebook: NotebookInstance, InstanceType: string, RoleArn: string) {
  const { NotebookInstanceLifecycleConfigName: LifecycleConfigName } = notebook;
  const optional = {
    LifecycleConfigName,
    KmsKeyId: notebook.KmsKeyId,
    VolumeSizeInGB: notebook.VolumeSizeInGB,
    DefaultCodeRepository: notebook.DefaultCodeRepository,
    AdditionalCodeRepositories: notebook.AdditionalCodeRepositories,
    RootAccess: notebook.RootAccess,
    PlatformIdentifier: notebook.PlatformIdentifier,
    IpAddressType: notebook.IpAddressType,
    InstanceMetadataServiceConfiguration: notebook.InstanceMetadataServiceConfiguration,
  };
  const present = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return { InstanceType, RoleArn, DirectInternetAccess: 'Disabled' as const, ...present };
}

/**
 * Its own subnet and groups where it has them; else those of the approved VPC's `sagemaker.api` endpoint, which a
 * notebook must be able to reach anyway.
 */
function targetNetwork(
  notebook: NotebookInstance,
  snapshot: Snapshot,
  settings: Settings,
): { SubnetId: string; SecurityGroupIds: readonly string[] } | undefined {
  const { SubnetId, SecurityGroups } = notebook;
  if (SubnetId !== undefined && SecurityGroups !== undefined && SecurityGroups.length > 0)
    return { SubnetId, SecurityGroupIds: SecurityGroups };
  const endpoints = snapshot.read('endpoints');
  if (endpoints.status === 'unreadable') return undefined;
  const approved = settings.perimeter.vpcs;
  const host = sageMakerEndpoints(endpoints.value)
    .filter((endpoint) => isAvailable(endpoint) && endpoint.ServiceName.endsWith('.sagemaker.api'))
    .filter((endpoint) => approved === undefined || approved.includes(endpoint.VpcId))
    .sort((a, b) => (a.VpcEndpointId < b.VpcEndpointId ? -1 : 1))[0];
  const subnet = [...(host?.SubnetIds ?? [])].sort()[0];
  const groups = (host?.Groups ?? []).map(({ GroupId }) => GroupId);
  return subnet === undefined || groups.length === 0
    ? undefined
    : { SubnetId: subnet, SecurityGroupIds: groups };
}

/** `churn` → `churn-vpc`, cut to the 63 characters that a name may have. */
export function replacementName(name: string): string {
  return `${name.slice(0, 59)}-vpc`;
}
