import { approvedNetwork, rebuild, type RebuildCalls } from '../../core/notebooks/rebuild';
import type { Plan, StepOf } from '../../core/model/plan';
import type { Settings } from '../../core/settings';
import type { NotebookInstance } from '../../core/slices/notebooks';
import type { Snapshot } from '../../core/model/snapshot';
import { type Evidence, locate } from './evaluate';

/** The calls of this rule, with their inputs. */
export interface Calls extends RebuildCalls {
  'sagemaker:StopNotebookInstance': { NotebookInstanceName: string };
  'sagemaker:StartNotebookInstance': { NotebookInstanceName: string };
}

/**
 * AWS cannot move a notebook, so nothing is done automatically: a replacement inside the VPC and the deletion of the
 * old one need approval. Containment is left to `notebook-direct-internet`.
 */
export function plan(
  notebook: NotebookInstance,
  { status }: Evidence,
  snapshot: Snapshot,
  settings: Settings,
): Plan<StepOf<Calls>> {
  if (status !== 'InService' && status !== 'Stopped' && status !== 'Failed')
    return { kind: 'wait', because: `the notebook is ${status}; it can be replaced once that has ended` };
  const missing = unread(snapshot);
  if (missing !== undefined)
    return { kind: 'person', because: `where it belongs could not be found out: ${missing}` };
  const replacement = rebuild(
    notebook,
    approvedNetwork(snapshot, settings),
    snapshot,
    (other) => locate(other, snapshot, settings).kind === 'inside',
  );
  if (replacement.status === 'impossible')
    return { kind: 'person', because: replacement.because, text: replacement.text };
  return {
    kind: 'steps',
    steps: [
      ...(replacement.create === undefined ? [] : [replacement.create]),
      ...(status === 'InService' ? [stop(notebook.NotebookInstanceName)] : []),
      replacement.remove,
    ],
  };
}

/** A slice that the proposal depends on and that could not be read. */
function unread(snapshot: Snapshot): string | undefined {
  for (const slice of ['endpoints', 'subnets'] as const) {
    const reading = snapshot.read(slice);
    if (reading.status === 'unreadable') return `${slice}: ${reading.because}`;
  }
  return undefined;
}

function stop(NotebookInstanceName: string): StepOf<Pick<Calls, 'sagemaker:StopNotebookInstance'>> {
  return {
    call: 'sagemaker:StopNotebookInstance',
    input: { NotebookInstanceName },
    why: 'AWS deletes stopped notebooks only; this ends what runs on the old one, its volume stays',
    precondition: 'the replacement exists and the old notebook is InService',
    inverse: [
      {
        call: 'sagemaker:StartNotebookInstance',
        input: { NotebookInstanceName },
        why: 'it was running before',
      },
    ],
    approval: 'required',
  };
}
