/** Actions that look like ways in and are none by default, with the reason. */
export interface NotWayIn {
  readonly actions: readonly string[];
  readonly because: string;
}

function all(service: string, names: string): readonly string[] {
  return names.split(/\s+/).map((name) => `${service}:${name}`);
}

/**
 * What `npm run ways-in` finds in the SDK's models and in the list of actions, and what was decided about it: read on
 * 30 November 2026 in the SDK's models and in the service authorization reference. Any of them can be protected by
 * naming it in `perimeter.protectedActions`.
 */
export const notWaysIn: readonly NotWayIn[] = [
  {
    actions: all(
      'sagemaker',
      'CreateDomain DescribeDomain ListDomains DescribeNotebookInstance ListNotebookInstances DescribeSpace DescribeMlflowTrackingServer DescribePartnerApp',
    ),
    because:
      'The answer has an address without a token: whoever opens it has to sign in. Describing is not a way in by default.',
  },
  {
    actions: all('sagemaker', 'CreateHubContentPresignedUrls'),
    because:
      'Downloads the files of a model from a hub, by S3: data, not a session. Guard the bucket and the model instead.',
  },
  {
    actions: all('sagemaker', 'DescribeHumanTaskUi RenderUiTemplate'),
    because: 'The template of a labelling task, which every worker sees.',
  },
  {
    actions: all(
      'sagemaker',
      'InvokeEndpoint InvokeEndpointAsync InvokeEndpointWithBidirectionalStream InvokeEndpointWithResponseStream InvokeGlobalInferenceGateway InvokeGlobalInferenceGatewayWithResponseStream InvokeInferenceRouter InvokeInferenceRouterAsync Sample SampleWithResponseStream SampleTrainingSession SampleTrainingSessionWithResponseStream ExecuteSamplingOperation ExecuteTrainingOperation CreateTrainingSession',
    ),
    because:
      'Predictions and training steps of a model, asked for by applications, often from elsewhere on purpose: no person gets into SageMaker with them.',
  },
  {
    actions: all('sagemaker', 'CallWithBearerToken'),
    because:
      'Lets a bearer token stand for a signature in calls of jobs and inference, which are no ways in (inferred from the reference).',
  },
  {
    actions: all('datazone', 'GetEnvironmentCredentials GetDomainExecutionRoleCredentials'),
    because:
      'The answer is the credentials of a role. That role is a principal of its own, and is judged like every other.',
  },
  {
    actions: all('datazone', 'SsoLogin RefreshToken'),
    because:
      'Permissions without a documented operation, for users of IAM Identity Center; what an IAM principal gets by them is not known.',
  },
  {
    actions: all('datazone', 'InvokeAgent'),
    because: 'A question to an assistant, not a session.',
  },
  {
    actions: all(
      'sagemaker-unified-studio-mcp',
      'AuthorizeVpce CallPrivilegedTool CallReadOnlyTool InvokeMcp',
    ),
    because: 'Tools for an assistant; what they do needs the permissions of the caller as well.',
  },
  {
    actions: all('ssm', 'DescribeSessions TerminateSession'),
    because: 'The answer has only the id of a session.',
  },
  {
    actions: all(
      'ssm',
      'DescribeAutomationExecutions DescribeAvailablePatches GetAutomationExecution GetDeployablePatchSnapshotForInstance GetDocument',
    ),
    because: 'The address of a file.',
  },
  {
    actions: all('ssm', 'GetAccessToken'),
    because:
      'The answer is credentials for one node of Systems Manager, after somebody approved a request for access to it.',
  },
  {
    actions: all('ssm', 'StartSession ResumeSession'),
    because:
      'A shell on a node of a HyperPod cluster, among all other nodes of Systems Manager: which resource the request names is not documented, and a Deny on all of them would end every other session too.',
  },
];
