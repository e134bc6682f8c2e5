import type { Finding } from '../../core/model/finding';
import type { RuleMeta } from '../../core/model/rule';

/** A failing finding about a notebook instance, with the differences given. */
export function finding(changes: Partial<Finding> = {}): Finding {
  return {
    id: 'notebook-direct-internet/111122223333/us-east-1/notebook-instance/churn',
    rule: 'notebook-direct-internet',
    title: 'Notebook instance has direct internet access',
    resource: {
      type: 'AWS::SageMaker::NotebookInstance',
      id: 'churn',
      arn: 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/churn',
      region: 'us-east-1',
    },
    status: 'fail',
    severity: 'high',
    message: 'Direct internet access is enabled.',
    evidence: { directInternetAccess: 'Enabled', status: 'InService', subnetId: null },
    missing: [],
    decision: { mode: 'ticket', because: 'ticket is the mode set for this rule' },
    plan: { kind: 'person', because: 'it cannot be changed in place' },
    ...changes,
  };
}

export function ruleMeta(changes: Partial<RuleMeta> = {}): RuleMeta {
  return {
    id: 'notebook-direct-internet',
    title: 'Notebook instance has direct internet access',
    severity: 'high',
    resourceTypes: ['AWS::SageMaker::NotebookInstance'],
    triggeredBy: [],
    why: 'Traffic leaves through a network of SageMaker.',
    recommendation: 'Recreate it in a VPC subnet.',
    standards: ['NIST.800-53.r5 SC-7'],
    reversible: true,
    disruptive: true,
    defaultMode: 'ticket',
    ...changes,
  };
}
