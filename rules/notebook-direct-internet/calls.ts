import type { CallSpecs } from '../../core/model/call';
import { onNotebooks, rebuildCalls } from '../../core/notebooks/calls';
import type { Calls } from './plan';

/** The calls of this rule, and the permissions that they need. */
export const calls: CallSpecs<Calls> = {
  'sagemaker:StopNotebookInstance': { step: onNotebooks },
  'sagemaker:StartNotebookInstance': { inverse: onNotebooks },
  ...rebuildCalls,
};
