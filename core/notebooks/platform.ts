import type { NotebookInstance } from '../slices/notebooks';

/**
 * Platforms on which AWS neither creates notebooks nor starts stopped ones any more: Amazon Linux 1, and JupyterLab 1
 * and 3 since 2025-06-30 (SageMaker developer guide, "Amazon Linux 2 notebook instances"; AWS Health, quoted in
 * navinfoeurope/anonymizer#1).
 */
const ended: readonly string[] = ['notebook-al1-v1', 'notebook-al2-v1', 'notebook-al2-v2'];

/** The platform for a replacement of a notebook whose own platform has ended. */
const current = 'notebook-al2023-v1';

/** The platform of a replacement: the notebook's own, unless AWS has ended it. `undefined` stands for AWS's default. */
export function platformFor({ PlatformIdentifier: own }: NotebookInstance): string | undefined {
  return own !== undefined && ended.includes(own) ? current : own;
}

/**
 * Why a notebook could not be started again if it were stopped: AWS has ended its platform. `undefined` for any
 * other.
 */
export function whyNotStartable({ PlatformIdentifier: own }: NotebookInstance): string | undefined {
  return own !== undefined && ended.includes(own)
    ? `AWS has ended its platform ${own} and will not start it again until it is updated to another one (UpdateNotebookInstance: PlatformIdentifier)`
    : undefined;
}
