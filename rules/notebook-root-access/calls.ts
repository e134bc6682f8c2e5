import type { CallSpecs } from '../../core/model/call';
import { onNotebooks, settingRootAccess } from '../../core/notebooks/calls';
import type { Calls } from './plan';

/** The calls of this rule, and the permissions that they need. */
export const calls: CallSpecs<Calls> = {
  'sagemaker:StopNotebookInstance': { step: onNotebooks, inverse: onNotebooks },
  'sagemaker:UpdateNotebookInstance': {
    step: settingRootAccess('Disabled'),
    inverse: settingRootAccess('Enabled'),
  },
  'sagemaker:StartNotebookInstance': { step: onNotebooks, inverse: onNotebooks },
};
