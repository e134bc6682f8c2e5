import type { NotebookInstanceStatus } from '@aws-sdk/client-sagemaker';
import type { Account, Call } from '../../account/account';
import { refused } from '../../refusals/refusal';
import { SAGEMAKER_SLOT, validation, type Notebook } from './state';

/** Refuses a transition that is not allowed from the notebook's status. */
export function requireStatus(
  notebook: Notebook,
  legal: readonly NotebookInstanceStatus[],
  wanted: NotebookInstanceStatus,
  refusal?: Parameters<typeof refused>[0],
): void {
  const { NotebookInstanceStatus: status, NotebookInstanceArn: arn } = notebook.detail;
  if (status !== undefined && legal.includes(status)) return;
  // The same message, but with a recorded source.
  if (refusal !== undefined) throw refused(refusal, { status: String(status), notebook: arn });
  throw validation(
    `Status (${String(status)}) not in ([${legal.join(', ')}]). ` +
      `Unable to transition to (${wanted}) for Notebook Instance (${arn})`,
  );
}

/** Enters a status now and reaches `target` after `delay` ms; 'gone' removes the notebook. */
export function transition(
  call: Call,
  notebook: Notebook,
  through: NotebookInstanceStatus,
  target: NotebookInstanceStatus | 'gone',
  delay: number,
): void {
  const { account, region } = call;
  const name = notebook.detail.NotebookInstanceName;
  setStatus(account, region, notebook, through);
  account.clock.after(
    delay,
    () => {
      const { notebooks } = account.store.current(SAGEMAKER_SLOT, region);
      const current = notebooks.get(name);
      if (current?.detail.NotebookInstanceStatus !== through) return;
      if (current.failNext !== undefined) {
        current.detail.FailureReason = current.failNext;
        current.failNext = undefined;
        setStatus(account, region, current, 'Failed');
      } else if (target === 'gone') {
        notebooks.delete(name);
      } else {
        setStatus(account, region, current, target);
      }
    },
    `${name} from ${through} to ${target}`,
  );
}

/** Sets a status and emits the native event. AWS may send several events per change, so one is repeated. */
function setStatus(
  account: Account,
  region: string,
  notebook: Notebook,
  status: NotebookInstanceStatus,
): void {
  const { detail, tags } = notebook;
  detail.NotebookInstanceStatus = status;
  detail.LastModifiedTime = new Date(account.clock.now());
  const inVpc = detail.SubnetId !== undefined;
  if (status === 'InService' && inVpc) detail.NetworkInterfaceId ??= account.ids.ec2('eni');
  const event = {
    source: 'aws.sagemaker',
    'detail-type': 'SageMaker Notebook Instance State Change',
    region,
    resources: [detail.NotebookInstanceArn],
    detail: {
      NotebookInstanceName: detail.NotebookInstanceName,
      NotebookInstanceArn: detail.NotebookInstanceArn,
      NotebookInstanceStatus: status,
      InstanceType: detail.InstanceType,
      RoleArn: detail.RoleArn,
      NotebookInstanceLifecycleConfigName: detail.NotebookInstanceLifecycleConfigName,
      CreationTime: detail.CreationTime?.getTime(),
      LastModifiedTime: detail.LastModifiedTime.getTime(),
      Tags: Object.fromEntries(tags.map((tag) => [tag.Key ?? '', tag.Value ?? ''])),
    },
  };
  account.emit(event);
  if (status === 'Stopped' || status === 'InService') account.emit(event);
}
