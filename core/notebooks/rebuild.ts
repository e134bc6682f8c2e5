import { isAvailable, sageMakerEndpoints, servesRegion } from '../enforcement/perimeter';
import type { Step, StepOf } from '../model/plan';
import { platformFor } from './platform';
import { replacementName } from './replacement';
import type { Settings } from '../settings';
import type { NotebookInstance } from '../slices/notebooks';
import type { Snapshot } from '../model/snapshot';

/** The input of CreateNotebookInstance. Several names differ from those in Describe's output. */
interface CreateInput {
  readonly [key: string]:
    string | number | readonly string[] | { readonly [key: string]: string } | undefined;
  readonly NotebookInstanceName: string;
  readonly InstanceType: string;
  readonly SubnetId: string;
  readonly SecurityGroupIds: readonly string[];
  readonly RoleArn: string;
  readonly DirectInternetAccess: 'Disabled';
}

/** The calls of a rebuild, with their inputs. */
export interface RebuildCalls {
  'sagemaker:CreateNotebookInstance': { copyTagsFrom: string; create: CreateInput };
  'sagemaker:DeleteNotebookInstance': { NotebookInstanceName: string };
}

/** The network to put a notebook into. */
export interface NotebookNetwork {
  readonly SubnetId: string;
  readonly SecurityGroupIds: readonly string[];
}

/** The steps of a rebuild, or why none can be proposed. */
export type Rebuild =
  | {
      readonly status: 'possible';
      /** Absent if the replacement already exists. */
      readonly create?: StepOf<Pick<RebuildCalls, 'sagemaker:CreateNotebookInstance'>>;
      readonly remove: StepOf<Pick<RebuildCalls, 'sagemaker:DeleteNotebookInstance'>>;
    }
  | { readonly status: 'impossible'; readonly because: string; readonly text: string };

/**
 * Plans how to move a notebook into a VPC, which AWS cannot do in place: create the same notebook under another name,
 * then delete the old one. Every step needs approval, and the deletion an approval of its own, because it destroys
 * the volume.
 * @param isSound whether an existing notebook with the replacement's name is in the right network
 */
export function rebuild(
  notebook: NotebookInstance,
  target: NotebookNetwork | undefined,
  snapshot: Snapshot,
  isSound: (replacement: NotebookInstance) => boolean,
): Rebuild {
  const { InstanceType, RoleArn, NotebookInstanceName: name } = notebook;
  const replacement = replacementName(name);
  const notebooks = snapshot.read('notebooks');
  const existing =
    notebooks.status === 'read'
      ? notebooks.value.items.find((other) => other.NotebookInstanceName === replacement)
      : undefined;
  const isOurs =
    existing?.RoleArn === RoleArn &&
    ['InService', 'Stopped', 'Pending'].includes(existing?.NotebookInstanceStatus ?? '');
  if (existing !== undefined && !(isOurs && isSound(existing)))
    return {
      status: 'impossible',
      because: `it has to be recreated, but ${replacement} exists and is not a replacement for it inside the approved network`,
      text: `Remove ${replacement}, or recreate the notebook by hand.`,
    };
  const remove: Step<'sagemaker:DeleteNotebookInstance', { NotebookInstanceName: string }> = {
    call: 'sagemaker:DeleteNotebookInstance',
    input: { NotebookInstanceName: name },
    why: `deletes the old notebook AND ITS VOLUME: copy what is needed from /home/ec2-user/SageMaker to ${replacement} first`,
    precondition: 'the old notebook is stopped and its data has been copied',
    approval: 'data-loss',
  };
  if (existing !== undefined) return { status: 'possible', remove };
  const endpoints = snapshot.read('endpoints');
  if (target === undefined && endpoints.status === 'unreadable')
    return {
      status: 'impossible',
      because: `it has to be recreated in a VPC, but no VPC could be chosen, because the endpoints could not be read: ${endpoints.because}`,
      text: 'Let Palisade read the VPC endpoints, or recreate the notebook by hand with SubnetId, SecurityGroupIds and DirectInternetAccess Disabled.',
    };
  if (target === undefined || InstanceType === undefined || RoleArn === undefined)
    return {
      status: 'impossible',
      because:
        'it has to be recreated in a VPC, but no approved subnet and security group to propose are known',
      text: 'Approve a VPC (settings: perimeter.vpcs) that holds a sagemaker.api interface endpoint, or recreate the notebook by hand with SubnetId, SecurityGroupIds and DirectInternetAccess Disabled.',
    };
  return {
    status: 'possible',
    create: {
      call: 'sagemaker:CreateNotebookInstance',
      input: {
        copyTagsFrom: notebook.NotebookInstanceArn,
        create: {
          ...carriedOver(notebook, InstanceType, RoleArn),
          NotebookInstanceName: replacement,
          ...target,
        },
      },
      why: `AWS cannot change the network of a notebook in place: this is the same notebook inside the VPC${onAnother(notebook)}`,
      precondition: `no notebook named ${replacement} exists`,
      // The replacement stays: people may have worked in it since, and deleting it would destroy their work.
      inverse: [],
      approval: 'required',
    },
    remove,
  };
}

function onAnother(notebook: NotebookInstance): string {
  const platform = platformFor(notebook);
  return platform === notebook.PlatformIdentifier
    ? ''
    : `, on the platform ${String(platform)}, because AWS has ended ${String(notebook.PlatformIdentifier)}`;
}

/** Everything that a rebuild has to carry over, named as in CreateNotebookInstance (SageMaker API reference). */
function carriedOver(notebook: NotebookInstance, InstanceType: string, RoleArn: string) {
  const { NotebookInstanceLifecycleConfigName: LifecycleConfigName } = notebook;
  const optional = {
    LifecycleConfigName,
    KmsKeyId: notebook.KmsKeyId,
    VolumeSizeInGB: notebook.VolumeSizeInGB,
    DefaultCodeRepository: notebook.DefaultCodeRepository,
    AdditionalCodeRepositories: notebook.AdditionalCodeRepositories,
    RootAccess: notebook.RootAccess,
    PlatformIdentifier: platformFor(notebook),
    IpAddressType: notebook.IpAddressType,
    InstanceMetadataServiceConfiguration: notebook.InstanceMetadataServiceConfiguration,
  };
  const present = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return { InstanceType, RoleArn, DirectInternetAccess: 'Disabled' as const, ...present };
}

/** The notebook's own subnet and security groups, if it has both. */
export function ownNetwork({ SubnetId, SecurityGroups }: NotebookInstance): NotebookNetwork | undefined {
  if (SubnetId === undefined || SecurityGroups === undefined || SecurityGroups.length === 0) return undefined;
  return { SubnetId, SecurityGroupIds: SecurityGroups };
}

/** The network of the `sagemaker.api` endpoint of an approved VPC, which a notebook must be able to reach anyway. */
export function approvedNetwork(snapshot: Snapshot, settings: Settings): NotebookNetwork | undefined {
  const endpoints = snapshot.read('endpoints');
  if (endpoints.status === 'unreadable') return undefined;
  const approved = settings.perimeter.vpcs;
  const host = sageMakerEndpoints(endpoints.value)
    .filter(
      (endpoint) =>
        isAvailable(endpoint) &&
        endpoint.ServiceName.endsWith('.sagemaker.api') &&
        servesRegion(endpoint, snapshot.place.region),
    )
    .filter((endpoint) => approved === undefined || approved.includes(endpoint.VpcId))
    .sort((a, b) => (a.VpcEndpointId < b.VpcEndpointId ? -1 : 1))[0];
  const subnet = [...(host?.SubnetIds ?? [])].sort()[0];
  const groups = (host?.Groups ?? []).map(({ GroupId }) => GroupId);
  return subnet === undefined || groups.length === 0
    ? undefined
    : { SubnetId: subnet, SecurityGroupIds: groups };
}
