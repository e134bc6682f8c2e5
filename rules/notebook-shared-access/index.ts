import { accessMatrix } from '../../core/access/matrix';
import { defineRule } from '../../core/model/define-rule';
import { notebookSubjects } from '../../core/notebooks/subjects';
import { isGlobal } from '../../core/model/resource';
import { named } from '../../core/model/selectors';
import type { NotebookInstance } from '../../core/slices/notebooks';
import { type Evidence, evaluate } from './evaluate';
import { options } from './options';
import { plan } from './plan';

export const notebookSharedAccess = defineRule<NotebookInstance, Evidence, object, typeof options>({
  meta: {
    id: 'notebook-shared-access',
    title: 'Notebook instance can be opened by many principals',
    severity: 'medium',
    resourceTypes: ['AWS::SageMaker::NotebookInstance'],
    triggeredBy: ['AWS::IAM::User', 'AWS::IAM::Role', 'AWS::IAM::Group', 'AWS::IAM::Policy'],
    why: 'Whoever can get a presigned URL of a notebook works in it with its data, its stored credentials and its execution role, whatever their own permissions are. Statements for all notebooks make everybody who has one a user of every notebook.',
    recommendation:
      'Let policies that allow CreatePresignedNotebookInstanceUrl name the notebooks they are for, by ARN or by tag, and limit who may assume the roles that have it. The command explain, given the name of a notebook, shows who can open it and by which statement.',
    standards: [
      'NIST.800-53.r5 AC-3',
      'NIST.800-53.r5 AC-3(7)',
      'NIST.800-53.r5 AC-6',
      'NIST.800-53.r5 AC-6(7)',
    ],
    reversible: false,
    disruptive: false,
    defaultMode: 'observe',
  },
  needs: ['notebooks', 'principals', 'endpoints', 'organizationPolicies'],
  options,
  subjectSlice: 'notebooks',
  subjects: notebookSubjects,
  reads: (refs) => ({
    // A changed principal may be able to open any notebook.
    notebooks: named(
      'AWS::SageMaker::NotebookInstance',
      refs === 'account' || refs.some(({ type }) => isGlobal(type)) ? 'account' : refs,
    ),
    principals: 'all',
    endpoints: 'all',
    organizationPolicies: 'all',
  }),
  concerns: (_, { type }) => isGlobal(type),
  evaluate,
  plan,
  // Everybody who can open the notebook, if principals were read.
  explain: ({ resource: { arn } }, snapshot, settings) =>
    snapshot.read('principals').status === 'unreadable'
      ? undefined
      : { kind: 'access', access: accessMatrix(snapshot, settings)(arn) },
  // There are no calls: people decide who keeps access.
  calls: {},
});
