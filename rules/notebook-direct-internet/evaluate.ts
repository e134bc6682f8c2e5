import type { Verdict } from '../../core/model/rule';
import type { NotebookInstance } from '../../core/slices/notebooks';

/** The facts for the ticket and the report. A type alias, so that it is plain data. */
export type Evidence = {
  readonly directInternetAccess: string;
  readonly status: string;
  readonly subnetId: string | null;
};

/**
 * Fails when DirectInternetAccess is `Enabled` (AWS Security Hub control SageMaker.1). A notebook that is not running
 * still fails, because anybody may start it, but it is contained. A value that Palisade does not understand is
 * unknown.
 */
export function evaluate(notebook: NotebookInstance): Verdict<Evidence> {
  const { DirectInternetAccess: access, NotebookInstanceStatus: status, SubnetId } = notebook;
  if (status === 'Deleting')
    return { status: 'not-applicable', because: 'the notebook instance is being deleted' };
  if (access === 'Disabled') return { status: 'pass', because: 'direct internet access is disabled' };
  if (access !== 'Enabled')
    return {
      status: 'unknown',
      missing: [`DirectInternetAccess is ${access ?? 'absent'}, which is not understood`],
    };
  const idle = notRunning[status];
  return {
    status: 'fail',
    message:
      idle === undefined
        ? `Direct internet access is enabled and the notebook is ${status}: its traffic to the internet bypasses your VPC`
        : `Direct internet access is enabled; ${idle}, so nothing uses it at the moment`,
    evidence: { directInternetAccess: access, status, subnetId: SubnetId ?? null },
    ...(idle === undefined ? {} : { contained: idle, severity: 'medium' }),
  };
}

/** Statuses in which the notebook does not run. */
const notRunning: Readonly<Partial<Record<string, string>>> = {
  Stopped: 'the notebook is stopped',
  Failed: 'the notebook has failed and is not running',
};
