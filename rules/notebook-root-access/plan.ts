import { whyNotStartable } from '../../core/notebooks/platform';
import type { PastStep, Plan, Step, StepOf } from '../../core/model/plan';
import type { Settings } from '../../core/settings';
import type { NotebookInstance } from '../../core/slices/notebooks';
import type { Snapshot } from '../../core/model/snapshot';
import type { Evidence } from './evaluate';

type Named = { NotebookInstanceName: string };

/** The calls of this rule, with their inputs. */
export interface Calls {
  'sagemaker:StopNotebookInstance': Named;
  'sagemaker:UpdateNotebookInstance': Named & { RootAccess: 'Enabled' | 'Disabled' };
  'sagemaker:StartNotebookInstance': Named;
}

/** A read this soon after AWS accepted a call may still show the state before it (ms). */
const staleMs = 120_000;

/**
 * Stop, update, start: AWS changes root access only while a notebook is stopped. It is started again only if this
 * remediation stopped it. If somebody starts it meanwhile, that is their decision: it is not stopped a second time.
 */
export function plan(
  notebook: NotebookInstance,
  { status }: Evidence,
  snapshot: Snapshot,
  _settings: Settings,
  history: readonly PastStep[],
): Plan<StepOf<Calls>> {
  const { stop, update, start } = stepsFor(notebook.NotebookInstanceName);
  const lasting = whyNotStartable(notebook);
  if (status === 'InService' && lasting !== undefined)
    return {
      kind: 'person',
      because: `AWS changes root access of a stopped notebook only, and ${lasting}, so it would not run again afterwards`,
    };
  switch (status) {
    case 'InService':
      return tookEffect('sagemaker:StopNotebookInstance', history, snapshot)
        ? {
            kind: 'person',
            because:
              'somebody started the notebook again after it was stopped for this change; stop it when it suits, and root access is disabled while it is stopped',
          }
        : { kind: 'steps', steps: [stop, update, start] };
    case 'Stopped':
      return { kind: 'steps', steps: wasStoppedByUs(history) ? [update, start] : [update] };
    case 'Failed':
      return {
        kind: 'person',
        because:
          'the notebook has failed, and AWS changes root access of a stopped notebook only; start it and stop it, or delete it',
      };
    default:
      return {
        kind: 'wait',
        because: `the notebook is ${status}; AWS changes root access only once it is stopped`,
      };
  }
}

/**
 * The plan once root access is off: starts the notebook again if this remediation stopped it, and waits until it
 * runs.
 */
export function finish(
  { NotebookInstanceName: name, NotebookInstanceStatus: status }: NotebookInstance,
  history: readonly PastStep[],
  snapshot: Snapshot,
): Plan<StepOf<Calls>> | undefined {
  if (status === 'Updating')
    return { kind: 'wait', because: 'the notebook is updating with root access disabled' };
  if (!wasStoppedByUs(history)) return undefined;
  switch (status) {
    case 'InService':
      return undefined;
    case 'Stopped':
      // It was started before, so its owner has stopped it meanwhile: it is not started a second time.
      return tookEffect('sagemaker:StartNotebookInstance', history, snapshot)
        ? undefined
        : { kind: 'steps', steps: [stepsFor(name).start] };
    case 'Failed':
      return {
        kind: 'person',
        because:
          'root access is disabled, but the notebook did not come up again; its FailureReason and the logs of its lifecycle scripts tell why (scripts that expect a user with root access fail now)',
      };
    default:
      return { kind: 'wait', because: `root access is disabled, and the notebook is ${status}` };
  }
}

/** Whether this remediation, which is still in progress, stopped it. */
function wasStoppedByUs(history: readonly PastStep[]): boolean {
  return history.some(({ call, state }) => call === 'sagemaker:StopNotebookInstance' && state !== 'verified');
}

/**
 * Whether AWS accepted our call long enough ago that the state read since is not stale: a different state is somebody
 * else's doing.
 */
function tookEffect(name: keyof Calls, history: readonly PastStep[], snapshot: Snapshot): boolean {
  const readAt = Date.parse(snapshot.read('notebooks').at);
  return history.some(
    ({ call, state, at }) =>
      call === name && (state === 'verified' || (state === 'done' && readAt - Date.parse(at) >= staleMs)),
  );
}

interface Steps {
  readonly stop: Step<'sagemaker:StopNotebookInstance', Named>;
  readonly update: Step<'sagemaker:UpdateNotebookInstance', Calls['sagemaker:UpdateNotebookInstance']>;
  readonly start: Step<'sagemaker:StartNotebookInstance', Named>;
}

/** The steps. Their inverses, performed in reverse order, are the same three calls. */
function stepsFor(NotebookInstanceName: string): Steps {
  const named = { NotebookInstanceName };
  return {
    stop: {
      call: 'sagemaker:StopNotebookInstance',
      input: named,
      why: 'AWS changes root access of a stopped notebook only; the volume is kept',
      precondition:
        'the notebook is InService with root access enabled, and nobody restarted it since we stopped it',
      inverse: [{ call: 'sagemaker:StartNotebookInstance', input: named, why: 'it was running before' }],
      approval: 'none',
    },
    update: {
      call: 'sagemaker:UpdateNotebookInstance',
      input: { ...named, RootAccess: 'Disabled' },
      why: 'its users then work without administrator rights',
      precondition: 'the notebook is Stopped with root access enabled',
      inverse: [
        {
          call: 'sagemaker:UpdateNotebookInstance',
          input: { ...named, RootAccess: 'Enabled' },
          why: 'root access was enabled before',
        },
      ],
      approval: 'none',
    },
    start: {
      call: 'sagemaker:StartNotebookInstance',
      input: named,
      why: 'it was running before it was stopped for this change',
      precondition: 'the notebook is Stopped, by this remediation, with root access disabled',
      inverse: [
        {
          call: 'sagemaker:StopNotebookInstance',
          input: named,
          why: 'AWS changes root access of a stopped notebook only',
        },
      ],
      approval: 'none',
    },
  };
}
