import { defineRule } from '../../core/model/define-rule';
import { withReplacements } from '../../core/notebooks/replacement';
import { notebookSubjects, notebookPlacement } from '../../core/notebooks/subjects';
import { inVpcsOf, named } from '../../core/model/selectors';
import type { NotebookInstance } from '../../core/slices/notebooks';
import { calls } from './calls';
import { type Evidence, evaluate } from './evaluate';
import { type Calls, plan } from './plan';

export const notebookInVpc = defineRule<NotebookInstance, Evidence, Calls>({
  meta: {
    id: 'notebook-in-vpc',
    title: 'Notebook instance is not in an approved VPC',
    severity: 'high',
    resourceTypes: ['AWS::SageMaker::NotebookInstance'],
    triggeredBy: ['AWS::EC2::VPCEndpoint'],
    why: 'Only in a VPC of yours do your security groups, route tables, endpoint policies and flow logs apply to a notebook; one in no VPC, or in a VPC that nobody approved, escapes them.',
    recommendation:
      'Recreate the notebook instance in a subnet of an approved VPC, copy what is under /home/ec2-user/SageMaker, then delete the old one. AWS cannot change the subnet of an existing instance.',
    standards: [
      'NIST.800-53.r5 AC-4',
      'NIST.800-53.r5 AC-4(21)',
      'NIST.800-53.r5 SC-7',
      'NIST.800-53.r5 SC-7(3)',
      'NIST.800-53.r5 SC-7(4)',
      'NIST.800-53.r5 SC-7(9)',
      'ISO 27001:2022 A.8.20',
      'ISO 27001:2022 A.8.21',
      'ISO 27001:2022 A.8.22',
      'AWS Security Hub SageMaker.2',
    ],
    reversible: false,
    disruptive: true,
    defaultMode: 'ticket',
  },
  needs: ['notebooks', 'subnets', 'endpoints'],
  subjectSlice: 'notebooks',
  subjects: notebookSubjects,
  reads: (refs) => {
    const isWide = refs === 'account' || refs.some(({ type }) => type !== 'AWS::SageMaker::NotebookInstance');
    const scope = isWide ? 'account' : withReplacements(refs);
    return {
      notebooks: named('AWS::SageMaker::NotebookInstance', scope),
      subnets: inVpcsOf(scope),
      endpoints: 'all',
    };
  },
  // An endpoint of sagemaker.api makes its VPC an approved one, unless the settings list the approved VPCs.
  concerns: (_, ref) => ref.type === 'AWS::EC2::VPCEndpoint',
  evaluate,
  plan,
  // Without the fields that other rules change.
  image: notebookPlacement,
  calls,
});
