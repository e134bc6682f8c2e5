import { arnOf } from '../model/resource';
import type { SubjectOf } from '../model/rule';
import type { NotebookInstance } from '../slices/notebooks';
import type { Snapshot } from '../model/snapshot';

const type = 'AWS::SageMaker::NotebookInstance';

/** Every notebook instance, including those that exist but could not be described. */
export function notebookSubjects(snapshot: Snapshot): readonly SubjectOf<NotebookInstance>[] {
  const reading = snapshot.read('notebooks');
  if (reading.status === 'unreadable') return [];
  const { place } = snapshot;
  const { region } = place;
  return [
    ...reading.value.items.map((notebook) => {
      const id = notebook.NotebookInstanceName;
      const arn = notebook.NotebookInstanceArn || arnOf({ type, id }, place);
      return {
        resource: { type, id, arn, region } as const,
        subject: arn === notebook.NotebookInstanceArn ? notebook : { ...notebook, NotebookInstanceArn: arn },
      };
    }),
    ...reading.value.unreadable.map(({ id, because }) => ({
      resource: { type, id, arn: arnOf({ type, id }, place), region } as const,
      unreadable: because,
    })),
  ];
}

/** Where a notebook instance is and whether it runs: the state to restore and compare in rules about its network. */
export function notebookPlacement({
  NotebookInstanceName,
  NotebookInstanceStatus,
  DirectInternetAccess,
  SubnetId,
  SecurityGroups,
}: NotebookInstance): Partial<NotebookInstance> {
  return { NotebookInstanceName, NotebookInstanceStatus, DirectInternetAccess, SubnetId, SecurityGroups };
}
