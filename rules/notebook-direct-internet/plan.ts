import { approvedNetwork, ownNetwork, rebuild, type RebuildCalls } from '../../core/notebooks/rebuild';
import { whyNotStartable } from '../../core/notebooks/platform';
import type { Plan, Step, StepOf } from '../../core/model/plan';
import type { NotebookInstance } from '../../core/slices/notebooks';
import type { Settings } from '../../core/settings';
import type { Snapshot } from '../../core/model/snapshot';
import type { Evidence } from './evaluate';

/** The calls of this rule, with their inputs. */
export interface Calls extends RebuildCalls {
  'sagemaker:StopNotebookInstance': { NotebookInstanceName: string };
  'sagemaker:StartNotebookInstance': { NotebookInstanceName: string };
}

/**
 * Contains the danger by stopping the notebook, which keeps its volume and can be undone by starting it. Removing the
 * cause (a replacement inside the VPC, and the deletion of the old instance) needs approval.
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

  const lasting = whyNotStartable(notebook);
  const stop: Step<'sagemaker:StopNotebookInstance', { NotebookInstanceName: string }> = {
    call: 'sagemaker:StopNotebookInstance',
    input: { NotebookInstanceName: name },
    why: `a stopped notebook keeps its volume and reaches nothing${lasting === undefined ? '' : `. ${lasting}`}`,
    precondition: 'the notebook is InService with direct internet access enabled',
    inverse: [
      {
        call: 'sagemaker:StartNotebookInstance',
        input: { NotebookInstanceName: name },
        why: 'it was running before',
      },
    ],
    // A step that cannot be taken back needs approval.
    approval: lasting === undefined ? 'none' : 'required',
  };
  const network = ownNetwork(notebook) ?? approvedNetwork(snapshot, settings);
  const replacement = rebuild(
    notebook,
    network,
    snapshot,
    ({ SubnetId, DirectInternetAccess }) => SubnetId !== undefined && DirectInternetAccess === 'Disabled',
  );
  const first = status === 'InService' ? [stop] : [];
  if (replacement.status === 'possible')
    return {
      kind: 'steps',
      steps: [
        ...first,
        ...(replacement.create === undefined ? [] : [replacement.create]),
        replacement.remove,
      ],
    };
  return first.length > 0
    ? { kind: 'steps', steps: first }
    : { kind: 'person', because: replacement.because, text: replacement.text };
}
