import { defineRule } from '../../core/model/define-rule';
import { withReplacements } from '../../core/notebooks/replacement';
import { notebookSubjects, notebookPlacement } from '../../core/notebooks/subjects';
import { named } from '../../core/model/selectors';
import type { NotebookInstance } from '../../core/slices/notebooks';
import { calls } from './calls';
import { type Evidence, evaluate } from './evaluate';
import { type Calls, plan } from './plan';

export const notebookDirectInternet = defineRule<NotebookInstance, Evidence, Calls>({
  meta: {
    id: 'notebook-direct-internet',
    title: 'Notebook instance has direct internet access',
    severity: 'high',
    resourceTypes: ['AWS::SageMaker::NotebookInstance'],
    triggeredBy: [],
    why: 'With direct internet access the notebook reaches the internet through a network of SageMaker instead of your VPC: no security group, route table, endpoint policy or flow log of yours sees that traffic, and code or a person on it can carry data out.',
    recommendation:
      'Recreate the notebook instance in a VPC subnet with direct internet access disabled, copy what is under /home/ec2-user/SageMaker, then delete the old one. AWS cannot change the setting of an existing instance.',
    standards: [
      'NIST.800-53.r5 AC-4',
      'NIST.800-53.r5 AC-4(21)',
      'NIST.800-53.r5 SC-7',
      'NIST.800-53.r5 SC-7(3)',
      'NIST.800-53.r5 SC-7(4)',
      'NIST.800-53.r5 SC-7(9)',
      'PCI DSS v4.0.1/1.4.4',
      'ISO 27001:2022 A.8.1',
      'AWS Security Hub SageMaker.1',
    ],
    reversible: true,
    disruptive: true,
    defaultMode: 'ticket',
  },
  needs: ['notebooks', 'endpoints'],
  subjectSlice: 'notebooks',
  subjects: notebookSubjects,
  reads: (refs) => ({
    notebooks: named('AWS::SageMaker::NotebookInstance', withReplacements(refs)),
    endpoints: 'all',
  }),
  evaluate,
  plan,
  // Without the fields that other rules change.
  image: notebookPlacement,
  calls,
});
