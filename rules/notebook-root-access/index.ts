import { defineRule } from '../../core/model/define-rule';
import { notebookSubjects } from '../../core/notebooks/subjects';
import { named } from '../../core/model/selectors';
import type { NotebookInstance } from '../../core/slices/notebooks';
import { calls } from './calls';
import { type Evidence, evaluate } from './evaluate';
import { type Calls, finish, plan } from './plan';

export const notebookRootAccess = defineRule<NotebookInstance, Evidence, Calls>({
  meta: {
    id: 'notebook-root-access',
    title: 'Notebook instance gives its users root access',
    severity: 'high',
    resourceTypes: ['AWS::SageMaker::NotebookInstance'],
    triggeredBy: [],
    why: 'A user with root access can change every file and setting of the instance: install a proxy or a tunnel, switch off agents, read what other users left. Controls on the instance itself are only effective without it.',
    recommendation:
      'Stop the notebook instance, disable root access, and start it again. Move installations that need root into a lifecycle configuration, whose scripts always run as root.',
    standards: [
      'NIST.800-53.r5 AC-2(1)',
      'NIST.800-53.r5 AC-3(15)',
      'NIST.800-53.r5 AC-3(7)',
      'NIST.800-53.r5 AC-6',
      'NIST.800-53.r5 AC-6(10)',
      'NIST.800-53.r5 AC-6(2)',
      'AWS Security Hub SageMaker.3',
    ],
    reversible: true,
    disruptive: true,
    defaultMode: 'ticket',
  },
  needs: ['notebooks'],
  subjectSlice: 'notebooks',
  subjects: notebookSubjects,
  reads: (refs) => ({ notebooks: named('AWS::SageMaker::NotebookInstance', refs) }),
  evaluate,
  plan,
  finish,
  // Without the fields that other rules change.
  image: ({ NotebookInstanceName, NotebookInstanceStatus, RootAccess }) => ({
    NotebookInstanceName,
    NotebookInstanceStatus,
    RootAccess,
  }),
  calls,
});
