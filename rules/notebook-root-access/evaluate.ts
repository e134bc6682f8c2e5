import type { Verdict } from '../../core/model/rule';
import type { NotebookInstance } from '../../core/slices/notebooks';

/** The facts for the ticket and the report. A type alias, so that it is plain data. */
export type Evidence = {
  readonly rootAccess: string;
  readonly status: string;
  readonly lifecycleConfig: string | null;
};

/**
 * Fails when RootAccess is `Enabled` (AWS Security Hub control SageMaker.3), which is also AWS's default. A notebook
 * that is not running only lowers the severity, because anybody may start it. A value that Palisade does not
 * understand is unknown.
 */
export function evaluate(notebook: NotebookInstance): Verdict<Evidence> {
  const { RootAccess: access, NotebookInstanceStatus: status } = notebook;
  if (status === 'Deleting')
    return { status: 'not-applicable', because: 'the notebook instance is being deleted' };
  if (access === 'Disabled') return { status: 'pass', because: 'root access is disabled for its users' };
  if (access !== 'Enabled')
    return { status: 'unknown', missing: [`RootAccess is ${access ?? 'absent'}, which is not understood`] };
  const isIdle = status === 'Stopped' || status === 'Failed';
  return {
    status: 'fail',
    message: isIdle
      ? `Root access is enabled; the notebook is ${status}, so nobody uses it at the moment`
      : `Root access is enabled and the notebook is ${status}: its users have administrator rights on it`,
    evidence: {
      rootAccess: access,
      status,
      lifecycleConfig: notebook.NotebookInstanceLifecycleConfigName ?? null,
    },
    ...(isIdle ? { severity: 'medium' } : {}),
  };
}
