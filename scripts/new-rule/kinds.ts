/** What a scaffold needs to know about a kind of resource. */
export interface ScaffoldKind {
  /** The slice of the snapshot that lists the subjects. */
  readonly slice: string;
  readonly subject: { readonly type: string; readonly from: string };
  readonly subjects: { readonly name: string; readonly from: string };
  /** The SDK's type of a described resource, for the test table. */
  readonly described: { readonly type: string; readonly from: string };
  /** A described resource, as TypeScript source. */
  readonly example: string;
}

/** By the type of the resource, in the spelling of AWS Config and CloudFormation. */
export const scaffoldKinds: Readonly<Record<string, ScaffoldKind>> = {
  'AWS::SageMaker::NotebookInstance': {
    slice: 'notebooks',
    subject: { type: 'NotebookInstance', from: 'slices/notebooks' },
    subjects: { name: 'notebookSubjects', from: 'notebooks/subjects' },
    described: { type: 'DescribeNotebookInstanceOutput', from: '@aws-sdk/client-sagemaker' },
    example: `{
  NotebookInstanceArn: 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/churn',
  NotebookInstanceName: 'churn',
  NotebookInstanceStatus: 'InService',
}`,
  },
  'AWS::EC2::VPCEndpoint': {
    slice: 'endpoints',
    subject: { type: 'VpcEndpoint', from: 'slices/endpoints' },
    subjects: { name: 'endpointSubjects', from: 'endpoints/subjects' },
    described: { type: 'VpcEndpoint', from: '@aws-sdk/client-ec2' },
    example: `{
  VpcEndpointId: 'vpce-0api',
  VpcEndpointType: 'Interface',
  VpcId: 'vpc-0ml',
  ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
  State: 'Available',
}`,
  },
};
